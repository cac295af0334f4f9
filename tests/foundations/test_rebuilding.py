"""What follows from the ledger can be thrown away and made anew, for a pupil, a part of a school, or all of it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import typer
from django.db import connection, connections, transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ridgeway.cli import rebuild as command
from ridgeway.fluency import SUBJECTS, whole_catalogue
from ridgeway.fluency.aims import DEVICES
from ridgeway.fluency.trials import PROMPTS
from ridgeway.foundations.columns import days_of, read_ledger
from ridgeway.foundations.days import replace_days
from ridgeway.foundations.delivery import GivenAnswer, GivenPage
from ridgeway.foundations.fold import EPOCH, read_aims
from ridgeway.foundations.ledger import record_many, record_pages
from ridgeway.foundations.models import Answer, KnowledgeDay, KnowledgeState, PracticeDay, PracticeSession
from ridgeway.foundations.parts import Done
from ridgeway.foundations.rebuilding import parts_of, rebuild_knowledge, rebuild_pupils, rebuild_school
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.foundations.answers import LATER, NINE, answer, deliveries, lesson, session_of, stored

DAYS = (0, 1, 1, 5)
"""How many days before `NINE` a pupil's lessons were."""


@pytest.fixture
def pupils(cast: Cast) -> Iterator[list[Pupil]]:
    with school_scope(cast.ashdown.school):
        yield cast.ashdown.pupils


def past_of(pupil: Pupil, number: int) -> list[GivenAnswer]:
    """Lessons on several days, of other years and with other aims, each answer slower than the pupil's before."""
    given = []
    for place, days in enumerate(DAYS):
        earlier = dt.timedelta(days=days, hours=2 * place)
        own_aims = {"add:7+8": 1200.0, "spelling": 9000.0, "no longer taught": 500.0} if place % 2 else None
        session = session_of(pupil, NINE - earlier, year=None if place == 3 else 1 + place, own_aims=own_aims)
        for each in lesson(session):
            at = each.at - earlier
            slower = None if each.latency_ms is None else each.latency_ms + 40 * number + place
            given.append(replace(each, id=uuid7(at), at=at, latency_ms=slower))
    return given


def pages_of(pupil: Pupil) -> tuple[list[GivenAnswer], list[GivenPage]]:
    """Four pages: between the lessons of a day, at its end, at its beginning, and of tool speed.

    Most come with the cells that they take the place of, given at the same moment, and one more, on no page.
    """
    facts = ("add:7+8", "add:2+3", "mul:6x7", "mul:6x7")
    cells, pages = list[GivenAnswer](), list[GivenPage]()
    for number, (days, hours) in enumerate(((1, 3), (1, 1), (5, 6.5), (0, 0.5))):
        at = NINE - dt.timedelta(days=days, hours=hours)
        session = session_of(pupil, at, year=2 + number, own_aims={"add": 4000.0} if number % 2 else None)
        items = ("copy:7", "copy:q") if number == 3 else facts
        marks = tuple((True, False, None, True)[place] for place in range(len(items)))
        key = uuid7(at + dt.timedelta(seconds=9))
        pages.append(GivenPage(key, session.pk, items, marks, at + dt.timedelta(seconds=9), 21_000, "paper"))
        for item in (*items, "add:9+9") if number != 1 else ():
            when = pages[-1].at
            cell = answer(session, item, latency_ms=None, device="paper", seq=len(cells))
            cells.append(replace(cell, id=uuid7(when), at=when))
    return cells, pages


def kept(pupil: Pupil) -> tuple[Any, ...]:
    """All that follows from a pupil's answers."""
    states = KnowledgeState.objects.filter(pupil=pupil, answers__gt=0).order_by("subject")
    return stored(pupil), list(states.values_list("subject", "answers", "last_at", "last_id"))


def throw_away() -> None:
    """Spoils or deletes all that follows from answers: days become wrong, or are others."""
    KnowledgeState.objects.filter(subject="spelling").delete()
    KnowledgeState.objects.update(state=b"nonsense", newer=b"more of it", answers=3)
    PracticeDay.objects.update(answers=77, correct=76, timed=75, milliseconds=74, log_seconds=73)
    KnowledgeDay.objects.update(met=97, fluent=98, secure=99)
    for days in (PracticeDay.objects, KnowledgeDay.objects):
        days.filter(day=NINE.date()).update(day=F("day") - dt.timedelta(days=40))


TOGETHER = 2 * len(DAYS) * len(lesson(uuid7(NINE))) + 17
"""How many answers and pages two pupils give, the first of them on paper too."""


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=deliveries(TOGETHER))
def test_what_is_rebuilt_is_what_any_order_and_grouping_of_delivery_came_to(
    pupils: list[Pupil], batches: list[list[int]]
) -> None:
    with transaction.atomic():
        two = pupils[:2]
        cells, pages = pages_of(two[0])
        told = [(pupil, each) for number, pupil in enumerate(two) for each in past_of(pupil, number)]
        told += [(two[0], each) for each in cells]
        assert len(told) + len(pages) == TOGETHER
        for batch in batches:
            given = [told[place] for place in batch if place < len(told)]
            record_many({pupil: [each for whose, each in given if whose == pupil] for pupil in two}, LATER)
            on_paper = [pages[place - len(told)] for place in batch if place >= len(told)]
            record_pages({two[0]: on_paper}, LATER)
        before = [kept(pupil) for pupil in two]
        KnowledgeState.objects.update(state=b"nonsense", newer=b"more of it", answers=3)
        rebuild_pupils(two[0].school_id, [pupil.pk for pupil in two])
        assert [kept(pupil) for pupil in two] == before
        transaction.set_rollback(True)


def test_what_was_thrown_away_or_spoilt_is_as_before(pupils: list[Pupil]) -> None:
    for number, pupil in enumerate(pupils[:3]):
        record_many({pupil: past_of(pupil, number)}, LATER)
    before = [kept(pupil) for pupil in pupils]
    throw_away()
    assert rebuild_school(pupils[0].school_id) == Done(3, sum(each[1] for _, states in before for each in states))
    assert [kept(pupil) for pupil in pupils] == before
    assert before[3] == (({}, []), [])


def written() -> dict[tuple[str, int], str]:
    """Where each daily total and look at knowledge was last written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'practice', id, ctid::text FROM foundations_practiceday"
            " UNION ALL SELECT 'knowledge', id, ctid::text FROM foundations_knowledgeday"
        )
        return {(kind, key): place for kind, key, place in cursor.fetchall()}


def test_only_days_that_are_wrong_are_written_again(pupils: list[Pupil]) -> None:
    ada = pupils[0]
    record_many({ada: past_of(ada, 0)}, LATER)
    before, wrong = written(), PracticeDay.objects.earliest("day").pk
    PracticeDay.objects.filter(pk=wrong).update(timed=77)
    rebuild_knowledge(ada)
    after = written()
    assert after.keys() == before.keys()
    assert [key for key in after if after[key] != before[key]] == [("practice", wrong)]


def test_who_never_practised_is_left_alone(pupils: list[Pupil]) -> None:
    ada, bilal, *_ = pupils
    record_many({ada: [answer(session_of(ada))]}, LATER)
    assert [part.pupils for part in parts_of(ada.school_id)] == [(ada.pk,)]
    KnowledgeState.objects.all().delete()
    assert [part.pupils for part in parts_of(ada.school_id)] == [(ada.pk,)]
    assert {each.rows.answers.sum() for each in rebuild_knowledge(bilal).values()} == {0}


def test_pupils_of_a_school_are_rebuilt_in_parts(pupils: list[Pupil], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ridgeway.foundations.rebuilding.PART", 3)
    for pupil in pupils:
        record_many({pupil: [answer(session_of(pupil))]}, LATER)
    assert [len(part.pupils) for part in parts_of(pupils[0].school_id)] == [3, 1]


def test_an_answer_to_what_is_no_longer_taught_is_left_out(pupils: list[Pupil]) -> None:
    ada = pupils[0]
    record_many({ada: past_of(ada, 0)}, LATER)
    before = kept(ada)
    of_old = Answer.objects.filter(pupil=ada, item="add:7+8").values()[0] | {
        "id": uuid7(NINE),
        "item": "add:99+99",
    }
    Answer.objects.create(**of_old)
    assert set(rebuild_knowledge(ada)) == set(SUBJECTS)
    assert kept(ada) == before


def test_columns_hold_what_rows_do(pupils: list[Pupil]) -> None:
    ada = pupils[0]
    paper = answer(session_of(ada), "mul:6x7", latency_ms=None, device="paper", after_s=2.000_321)
    record_many({ada: [*past_of(ada, 0), paper]}, LATER)
    PracticeSession.objects.filter(pk=paper.session).delete()
    ledger = read_ledger(ada.school_id, [pupil.pk for pupil in pupils])
    assert [len(ledger.columns[pupil.pk].item) for pupil in pupils[1:]] == [0, 0, 0]
    columns = ledger.columns[ada.pk]
    held = {key: terms for key, *terms in PracticeSession.objects.values_list("pk", "year", "own_aims")}
    for place, told in enumerate(Answer.objects.filter(pupil=ada)):
        assert columns.last_of(np.arange(place + 1)) == (told.at, told.id)
        assert whole_catalogue().ids[columns.item[place]] == told.item
        assert PROMPTS[columns.prompt[place]] == told.prompt
        times = (columns.latency_ms[place], columns.delay_ms[place])
        assert [None if np.isnan(each) else each for each in times] == [told.latency_ms, told.delay_ms]
        assert DEVICES[columns.device[place]] == told.device
        year, own_aims = ledger.terms[ledger.terms_of[columns.sitting[place]]]
        assert [year, read_aims(own_aims)] == held.get(told.session, [None, None])


def test_answers_of_one_moment_stand_in_the_order_of_their_ids(pupils: list[Pupil]) -> None:
    ada = pupils[0]
    session, first = session_of(ada), uuid7(NINE).int >> 16 << 16
    cells = [replace(answer(session, after_s=5), id=UUID(int=first + number)) for number in (2, 1, 300, 3)]
    for cell in cells:
        record_many({ada: [cell]}, LATER)
    with connection.cursor() as cursor:  # An index would find them in their order.
        cursor.execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off")
    columns = read_ledger(ada.school_id, [ada.pk]).columns[ada.pk]
    assert [UUID(bytes=each.tobytes()).int - first for each in columns.id] == [1, 2, 3, 300]


@given(st.lists(st.integers(0, 2**31), min_size=1, max_size=50))
def test_a_day_is_the_schools_own(seconds: list[int]) -> None:
    at_us = np.array(seconds, np.int64) * 1_000_000
    moments = [EPOCH + dt.timedelta(seconds=each) for each in seconds]
    days = [moment.astimezone(timezone.get_default_timezone()).date() for moment in moments]
    assert days_of(at_us).tolist() == [(day - EPOCH.date()).days for day in days]


@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2026, 1, 1)])
def test_a_day_begins_at_midnight_of_the_clock_on_the_wall(day: dt.date) -> None:
    midnight = (dt.datetime.combine(day, dt.time(), ZoneInfo("Europe/London")) - EPOCH) // dt.timedelta(
        microseconds=1
    )
    number = (day - EPOCH.date()).days
    assert days_of(np.array([midnight - 1, midnight])).tolist() == [number - 1, number]


def test_items_prompts_and_devices_are_told_apart_by_their_codes(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT hashtextextended(id, 0)) FROM unnest(%s::text[]) AS id",
            [list(whole_catalogue().ids)],
        )
        assert cursor.fetchone() == (len(whole_catalogue()),)
    for names in (PROMPTS, DEVICES):
        assert len({name[0] for name in names}) == len(names)


def test_a_part_that_fails_is_left_as_it_was_and_those_done_stay_done(
    pupils: list[Pupil], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bilal, *_ = pupils
    for number, pupil in enumerate((ada, bilal)):
        record_many({pupil: past_of(pupil, number)}, LATER)
    before = kept(ada)
    throw_away()
    spoilt = kept(bilal)
    monkeypatch.setattr("ridgeway.foundations.rebuilding.PART", 1)
    really = replace_days

    def fail_at_second(school_id: int, keys: tuple[int, ...], answers: Any) -> None:
        if bilal.pk in keys:
            raise KeyboardInterrupt
        really(school_id, keys, answers)

    monkeypatch.setattr("ridgeway.foundations.rebuilding.replace_days", fail_at_second)
    with pytest.raises(KeyboardInterrupt):
        rebuild_school(ada.school_id)
    assert kept(ada) == before
    assert kept(bilal) == spoilt


def test_processes_share_the_work_and_whoever_records_meanwhile_waits(
    committed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    school, pupils = committed.ashdown.school, committed.ashdown.pupils
    monkeypatch.setattr("ridgeway.foundations.rebuilding.PART", 2)
    with school_scope(school):
        for number, pupil in enumerate(pupils):
            record_many({pupil: past_of(pupil, number)}, LATER)
        before = [kept(pupil) for pupil in pupils]
        throw_away()
        assert rebuild_school(school.pk, processes=2).pupils == len(pupils)
        assert [kept(pupil) for pupil in pupils] == before
        monkeypatch.setattr("ridgeway.foundations.rebuilding.replace_days", lambda *_: free.append(not_held()))
        free: list[int] = []
        rebuild_knowledge(pupils[0])
        assert free == [len(SUBJECTS) * (len(pupils) - 1)]


def not_held() -> int:
    """How many states of knowledge another connection could take at once."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT FROM foundations_knowledgestate FOR UPDATE SKIP LOCKED")
        return len(cursor.fetchall())


def run_command(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(command, "program", nullcontext)
    app = typer.Typer()
    app.command()(command.rebuild)
    result = CliRunner().invoke(app, [*arguments, "--processes", "1"])
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


def test_the_command_rebuilds_one_school_or_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "nobody has practised yet" in run_command(monkeypatch=monkeypatch)
    for troupe in (cast.ashdown, cast.birchwood):
        with school_scope(troupe.school):
            record_many({troupe.pupils[0]: past_of(troupe.pupils[0], 0)}, LATER)
    with school_scope(cast.ashdown.school):
        before = kept(cast.ashdown.pupils[0])
        throw_away()
    said = run_command("--school", str(cast.birchwood.urn), monkeypatch=monkeypatch)
    assert said.startswith("Rebuilt what 1 pupil knows from ")
    with school_scope(cast.ashdown.school):
        assert kept(cast.ashdown.pupils[0]) != before
    assert run_command(monkeypatch=monkeypatch).startswith("Rebuilt what 2 pupils know from ")
    with school_scope(cast.ashdown.school):
        assert kept(cast.ashdown.pupils[0]) == before
