"""Whose timings are due: the last probe or timed sheet, reading or writing is longer ago than it should be."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ridgeway.foundations.models import Writing
from ridgeway.foundations.timings.counts import Count, counts_of
from ridgeway.foundations.weeks import WEEK
from ridgeway.schools.models import Pupil

What = Literal["facts", "reading", "writing"]

WHATS: Final[dict[What, str]] = {"facts": "Number facts", "reading": "Reading aloud", "writing": "Writing"}
"""What is timed, as pages name it."""

WEEKS: Final = (2, 4, 6)
USUAL_WEEKS: Final = 4
"""After so many weeks a timing is due, unless the teacher chooses another number."""

ONE_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is timed, and who was not timed for too long."""

    what: What
    pupils: Sequence[Pupil]
    last: dt.date | None
    """When anybody in the class was last timed; None: not this school year."""

    @property
    def name(self) -> str:
        """What is timed, in words."""
        return WHATS[self.what]


def timings_due(pupils: Sequence[Pupil], *, since: dt.date, today: dt.date, weeks: int) -> list[Due]:
    """What is due for some of the pupils, by their timings from `since` (the school year's start) to today.

    Reading and writing are looked at once somebody in the class has been timed at them; facts always.
    """
    last = _last_days(counts_of([pupil.pk for pupil in pupils], since, today + ONE_DAY))
    before = today - weeks * WEEK
    found = []
    for what in WHATS:
        days = last.get(what, {})
        waiting = [pupil for pupil in pupils if days.get(pupil.pk, dt.date.min) < before]
        if waiting and (days or what == "facts"):
            found.append(Due(what, waiting, max(days.values(), default=None)))
    return found


def weeks_asked(text: str | None, choices: Collection[int] = WEEKS) -> int:
    """The number of weeks in an address; the usual one where it is none of the choices."""
    return next((each for each in choices if str(each) == text), USUAL_WEEKS)


def _last_days(counts: Iterable[Count]) -> dict[What, dict[int, dt.date]]:
    last: dict[What, dict[int, dt.date]] = {}
    for count in counts:
        last.setdefault(_what(count.kind), {})[count.pupil_id] = count.day
    return last


def _what(kind: str) -> What:
    return "reading" if kind == "reading" else "writing" if kind in Writing.values else "facts"
