"""Lets a day end before the tests begin: those of a run speak of one today, and midnight must not come between."""

import datetime as dt
import sys
import time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
LONGEST_RUN = dt.timedelta(minutes=25)
"""Of the whole suite, on a busy machine."""


def wait_for(now: dt.datetime) -> dt.timedelta:
    """How long to wait at this moment: until midnight in London if a run would meet it, else not at all."""
    tomorrow = now.astimezone(LONDON).date() + dt.timedelta(days=1)
    left = dt.datetime.combine(tomorrow, dt.time(), LONDON) - now
    return left if left <= LONGEST_RUN else dt.timedelta()


def main() -> int:
    """Waits where it has to, and says so."""
    wait = wait_for(dt.datetime.now(dt.UTC))
    if wait:
        print(
            f"Waiting {wait.seconds // 60 + 1} min for midnight in London: a run of the tests is of one day.",
            flush=True,
        )
        time.sleep(wait.total_seconds() + 1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
