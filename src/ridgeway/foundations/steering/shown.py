"""Decisions as pages list them: what holds, what is to come, and what was."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from ridgeway.foundations.steering.deciding import Whom
from ridgeway.foundations.steering.models import Steer
from ridgeway.foundations.steering.names import decision_in_words
from ridgeway.schools.models import Pupil, TeachingGroup


@dataclass(frozen=True, slots=True)
class Row:
    """One decision on a day, in words."""

    steer: Steer
    today: dt.date
    of_class: bool
    """Whether it is the class's, seen from a pupil's page."""

    @property
    def words(self) -> str:
        """What was decided, and about what."""
        return decision_in_words(self.steer)

    @property
    def is_to_come(self) -> bool:
        """Whether its first day is still ahead."""
        return self.steer.starts > self.today

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.steer.ends is not None and self.steer.ends <= self.today

    @property
    def may_be_put_back(self) -> bool:
        """Whether it was taken back before its days were over."""
        return self.steer.taken_back_at is not None and not self.is_over


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided for somebody: what holds or will, the oldest first, and what was, the newest first."""

    current: Sequence[Row]
    earlier: Sequence[Row]


def decisions_for(whom: Whom, group: TeachingGroup, today: dt.date) -> Decisions:
    """The decisions for a class, or those for a pupil with what holds or will for the class. One query."""
    asked = Q(group=group) if isinstance(whom, TeachingGroup) else Q(pupil=whom) | Q(group=group)
    steers = Steer.objects.filter(asked).select_related("decided_by", "taken_back_by")
    rows = [Row(steer, today, isinstance(whom, Pupil) and steer.pupil_id is None) for steer in steers]
    current = [row for row in rows if row.steer.taken_back_at is None and not row.is_over]
    earlier = [row for row in rows if row not in current and not row.of_class]
    return Decisions(current, sorted(earlier, key=lambda row: row.steer.decided_at, reverse=True))
