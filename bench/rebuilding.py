"""Rebuilding from the ledger: a pupil with a long past, and a school with ten million answers."""

import os
from collections.abc import Iterator
from time import perf_counter
from typing import TYPE_CHECKING

import psycopg

from bench.database import bench_database
from bench.measure import Measurement, median_seconds

if TYPE_CHECKING:
    from ridgeway.schools.models import Pupil

ANSWERS_A_DAY = 100
ONE_DAYS, GOAL_ONE_S = 500, 0.2
PUPILS, SCHOOL_DAYS, GOAL_SCHOOL_S = 420, 239, 60.0
"""Ten million answers of a school, in the order in which they were given: day after day, pupil after pupil."""

SESSIONS = """
INSERT INTO foundations_practicesession (id, school_id, pupil_id, opened_at, activity, "of", seconds, year)
SELECT uuidv7(at - now()), %s, pupil_id, at, 'practice', '', 600, 4
FROM (SELECT pupil_id, now() - (%s + 1 - day) * interval '1 day' AS at
    FROM generate_series(1, %s) AS day, unnest(%s::bigint[]) AS pupil_id) AS opened
"""

FILL = """
INSERT INTO foundations_answer (school_id, id, pupil_id, item, at, received_at, given, correct, latency_ms, prompt,
    device, session, sequence)
SELECT s.school_id, uuidv7(at - now()), s.pupil_id, (%s::text[])[1 + mod((n + %s * day) * 7919, %s)], at, at, '7',
    random() < 0.9, exp(7.8 + 0.5 * random_normal())::int,
    (ARRAY['none', 'none', 'none', 'delay', 'model'])[1 + mod(n, 5)], 'touch', s.id, n
FROM (SELECT *, dense_rank() OVER (ORDER BY opened_at) AS day FROM foundations_practicesession
    WHERE pupil_id = ANY(%s::bigint[]) ORDER BY id) AS s,
    generate_series(0, %s - 1) AS n, LATERAL (SELECT s.opened_at + n * interval '4 s' AS at) AS given
"""


def measure() -> Iterator[Measurement]:
    """One pupil alone, and all pupils of a school by `rebuild_school`."""
    with bench_database():
        from ridgeway.schools.tenancy import school_scope

        one, *pupils = _pupils()
        _fill([one], ONE_DAYS)
        _fill(pupils, SCHOOL_DAYS)
        with school_scope(one.school_id):
            yield from _one_pupil(one)
        yield _school(one.school_id)


def _one_pupil(pupil: "Pupil") -> Iterator[Measurement]:
    from ridgeway.fluency import catalogue
    from ridgeway.fluency.past import take_in_pasts
    from ridgeway.foundations.columns import read_ledger
    from ridgeway.foundations.rebuilding import rebuild_knowledge
    from ridgeway.foundations.runs import story_of

    answers = ONE_DAYS * ANSWERS_A_DAY
    seconds = median_seconds(lambda: rebuild_knowledge(pupil), before=lambda: _forget(pupil))
    yield Measurement(f"One pupil rebuilt from {answers:,} answers", seconds, GOAL_ONE_S, "read, folded, stored")
    seconds = median_seconds(lambda: rebuild_knowledge(pupil))
    yield Measurement("… where what is stored is right", seconds, GOAL_ONE_S, "read, folded, compared")
    seconds = median_seconds(lambda: read_ledger(pupil.school_id, [pupil.pk]))
    yield Measurement("… of which reading the ledger", seconds)
    ledger = read_ledger(pupil.school_id, [pupil.pk])
    (whole,), _ = story_of(ledger, pupil.pk, "number-facts")
    items, tools, terms = catalogue(), catalogue("tool-speed"), ledger.terms_within("number-facts")
    seconds = median_seconds(lambda: take_in_pasts(items, tools, [whole.past], terms))
    yield Measurement("… of which the fold, day by day", seconds)


def _forget(pupil: "Pupil") -> None:
    """Deletes all that follows from the pupil's answers."""
    from ridgeway.foundations.models import KnowledgeDay, KnowledgeState, PracticeDay

    for model in (KnowledgeDay, KnowledgeState, PracticeDay):
        model.objects.filter(pupil=pupil).delete()


def _school(school_id: int) -> Measurement:
    from ridgeway.foundations.rebuilding import rebuild_school

    processes = os.cpu_count() or 1
    start = perf_counter()
    done = rebuild_school(school_id, processes=processes)
    seconds = perf_counter() - start
    what = f"A school of {done.pupils} pupils rebuilt from {done.answers:,} answers"
    return Measurement(what, seconds, GOAL_SCHOOL_S, f"`ridgeway rebuild`, {processes} processes")


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


def _fill(pupils: "list[Pupil]", days: int) -> None:
    """Writes answers straight into the ledger, with nothing that follows from them.

    The administrator of the database may leave out that each key is looked up, which takes longer than the rest.
    """
    from django.db import connection
    from django.utils import timezone

    from ridgeway.embedded import Address
    from ridgeway.fluency import catalogue
    from ridgeway.foundations.partitions import open_months

    open_months(timezone.localdate(), months=days // 28 + 1)
    items, keys, told = list(catalogue().ids), [pupil.pk for pupil in pupils], connection.settings_dict
    with psycopg.connect(Address(told["HOST"], told["NAME"]).url("postgres"), autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute(SESSIONS, [pupils[0].school_id, days, days, keys])
        admin.execute(FILL, [items, ANSWERS_A_DAY, len(items), keys, ANSWERS_A_DAY])
        admin.execute("ANALYZE foundations_answer, foundations_practicesession")
