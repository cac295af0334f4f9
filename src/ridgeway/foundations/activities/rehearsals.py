"""What a class's rehearsals of the Multiplication Tables Check show: scores, tables, and the facts that go wrong.

A rehearsal counts once it came to its end. A question answered wrong and one not answered within its six seconds
are both not right, as in the check.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from ridgeway.fluency.tables_check import TABLES, Question
from ridgeway.foundations.timings.models import Activity
from ridgeway.schools.models import Pupil, TeachingGroup

OF_REHEARSALS: Final = """
SELECT s.id, s.pupil_id, (s.opened_at AT TIME ZONE %(zone)s)::date, a.item, a.correct
FROM foundations_practicesession s
JOIN foundations_countedanswer a ON a.school_id = s.school_id AND a.pupil_id = s.pupil_id AND a.session = s.id
    AND a.at >= s.opened_at - interval '1 day'
WHERE s.pupil_id = ANY(%(pupils)s) AND s.activity = %(activity)s AND s.finished_at IS NOT NULL
    AND (s.opened_at AT TIME ZONE %(zone)s)::date >= %(since)s
ORDER BY s.opened_at, s.id, a.sequence
"""


class Asked(NamedTuple):
    """A question of a rehearsal, and whether it was answered right in its time."""

    session: UUID
    pupil_id: int
    day: dt.date
    question: Question
    right: bool


class Share(NamedTuple):
    """So many right of so many asked."""

    right: int
    asked: int

    @property
    def percent(self) -> float | None:
        """In per cent; None where nothing was asked."""
        return 100 * self.right / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Scores:
    """A pupil's scores of 25, one for each rehearsal, in order, with their days."""

    pupil: Pupil
    scores: Sequence[tuple[dt.date, int]]

    @property
    def latest(self) -> int | None:
        """The last one; None before the first."""
        return self.scores[-1][1] if self.scores else None


@dataclass(frozen=True, slots=True)
class HardFact:
    """A fact (and its turned-round twin) that went wrong, how often, and for whom."""

    question: Question
    share: Share
    pupils: Sequence[Pupil]

    @property
    def text(self) -> str:
        """As it is said: "6 × 7"."""
        return f"{self.question.first} × {self.question.second}"


@dataclass(frozen=True, slots=True)
class Rehearsals:
    """A class's rehearsals of an academic year: all that its page shows."""

    pupils: Sequence[Scores]
    tables: Mapping[int, Share]
    by_pupil: Mapping[int, Mapping[int, Share]]
    facts: Sequence[HardFact]

    @property
    def most(self) -> int:
        """The most rehearsals that anybody did."""
        return max((len(each.scores) for each in self.pupils), default=0)

    @property
    def middle(self) -> float | None:
        """The middle pupil's last score."""
        latest = [each.latest for each in self.pupils if each.latest is not None]
        return median(latest) if latest else None


def rehearsals_of(group: TeachingGroup, today: dt.date) -> Rehearsals:
    """What the rehearsals of the pupils who are in the class today show, since its academic year began."""
    pupils = {pupil.pk: pupil for pupil in group.pupils_on(today)}
    asked = _asked(list(pupils), group.academic_year.starts)
    of_pupil: dict[int, list[Asked]] = {key: [] for key in pupils}
    for each in asked:
        of_pupil[each.pupil_id].append(each)
    return Rehearsals(
        pupils=[Scores(pupil, _scores(of_pupil[key])) for key, pupil in pupils.items()],
        tables=by_table(asked),
        by_pupil={key: by_table(own) for key, own in of_pupil.items()},
        facts=_hard(asked, pupils),
    )


def by_table(asked: Iterable[Asked]) -> dict[int, Share]:
    """How each table from 2 to 12 goes. A question belongs to the tables of both its factors, a square to one."""
    right, count = Counter[int](), Counter[int]()
    for each in asked:
        for table in set(each.question):
            count[table] += 1
            right[table] += each.right
    return {table: Share(right[table], count[table]) for table in TABLES}


def _asked(pupils: list[int], since: dt.date) -> list[Asked]:
    given: dict[str, Any] = {
        "zone": timezone.get_default_timezone_name(),
        "pupils": pupils,
        "activity": Activity.TABLES_CHECK.value,
        "since": since,
    }
    with connection.cursor() as cursor:
        cursor.execute(OF_REHEARSALS, given)
        return [
            Asked(session, pupil, day, _question(item), right)
            for session, pupil, day, item, right in cursor.fetchall()
        ]


def _question(item: str) -> Question:
    first, second = item.removeprefix("mul:").split("x")
    return Question(int(first), int(second))


def _scores(asked: Iterable[Asked]) -> list[tuple[dt.date, int]]:
    days: dict[UUID, dt.date] = {}
    right = Counter[UUID]()
    for each in asked:
        days[each.session] = each.day
        right[each.session] += each.right
    return [(day, right[session]) for session, day in days.items()]


def _hard(asked: Iterable[Asked], pupils: Mapping[int, Pupil]) -> list[HardFact]:
    """The facts that went wrong, those that went wrong most often first, then those asked less."""
    wrong = defaultdict[tuple[int, int], list[int]](list)
    count = Counter[tuple[int, int]]()
    for each in asked:
        count[each.question.fact] += 1
        if not each.right:
            wrong[each.question.fact].append(each.pupil_id)
    order = sorted(wrong, key=lambda fact: (-len(wrong[fact]), count[fact], fact))
    return [
        HardFact(
            Question(*fact),
            Share(count[fact] - len(wrong[fact]), count[fact]),
            [pupils[key] for key in dict.fromkeys(wrong[fact])],
        )
        for fact in order
    ]
