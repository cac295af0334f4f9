"""School weeks, Monday to Sunday, as pages step through them."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Self

WEEK: Final = dt.timedelta(days=7)

WEEKEND: Final = dt.timedelta(days=2)

LONGEST_BACK: Final = 521 * WEEK
"""Pages step back ten years; before that nobody practised."""


@dataclass(frozen=True, slots=True)
class Week:
    """A week by its Monday."""

    monday: dt.date

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """The week that holds a day."""
        return cls(day - dt.timedelta(days=day.weekday()))

    @classmethod
    def asked(cls, text: str | None, today: dt.date) -> Self:
        """The week of the date in an address, never one to come; this week when it says none that makes sense."""
        try:
            day = dt.date.fromisoformat(text or "")
        except ValueError:
            day = today
        return cls.of(min(max(day, today - LONGEST_BACK), today))

    @classmethod
    def prepared_on(cls, day: dt.date) -> Self:
        """The week that a teacher prepares on a day: at the weekend the coming one."""
        return cls.of(day + WEEKEND)

    @property
    def ends(self) -> dt.date:
        """The Monday after."""
        return self.monday + WEEK

    @property
    def days(self) -> list[dt.date]:
        """Its seven days."""
        return [self.monday + dt.timedelta(days=number) for number in range(7)]

    def before(self, weeks: int = 1) -> "Week":
        """The week so many weeks earlier."""
        return Week(self.monday - weeks * WEEK)

    def after(self, today: dt.date) -> "Week | None":
        """The next week, if it has begun."""
        return Week(self.ends) if self.ends <= today else None

    def holds(self, day: dt.date) -> bool:
        """Whether a day lies in the week."""
        return self.monday <= day < self.ends
