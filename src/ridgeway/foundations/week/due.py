"""Whose timings are due: who was not timed yet in the time in which the class times everybody once."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ridgeway.access.models import User
from ridgeway.foundations.models import Writing
from ridgeway.foundations.steering.models import ClassPractice, Rhythm
from ridgeway.foundations.timings.counts import Count, counts_of
from ridgeway.foundations.week.school_weeks import LONGEST_HOLIDAY
from ridgeway.foundations.weeks import WEEK, WEEKEND, Week
from ridgeway.schools.models import HalfTerm, Pupil, TeachingGroup

What = Literal["facts", "reading", "writing"]

WHATS: Final[dict[What, str]] = {"facts": "Number facts", "reading": "Reading aloud", "writing": "Writing"}
"""What is timed, as pages name it."""

ONE_DAY: Final = dt.timedelta(days=1)

LOOKED_BACK: Final = 10 * WEEK
"""Who was timed last is looked for so far back: in the half-term before, if not in this."""

USUAL_HALF_TERM: Final = 6
"""Weeks that a half-term lasts where the school's term dates are not known."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is timed, and who was not timed yet."""

    what: What
    rhythm: Rhythm
    since: dt.date
    """The first day of the time in which everybody is timed once."""
    pupils: Sequence[Pupil]
    last: dt.date | None
    """When anybody in the class was last timed; None: not in the last ten weeks."""

    @property
    def name(self) -> str:
        """What is timed, in words."""
        return WHATS[self.what]


def practice_of(group: TeachingGroup) -> ClassPractice:
    """How the class practises and is timed: as it was chosen, or as usual. One query."""
    chosen: ClassPractice | None = ClassPractice.objects.filter(group=group).first()
    return chosen or ClassPractice(group=group)


def rhythms_of(practice: ClassPractice) -> dict[What, Rhythm]:
    """How often everybody is timed at each thing."""
    return {what: Rhythm(getattr(practice, f"{what}_timed")) for what in WHATS}


def choose_rhythms(
    group: TeachingGroup, *, facts_timed: Rhythm, reading_timed: Rhythm, writing_timed: Rhythm, by: User | None
) -> None:
    """Keeps how often a class is timed, from now on."""
    chosen = {
        "facts_timed": facts_timed,
        "reading_timed": reading_timed,
        "writing_timed": writing_timed,
        "chosen_by": by,
    }
    ClassPractice.objects.update_or_create(
        group=group, defaults=chosen, create_defaults=chosen | {"school_id": group.school_id}
    )


def timings_due(pupils: Sequence[Pupil], practice: ClassPractice, today: dt.date) -> list[Due]:
    """What is due for some of the pupils by the rhythms of their class."""
    rhythms = {what: each for what, each in rhythms_of(practice).items() if each is not Rhythm.NEVER}
    starts = {each: begins(each, today) for each in set(rhythms.values())}
    since = min([today - LOOKED_BACK, *starts.values()])
    last = _last_days(counts_of([pupil.pk for pupil in pupils], since, today + ONE_DAY))
    found = []
    for what, rhythm in rhythms.items():
        days, start = last.get(what, {}), starts[rhythm]
        waiting = [pupil for pupil in pupils if days.get(pupil.pk, dt.date.min) < start]
        if waiting:
            found.append(Due(what, rhythm, start, waiting, max(days.values(), default=None)))
    return found


def begins(rhythm: Rhythm, today: dt.date) -> dt.date:
    """The first day of the time in which everybody is timed once: this week, this and the last, the half-term.

    At the weekend "this week" is the coming one. A half-term costs one query; where the school has not given its
    term dates it is six weeks.
    """
    week = Week.prepared_on(today)
    if rhythm is Rhythm.WEEK:
        return week.monday
    if rhythm is Rhythm.FORTNIGHT:
        return week.before().monday
    half_term = HalfTerm.objects.filter(starts__lte=today + WEEKEND).order_by("-starts").first()
    if half_term is None or today - half_term.ends > LONGEST_HOLIDAY:
        return week.before(USUAL_HALF_TERM - 1).monday
    start: dt.date = half_term.starts
    return start


def _last_days(counts: Iterable[Count]) -> dict[What, dict[int, dt.date]]:
    last: dict[What, dict[int, dt.date]] = {}
    for count in counts:
        last.setdefault(_what(count.kind), {})[count.pupil_id] = count.day
    return last


def _what(kind: str) -> What:
    return "reading" if kind == "reading" else "writing" if kind in Writing.values else "facts"
