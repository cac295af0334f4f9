"""A page of which only the time for all is known is one event of the fold, whenever and however often it comes."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4
from zlib import crc32

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from ridgeway.database import append_only_tables
from ridgeway.fluency import Answer as Evidence
from ridgeway.fluency import Knowledge, catalogue
from ridgeway.foundations.delivery import GivenAnswer, GivenPage
from ridgeway.foundations.ledger import read_knowledge, record_answers, record_many, record_pages
from ridgeway.foundations.models import (
    Answer,
    KnowledgeDay,
    KnowledgeState,
    PageTotal,
    PracticeDay,
    PracticeSession,
)
from ridgeway.foundations.rebuilding import rebuild_knowledge
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.foundations.answers import LATER, NINE, answer, deliveries, lesson, session_of, state_of, stored

FACTS = ("add:7+8", "add:2+3", "add:9+9", "add:2+3", "mul:6x7")
RIGHT = (True, False, True, True, True)
UNMARKED = (None,) * len(FACTS)


@pytest.fixture
def ada(cast: Cast) -> Iterator[Pupil]:
    with school_scope(cast.ashdown.school):
        yield cast.ashdown.pupils[0]


def page(
    session: PracticeSession | UUID,
    correct: tuple[bool | None, ...] = RIGHT,
    *,
    after_s: float = 60.0,
    items: tuple[str, ...] = FACTS,
    milliseconds: int = 21_000,
) -> GivenPage:
    """A page of five questions, done a minute after nine in 21 seconds."""
    at = NINE + dt.timedelta(seconds=after_s)
    return GivenPage(
        id=uuid7(at, random=crc32(f"{items} {correct} {after_s}".encode())),
        session=session if isinstance(session, UUID) else session.pk,
        items=items,
        correct=correct,
        at=at,
        milliseconds=milliseconds,
        device="paper",
    )


def cells(session: PracticeSession | UUID, *, after_s: float = 60.0) -> list[GivenAnswer]:
    """The same questions as answers without a time of their own."""
    return [
        answer(
            session,
            item,
            None if right else "?",
            after_s=after_s + seq / 1000,
            latency_ms=None,
            device="paper",
            seq=seq,
        )
        for seq, (item, right) in enumerate(zip(FACTS, RIGHT, strict=True))
    ]


def recorded(pupil: Pupil, *pages: GivenPage) -> list[UUID]:
    return record_pages({pupil: pages}, LATER)[pupil].ids


def facts_of(pupil: Pupil) -> Knowledge:
    return read_knowledge(state_of(pupil))


@pytest.mark.parametrize("correct", [RIGHT, UNMARKED, (True, None, False, None, None)])
def test_knowledge_is_what_the_science_makes_of_a_page(ada: Pupil, correct: tuple[bool | None, ...]) -> None:
    session = session_of(ada, own_aims={"add": 5000.0})
    record_answers(ada, [answer(session)], LATER)
    given = page(session, correct)
    assert recorded(ada, given) == [given.id]
    before = Knowledge.new(catalogue()).update(
        [Evidence("add:7+8", NINE + dt.timedelta(seconds=5), True, 2400)], year=4, own_aims={"add": 5000.0}
    )
    expected = before.observe_total(
        FACTS, at=given.at, total_ms=21_000, correct=correct, year=4, own_aims={"add": 5000.0}
    )
    assert facts_of(ada).to_bytes() == expected.to_bytes()


def test_it_is_kept_for_good(ada: Pupil) -> None:
    session = session_of(ada)
    recorded(ada, page(session, (True, None, False, None, None)))
    kept = PageTotal.objects.get()
    assert (kept.pupil, kept.session, kept.items) == (ada, session.pk, list(FACTS))
    assert (kept.correct, kept.milliseconds, kept.device) == ([True, None, False, None, None], 21_000, "paper")
    assert "foundations_pagetotal" in append_only_tables()


def test_a_page_that_comes_again_counts_as_recorded_and_changes_nothing(ada: Pupil) -> None:
    given = page(session_of(ada))
    recorded(ada, given)
    before = stored(ada)
    assert recorded(ada, given, replace(given, milliseconds=99_000)) == [given.id]
    assert (PageTotal.objects.count(), stored(ada)) == (1, before)


@pytest.mark.parametrize("page_first", [True, False])
@pytest.mark.parametrize("after_s", [59.0, 61.0])
def test_a_page_takes_the_place_of_its_cells_in_what_is_known(
    ada: Pupil, page_first: bool, after_s: float
) -> None:
    alone, with_cells = session_of(ada), session_of(ada)
    with transaction.atomic():
        recorded(ada, page(alone, after_s=after_s))
        expected = facts_of(ada).to_bytes()
        transaction.set_rollback(True)
    if page_first:
        recorded(ada, page(with_cells, after_s=after_s))
    record_answers(ada, cells(with_cells), LATER)
    recorded(ada, page(with_cells, after_s=after_s))
    assert facts_of(ada).to_bytes() == expected
    assert state_of(ada).answers == len(FACTS)


def test_and_leaves_the_cells_where_answers_are_counted(ada: Pupil) -> None:
    session = session_of(ada)
    recorded(ada, page(session))
    record_answers(ada, cells(session), LATER)
    assert Answer.objects.count() == len(FACTS)
    totals = PracticeDay.objects.order_by("strand").values_list("strand", "answers", "correct", "milliseconds")
    assert list(totals) == [("add", 4, 3, 0), ("mul", 1, 1, 0)]


def test_answers_with_a_time_of_their_own_and_those_to_other_items_stay(ada: Pupil) -> None:
    session = session_of(ada)
    record_answers(
        ada,
        [answer(session, after_s=2), answer(session, "add:4+4", after_s=3, latency_ms=None, device="paper")],
        LATER,
    )
    recorded(ada, page(session))
    assert facts_of(ada).rows.answers.sum() == 2 + len(FACTS)


def test_cells_of_another_day_leave_no_trace_on_it(ada: Pupil) -> None:
    session = session_of(ada)
    record_answers(ada, cells(session, after_s=-50), LATER)
    later = page(session, after_s=24 * 3600)
    record_pages({ada: [later]}, LATER + dt.timedelta(days=2))
    assert list(KnowledgeDay.objects.values_list("day", flat=True)) == [later.at.date()]
    before = stored(ada)
    rebuild_knowledge(ada)
    assert stored(ada) == before


def everything(pupil: Pupil) -> list[GivenAnswer | GivenPage]:
    """A lesson on screen with two sheets in it: one marked, one with its time alone; and words on paper."""
    on_screen, sheet, totals = session_of(pupil), session_of(pupil), session_of(pupil)
    spelt = page(totals, (True, None), after_s=50, items=("spell:because", "spell:because"), milliseconds=9000)
    return [
        *lesson(on_screen),
        *cells(sheet, after_s=31),
        page(sheet, after_s=31.0025),
        page(totals, UNMARKED, after_s=40, items=FACTS[::-1]),
        spelt,
    ]


def deliver(pupil: Pupil, batch: list[GivenAnswer | GivenPage]) -> None:
    """Pages and answers of a batch, what comes first in it first."""
    pages = [each for each in batch if isinstance(each, GivenPage)]
    answers = [each for each in batch if isinstance(each, GivenAnswer)]
    if batch and isinstance(batch[0], GivenPage):
        record_pages({pupil: pages}, LATER)
        record_answers(pupil, answers, LATER)
    else:
        record_answers(pupil, answers, LATER)
        record_pages({pupil: pages}, LATER)


def after(pupil: Pupil, batches: list[list[int]]) -> tuple[dict[str, bytes], list[tuple[Any, ...]]]:
    """What is stored after these deliveries, which are then taken back."""
    with transaction.atomic():
        told = everything(pupil)
        for batch in batches:
            deliver(pupil, [told[place] for place in batch])
        result = stored(pupil)
        rebuild_knowledge(pupil)
        assert {subject: stored(pupil)[0][subject] for subject in result[0]} == result[0]
        assert stored(pupil)[1] == result[1]
        transaction.set_rollback(True)
    return result


COUNT = len(lesson(uuid4())) + len(FACTS) + 3


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=deliveries(COUNT))
def test_any_order_grouping_and_repetition_comes_to_the_same(ada: Pupil, batches: list[list[int]]) -> None:
    assert after(ada, batches) == after(ada, [list(range(COUNT))])


def test_a_page_of_tool_speed_tells_that_subject_alone(ada: Pupil) -> None:
    session = session_of(ada)
    copied = page(session, (True, True), items=("copy:7", "copy:q"), milliseconds=2500)
    record_answers(ada, [answer(session, "copy:7", after_s=60, latency_ms=None, device="paper")], LATER)
    recorded(ada, copied)
    known = {subject: state.answers for state in KnowledgeState.objects.all() for subject in [state.subject]}
    assert known == {"tool-speed": 2, "number-facts": 0, "missing-numbers": 0, "spelling": 0, "phonics": 0}
    before = stored(ada)
    rebuild_knowledge(ada)
    assert stored(ada) == before


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"session": uuid4()}, "session: it is not one of this pupil's."),
        ({"items": (), "correct": ()}, "items: there must be at least one, and no unknown one."),
        ({"items": ("add:99+99",) * 5}, "items: there must be at least one, and no unknown one."),
        ({"items": (*FACTS[:4], "spell:because")}, "items: all must be of one subject."),
        (
            {"correct": RIGHT[:4]},
            "correct: it must say of each item whether it was right, or that nobody knows.",
        ),
        ({"id": uuid4()}, "id: it must be a UUID of version 7."),
        ({"milliseconds": 249}, "milliseconds: they must be from 250 to 3600000."),
        ({"milliseconds": 3_600_001}, "milliseconds: they must be from 250 to 3600000."),
        ({"device": "touch"}, "device: it must be one of paper, speech."),
        ({"at": LATER + dt.timedelta(minutes=2)}, "at: it lies in the future."),
        ({"at": NINE - dt.timedelta(minutes=2)}, "at: it lies before its session was opened."),
    ],
)
def test_a_page_that_cannot_be_is_refused_with_the_reason_and_the_others_are_kept(
    ada: Pupil, change: dict[str, Any], reason: str
) -> None:
    good = page(session_of(ada))
    bad = replace(page(good.session, UNMARKED), **change)
    outcome = record_pages({ada: [bad, good]}, LATER)[ada]
    assert outcome.ids == [good.id]
    assert [(each.id, each.reason) for each in outcome.refused] == [(str(bad.id), reason)]
    assert PageTotal.objects.count() == 1


def test_a_page_of_another_pupil_or_another_school_is_refused(ada: Pupil, cast: Cast) -> None:
    of_another = session_of(cast.ashdown.pupils[1])
    assert recorded(ada, page(of_another)) == []
    with school_scope(cast.birchwood.school):
        of_another_school = session_of(cast.birchwood.pupils[0])
    assert recorded(ada, page(of_another_school)) == []
    assert not PageTotal.objects.exists()
    with school_scope(cast.ashdown.school, cast.birchwood.school), pytest.raises(ValueError, match="one school"):
        record_pages({troupe.pupils[0]: [] for troupe in (cast.ashdown, cast.birchwood)}, LATER)


def test_an_id_that_another_pupils_page_has_is_refused(ada: Pupil, cast: Cast) -> None:
    bilal = cast.ashdown.pupils[1]
    first = page(session_of(ada))
    recorded(ada, first)
    forged = replace(page(session_of(bilal)), id=first.id)
    outcome = record_pages({bilal: [forged]}, LATER)[bilal]
    assert [each.reason for each in outcome.refused] == ["id: another page total has it already."]
    assert KnowledgeState.objects.filter(pupil=bilal, answers__gt=0).count() == 0


def test_pages_of_a_class_are_recorded_in_one_call_as_one_by_one(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        amber, bilal, cerys, _ = cast.ashdown.pupils
        on_paper = {pupil: session_of(pupil) for pupil in (amber, bilal, cerys)}
        record_many(
            {pupil: [replace(each, id=uuid7(each.at)) for each in cells(own)] for pupil, own in on_paper.items()},
            LATER,
        )
        given = {pupil: [replace(page(own), id=uuid7(NINE))] for pupil, own in on_paper.items()}
        record_pages({pupil: given[pupil] for pupil in (amber, bilal)}, LATER)
        record_pages({cerys: given[cerys]}, LATER)
        assert stored(amber) == stored(bilal) == stored(cerys)


def test_nothing_is_recorded_of_nothing(ada: Pupil) -> None:
    assert record_pages({}, LATER) == {}
    assert record_pages({ada: []}, LATER)[ada].ids == []
