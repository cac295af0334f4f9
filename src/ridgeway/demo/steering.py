"""What teachers of the demo's classes have decided about practice: a little of everything, in the last days."""

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

from ridgeway.access.models import User
from ridgeway.demo.practice import LONDON
from ridgeway.demo.recording import PractisingClass
from ridgeway.demo.roll import OnRoll
from ridgeway.foundations.steering.deciding import Decision, choose_practice, decide, take_back
from ridgeway.foundations.steering.models import Kind
from ridgeway.foundations.steering.preferences import keep_preferences
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.schools.models.calendar import academic_year_of
from ridgeway.schools.tenancy import school_scope

SEATS: Final = 4
"""So many pupils of a class have something decided for them."""

AFTER_SCHOOL: Final = dt.time(15, 40)


class Wish(NamedTuple):
    """A decision but for its days."""

    kind: Kind
    names: Sequence[str]
    note: str
    milliseconds: int | None = None

    def from_day(self, day: dt.date) -> Decision:
        """The decision that holds from a day on."""
        return Decision(self.kind, self.names, day, milliseconds=self.milliseconds, note=self.note)


FOR_CLASS: Final = Wish(Kind.PAUSE, ["div"], "Division waits until after half-term.")

TAKEN_BACK: Final = Wish(Kind.AIM, ["add-to-5", "add-bonds-of-10"], "They can be quicker here.", 2500)
"""Decided for the class too, and taken back a day later."""

FOR_PUPILS: Final = (
    Wish(Kind.AIM, ["add", "sub"], "Writes and types slowly. Agreed with the SENCO.", 5000),
    Wish(Kind.SLOWER, [], "Fewer at a time stick better."),
    Wish(Kind.PAUSE, ["add:8+7", "add:7+8"], "We do these with counters first."),
    Wish(Kind.SET, ["add-to-9", "add-bonds-of-10", "add-doubles"], "Until these three are sure."),
)

PREFERENCES: Final[tuple[dict[str, object], ...]] = (
    {"type": "large", "read_aloud": True},
    {"timer": "hidden"},
    {},
    {"pad": "left"},
)


def record_decisions(on_roll: OnRoll, practising: PractisingClass) -> None:
    """Writes what the teacher of a class decided, where it practises addition and has pupils enough."""
    task = practising.task
    if task.strand != "add" or len(practising.members) < SEATS:
        return
    before, since = (task.days[-min(back, len(task.days))] for back in (4, 3))
    teacher = User.objects.filter(email=practising.teacher).first()
    group: TeachingGroup = on_roll.groups[academic_year_of(task.days[-1]), task.name]
    with school_scope(on_roll.school):
        choose_practice(group, minutes=5, further_subjects=["missing-numbers"], starts_with_check=True, by=teacher)
        decide(group, FOR_CLASS.from_day(before), by=teacher)
        regretted = decide(group, TAKEN_BACK.from_day(before), by=teacher)
        take_back(regretted, by=teacher, at=dt.datetime.combine(since, AFTER_SCHOOL, LONDON))
        for seat, wish, chosen in zip(practising.members, FOR_PUPILS, PREFERENCES, strict=False):
            pupil: Pupil = on_roll.pupils[seat]
            decide(pupil, wish.from_day(since), by=teacher)
            if chosen:
                keep_preferences(pupil, chosen, by=teacher)
