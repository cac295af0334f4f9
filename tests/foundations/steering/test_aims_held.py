"""A teacher's aims hold in the ledger as they held when the session was opened, whatever is decided later."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from ridgeway.fluency import Answer as Evidence
from ridgeway.fluency import Knowledge, catalogue
from ridgeway.foundations.activities.setting import set_probe
from ridgeway.foundations.fold import aims_within
from ridgeway.foundations.ledger import read_knowledge, record_answers
from ridgeway.foundations.models import Answer, KnowledgeDay, PracticeDay, PracticeSession
from ridgeway.foundations.paper.results import Entry, Marks, enter_results
from ridgeway.foundations.paper.settling import settle_results
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.foundations.practice import finish_session, open_session
from ridgeway.foundations.rebuilding import rebuild_knowledge
from ridgeway.foundations.steering.deciding import take_back
from ridgeway.foundations.steering.models import Kind
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.answers import LATER, NINE, answer, deliveries, lesson, session_of, state_of, stored
from tests.foundations.steering.decisions import decided

LONGER = {"add": 5000.0}
"""An aim of five seconds, where three are usual."""


@pytest.fixture
def school(cast: Cast) -> Iterator[Troupe]:
    with school_scope(cast.ashdown.school):
        yield cast.ashdown


@pytest.fixture
def ada(school: Troupe) -> Pupil:
    return school.pupils[0]


def quarter_past_four(pupil: Pupil, own_aims: dict[str, float] | None) -> tuple[Knowledge, dict[str, Any]]:
    """What is stored after a fact answered four times in four seconds and another in two, then taken back."""
    with transaction.atomic():
        session = session_of(pupil, own_aims=own_aims)
        slow = [answer(session, after_s=10.0 * seq, latency_ms=4000, seq=seq) for seq in range(4)]
        record_answers(pupil, [*slow, answer(session, "mul:6x7", after_s=50, latency_ms=2000)], LATER)
        told = {
            "answers": list(Answer.objects.order_by("at").values_list("item", "correct", "latency_ms")),
            "totals": list(
                PracticeDay.objects.order_by("strand").values_list("strand", "correct", "milliseconds")
            ),
            "met": KnowledgeDay.objects.get().met,
            "fluent": KnowledgeDay.objects.get().fluent,
        }
        knowledge = read_knowledge(state_of(pupil))
        transaction.set_rollback(True)
    return knowledge, told


def test_a_teachers_aim_changes_the_grade_of_answers_and_what_counts_as_fluent(ada: Pupil) -> None:
    usual, told = quarter_past_four(ada, None)
    steered, told_too = quarter_past_four(ada, LONGER)
    slow = catalogue().position("add:7+8")
    assert steered.rows.stability[slow] > usual.rows.stability[slow]
    assert (told["fluent"], told_too["fluent"]) == (0, 1)


def test_and_nothing_else(ada: Pupil) -> None:
    (usual, told), (steered, told_too) = quarter_past_four(ada, None), quarter_past_four(ada, LONGER)
    assert told | {"fluent": None} == told_too | {"fluent": None}
    other = [place for place, item in enumerate(catalogue()) if item.strand != "add"]
    for before, after in zip(usual.rows.arrays(), steered.rows.arrays(), strict=True):
        assert before[other].tobytes() == after[other].tobytes()
    slow = catalogue().position("add:7+8")
    for name in ("answers", "right", "accuracy"):
        assert getattr(usual.rows, name)[slow] == getattr(steered.rows, name)[slow]


def test_knowledge_is_what_the_science_makes_of_the_answers_with_these_aims(ada: Pupil) -> None:
    session = session_of(ada, own_aims={"add-to-9": 9000.0, "add:7+8": 1200.0})
    record_answers(ada, [answer(session, latency_ms=2500)], LATER)
    told = Evidence("add:7+8", NINE + dt.timedelta(seconds=5), True, 2500)
    expected = Knowledge.new(catalogue()).update([told], year=4, own_aims={"add:7+8": 1200.0})
    assert read_knowledge(state_of(ada)).to_bytes() == expected.to_bytes()
    assert expected.to_bytes() != Knowledge.new(catalogue()).update([told], year=4).to_bytes()


def test_a_subject_leaves_aims_aside_that_are_about_another_or_about_nothing(ada: Pupil) -> None:
    session = session_of(ada, own_aims={"add": 5000.0, "spell-y3": 4000.0, "a set of long ago": 300.0})
    assert aims_within(catalogue(), session.own_aims) == {"add": 5000.0}
    recorded = record_answers(ada, [answer(session), answer(session, "spell:because", after_s=9)], LATER)
    assert recorded.refused == []


def steered(pupil: Pupil) -> list[Any]:
    """Answers of three sessions, to which different aims apply."""
    sessions = [session_of(pupil, own_aims=own) for own in (None, LONGER, {"add:7+8": 1000.0, "mul": 2500.0})]
    told = lesson(uuid4())
    return [replace(each, session=sessions[place % 3].pk) for place, each in enumerate(told)]


def after(pupil: Pupil, batches: list[list[int]]) -> tuple[dict[str, bytes], list[tuple[Any, ...]]]:
    """What is stored after these deliveries, which are then taken back."""
    with transaction.atomic():
        told = steered(pupil)
        for batch in batches:
            record_answers(pupil, [told[place] for place in batch], LATER)
        result = stored(pupil)
        transaction.set_rollback(True)
    return result


COUNT = len(lesson(uuid4()))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=deliveries(COUNT))
def test_any_order_and_grouping_comes_to_the_same(ada: Pupil, batches: list[list[int]]) -> None:
    assert after(ada, batches) == after(ada, [list(range(COUNT))])


def test_an_aim_that_is_lifted_leaves_the_past_as_it_was(ada: Pupil) -> None:
    aim = decided(ada, Kind.AIM, "add", milliseconds=5000)
    opened = timezone.now()
    first = PracticeSession.objects.get(pk=open_session(ada, opened)["session"])
    told = [replace(answer(first, seq=seq, latency_ms=4000), at=opened) for seq in range(3)]
    record_answers(ada, told, opened)
    before = stored(ada)
    assert KnowledgeDay.objects.get().fluent == 1
    take_back(aim, by=None, at=timezone.now())
    rebuild_knowledge(ada)
    assert stored(ada) == before
    later = PracticeSession.objects.get(pk=open_session(ada, timezone.now())["session"])
    assert (first.own_aims, later.own_aims) == (LONGER, None)


def test_the_end_of_a_session_counts_by_the_aims_that_held_in_it(ada: Pupil) -> None:
    usual, longer = session_of(ada), session_of(ada, own_aims=LONGER)
    for session, after_s in ((usual, 5.0), (longer, 60.0)):
        told = [answer(session, after_s=after_s + seq, latency_ms=4000, seq=seq) for seq in range(3)]
        record_answers(ada, told, LATER)
    ends = [finish_session(ada, session.pk, LATER) or {} for session in (usual, longer)]
    assert [end["fluent_now"] for end in ends] == [0, 1]


def test_every_session_remembers_the_aims_of_the_day_that_it_is_for(school: Troupe, ada: Pupil) -> None:
    tomorrow = timezone.now() + dt.timedelta(days=1)
    decided(school.group, Kind.AIM, "add", milliseconds=5000, starts=timezone.localdate(tomorrow))
    set_probe(school.group, "mul", at=timezone.now(), by=None)
    open_session(ada, timezone.now())
    assert set(PracticeSession.objects.values_list("own_aims", flat=True)) == {None}
    plan = open_session(ada, tomorrow)
    opened = [plan["session"], *(each["session"] for each in plan["activities"])]
    sessions = PracticeSession.objects.filter(pk__in=opened)
    assert [session.own_aims for session in sessions] == [LONGER] * len(opened)


def test_the_aims_of_every_subject_are_remembered_whatever_the_session_asks(ada: Pupil) -> None:
    decided(ada, Kind.AIM, "add", milliseconds=5000)
    decided(ada, Kind.AIM, "spelling", "missing-add", milliseconds=9000)
    plan = open_session(ada, timezone.now())
    remembered = PracticeSession.objects.get(pk=plan["session"]).own_aims
    assert remembered == {"add": 5000.0, "spelling": 9000.0, "missing-add": 9000.0}


def test_a_sheet_has_the_aims_of_the_day_that_stands_on_it(school: Troupe, ada: Pupil) -> None:
    decided(ada, Kind.AIM, "add", milliseconds=5000, starts=TODAY - dt.timedelta(days=1))
    sheets = make_sheets(school.group, "addition-grid", on=TODAY - dt.timedelta(days=1), pupils=school.pupils[:2])
    enter_results(sheets, {page: Entry(None, 100, Marks((), ())) for page in sheets.pages.all()}, by=None)
    settle_results(timezone.now() + dt.timedelta(days=1))
    remembered = dict(PracticeSession.objects.values_list("pupil", "own_aims"))
    assert remembered == {ada.pk: LONGER, school.pupils[1].pk: None}


def test_aims_cost_no_query_more(ada: Pupil) -> None:
    def queries(own_aims: dict[str, float] | None, after_s: float) -> int:
        session = session_of(ada, own_aims=own_aims)
        with CaptureQueriesContext(connection) as captured:
            record_answers(ada, [answer(session, after_s=after_s)], LATER)
        return len(captured)

    queries(None, 1)
    assert queries(None, 2) == queries(LONGER, 3)
