"""Knowledge rebuilt from the ledger: of one pupil with a long past, and of a school."""

from collections.abc import Iterator
from time import perf_counter
from typing import TYPE_CHECKING

from bench.database import bench_database
from bench.measure import Measurement, median_seconds

if TYPE_CHECKING:
    from ridgeway.schools.models import Pupil

ONE, GOAL_ONE_S = 50_000, 0.2
PUPILS, SCHOOL, GOAL_SCHOOL_S = 420, 1_000_000, 60.0
"""A tenth of the ten million answers that the goal is for: those would take this bench half an hour to write."""

ANSWERS_A_DAY = 100

FILL = """
INSERT INTO foundations_answer (school_id, id, pupil_id, item, at, received_at, given, correct, latency_ms, prompt,
    device, session, sequence)
SELECT %s, gen_random_uuid(), %s, (%s::text[])[1 + mod(n * 7919, %s)], at, at, '7', random() < 0.9,
    exp(7.8 + 0.5 * random_normal())::int, (ARRAY['none', 'none', 'none', 'delay', 'model'])[1 + mod(n, 5)],
    'touch', %s, mod(n, 30000)
FROM (SELECT n, now() - interval '2 years' + n / %s * interval '1 day' + mod(n, %s) * interval '4 s' AS at
    FROM generate_series(0, %s - 1) AS n) AS answered
"""


def measure() -> Iterator[Measurement]:
    """One pupil alone, and all pupils of a school one after the other."""
    with bench_database():
        from ridgeway.schools.tenancy import school_scope

        pupils = _pupils()
        with school_scope(pupils[0].school_id):
            _fill(pupils[0], ONE)
            yield from _one_pupil(pupils[0])
            for pupil in pupils[1:]:
                _fill(pupil, SCHOOL // PUPILS)
            yield _school(pupils[1:])


def _one_pupil(pupil: "Pupil") -> Iterator[Measurement]:
    from ridgeway.foundations.fold import fold, nothing_known, whole_ledger
    from ridgeway.foundations.rebuilding import rebuild_knowledge

    told = whole_ledger(pupil.pk)
    seconds = median_seconds(lambda: fold(nothing_known(), told), repeats=3)
    yield Measurement(f"Knowledge of one pupil from {ONE:,} answers", seconds, GOAL_ONE_S, "the fold alone")
    seconds = median_seconds(lambda: rebuild_knowledge(pupil), repeats=3)
    yield Measurement("… read, folded and stored, day by day", seconds)


def _school(pupils: "list[Pupil]") -> Measurement:
    from ridgeway.foundations.rebuilding import rebuild_knowledge

    start = perf_counter()
    for pupil in pupils:
        rebuild_knowledge(pupil)
    seconds = perf_counter() - start
    goal = GOAL_SCHOOL_S * SCHOOL / 10_000_000
    remark = f"goal: {GOAL_SCHOOL_S:.0f} s for ten million, so a tenth of that; one process"
    return Measurement(f"A school of {PUPILS} pupils from {SCHOOL:,} answers", seconds, goal, remark)


def _pupils() -> "list[Pupil]":
    """One more than a school."""
    import datetime as dt

    from ridgeway.schools.models import Pupil
    from ridgeway.schools.tenancy import school_scope
    from tests.cast import assemble

    school = assemble().ashdown.school
    with school_scope(school):
        return [
            Pupil.objects.create(
                school=school,
                legal_surname="Benchley",
                legal_forename=f"Number {number}",
                date_of_birth=dt.date(2018, 1, 1),
            )
            for number in range(PUPILS + 1)
        ]


def _fill(pupil: "Pupil", answers: int) -> None:
    """Writes answers straight into the ledger, with no knowledge that follows from them."""
    from django.db import connection
    from django.utils import timezone

    from ridgeway.fluency import catalogue
    from ridgeway.foundations.practice import sit_down

    items = list(catalogue().ids)
    session = sit_down(pupil, timezone.now(), year=4).pk
    day = ANSWERS_A_DAY
    with connection.cursor() as cursor:
        cursor.execute(FILL, [pupil.school_id, pupil.pk, items, len(items), session, day, day, answers])
