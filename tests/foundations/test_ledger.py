"""Answers are recorded once, in whatever order and however often they come; knowledge and totals follow them."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from ridgeway.fluency import SUBJECTS, Knowledge, catalogue, whole_catalogue
from ridgeway.fluency import Answer as Evidence
from ridgeway.foundations.ledger import read_knowledge, record_answers, record_many
from ridgeway.foundations.models import Answer, KnowledgeDay, KnowledgeState, PracticeDay
from ridgeway.foundations.rebuilding import rebuild_knowledge
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.foundations.answers import LATER, NINE, answer, deliveries, lesson, session_of, state_of, stored


@pytest.fixture
def ada(cast: Cast) -> Iterable[Pupil]:
    with school_scope(cast.ashdown.school):
        yield cast.ashdown.pupils[0]


def test_answers_are_kept_and_the_server_says_which_are_right(ada: Pupil) -> None:
    session = session_of(ada)
    right, wrong = answer(session, "mul:6x7", " 42 "), answer(session, "mul:6x7", "43", after_s=9)
    recorded = record_answers(ada, [right, wrong], LATER)
    assert recorded.ids == [right.id, wrong.id]
    assert recorded.refused == []
    assert list(Answer.objects.order_by("at").values_list("given", "correct")) == [(" 42 ", True), ("43", False)]


def test_an_answer_delivered_again_counts_as_recorded_and_changes_nothing(ada: Pupil) -> None:
    given = lesson(session_of(ada))
    record_answers(ada, given, LATER)
    before = stored(ada)
    again = record_answers(ada, given[5:] + given[:9], LATER + dt.timedelta(days=2))
    assert set(again.ids) == {each.id for each in given}
    assert stored(ada) == before
    assert Answer.objects.count() == len(given)


def test_knowledge_is_what_the_science_makes_of_the_answers(ada: Pupil) -> None:
    session = session_of(ada)
    first = answer(session, "add:7+8", after_s=5, latency_ms=2100)
    second = answer(session, "add:7+8", after_s=30, latency_ms=5200, prompt="delay", delay_ms=3000, device="touch")
    record_answers(ada, [first, second], LATER)
    expected = Knowledge.new(catalogue()).update(
        [
            Evidence("add:7+8", first.at, True, 2100),
            Evidence("add:7+8", second.at, True, 5200, "delay", "touch", delay_ms=3000),
        ],
        year=4,
    )
    assert read_knowledge(state_of(ada)).to_bytes() == expected.to_bytes()


def test_the_aims_of_the_sessions_year_hold(ada: Pupil) -> None:
    young = session_of(ada, year=1)
    record_answers(ada, [answer(young, latency_ms=5000)], LATER)
    expected = Knowledge.new(catalogue()).update(
        [Evidence("add:7+8", NINE + dt.timedelta(seconds=5), True, 5000)], year=1
    )
    assert stored(ada)[0] == {"number-facts": expected.to_bytes()}


def test_knowledge_is_rebuilt_from_the_ledger_to_the_same_bits(ada: Pupil) -> None:
    given = lesson(session_of(ada))
    for first in range(0, len(given), 7):
        record_answers(ada, given[first : first + 7], LATER)
    before = stored(ada)
    KnowledgeState.objects.update(state=b"nonsense", answers=3)
    PracticeDay.objects.all().delete()
    KnowledgeDay.objects.update(fluent=99)
    rebuild_knowledge(ada)
    assert stored(ada) == before
    assert {state.subject: state.answers for state in KnowledgeState.objects.all()} == {
        "number-facts": 12,
        "missing-numbers": 0,
        "tool-speed": 4,
        "spelling": 4,
        "phonics": 0,
    }


def test_a_few_answers_write_what_is_newer_and_leave_the_state_as_it_was(ada: Pupil) -> None:
    given = lesson(session_of(ada))
    record_answers(ada, given[:5], LATER)
    before = bytes(state_of(ada).state)
    record_answers(ada, given[5:], LATER)
    after = state_of(ada)
    assert bytes(after.state) == before
    assert 0 < len(after.newer) < len(before) * 3
    assert read_knowledge(after).to_bytes() == rebuild_knowledge(ada)["number-facts"].to_bytes()
    assert bytes(state_of(ada).newer) == b""


def test_when_many_items_have_changed_the_whole_state_is_written_anew(
    ada: Pupil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ridgeway.foundations.states.MOST_APART", 2)
    session = session_of(ada)
    facts = ("add:1+1", "add:1+2", "add:1+3", "add:2+2")
    given = [answer(session, fact, after_s=5 + 5 * seq, seq=seq) for seq, fact in enumerate(facts)]
    kept = []
    for each in given:
        record_answers(ada, [each], LATER)
        kept.append(bool(state_of(ada).newer))
    assert kept == [False, True, True, False]
    assert read_knowledge(state_of(ada)).rows.answers.sum() == 4


def test_what_is_newer_but_cannot_be_read_is_folded_from_the_ledger(ada: Pupil) -> None:
    given = lesson(session_of(ada))
    record_answers(ada, given[:10], LATER)
    KnowledgeState.objects.filter(subject="number-facts").update(newer=b"RWK nonsense")
    assert read_knowledge(state_of(ada)).rows.answers.sum() == 6
    record_answers(ada, given[10:], LATER)
    assert read_knowledge(state_of(ada)).rows.answers.sum() == 12


def test_a_state_that_cannot_be_read_is_rebuilt_at_the_next_answer(ada: Pupil) -> None:
    session = session_of(ada)
    given = lesson(session)
    record_answers(ada, given[:10], LATER)
    KnowledgeState.objects.update(state=b"RWK\xff of a later version")
    assert read_knowledge(state_of(ada)).rows.answers.sum() == 6
    record_answers(ada, given[10:], LATER)
    assert read_knowledge(state_of(ada)).rows.answers.sum() == 12


def test_every_item_of_every_subject_can_be_recorded(ada: Pupil) -> None:
    session = session_of(ada)
    given = [
        answer(session, item.id, item.answer.upper(), after_s=place / 100, seq=place)
        for place, item in enumerate(whole_catalogue())
    ]
    recorded = record_answers(ada, given, LATER)
    assert (len(recorded.ids), recorded.refused) == (len(whole_catalogue()), [])
    assert Answer.objects.filter(correct=True).count() == len(given)
    for subject in SUBJECTS:
        known = read_knowledge(state_of(ada, subject))
        assert known.items is catalogue(subject)
        assert (known.rows.answers == 1).all()
    assert set(PracticeDay.objects.values_list("strand", flat=True)) == set(whole_catalogue().strands)
    assert dict(KnowledgeDay.objects.values_list("subject", "met")) == {
        subject: len(catalogue(subject)) for subject in SUBJECTS
    }


def test_what_is_known_of_a_subject_follows_from_its_own_answers_alone(ada: Pupil) -> None:
    session = session_of(ada)
    record_answers(ada, [answer(session), answer(session, "spell:because", after_s=9)], LATER)
    facts = stored(ada)[0]["number-facts"]
    record_answers(ada, [answer(session, "spell:because", "becos", after_s=20)], LATER)
    assert stored(ada)[0]["number-facts"] == facts
    assert read_knowledge(None, "spelling").items is catalogue("spelling")


def test_how_fast_the_hand_is_counts_in_every_subject(ada: Pupil) -> None:
    session = session_of(ada)
    record_answers(ada, [answer(session, after_s=1)], LATER)
    copies = [answer(session, "copy:7", latency_ms=3000, after_s=2 + seq, seq=seq) for seq in range(40)]
    record_answers(ada, copies, LATER)
    record_answers(ada, [answer(session, "spell:because", after_s=99, latency_ms=9000)], LATER)
    hands = {
        subject: read_knowledge(state_of(ada, subject)).pupil.tool.log_ms("keyboard").item()
        for subject in SUBJECTS
    }
    assert len(set(hands.values())) == 1
    assert math.exp(hands["phonics"]) == pytest.approx(3000, rel=0.15)
    assert list(KnowledgeDay.objects.filter(subject="phonics")) == []
    assert state_of(ada, "phonics").answers == 0


def test_a_subject_that_is_new_begins_with_the_hand_that_is_known(ada: Pupil) -> None:
    session = session_of(ada)
    record_answers(ada, lesson(session), LATER)
    before = stored(ada)
    KnowledgeState.objects.filter(subject="spelling").delete()
    record_answers(ada, [answer(session, "spell:because", after_s=120, seq=40)], LATER)
    KnowledgeState.objects.filter(subject="number-facts").delete()
    record_answers(ada, [answer(session, "add:7+8", after_s=121, seq=41)], LATER)
    after = stored(ada)
    rebuild_knowledge(ada)
    assert stored(ada)[1] == after[1]
    assert {subject: stored(ada)[0][subject] for subject in after[0]} == after[0]
    assert after[0]["phonics"] == before[0]["phonics"]


PLACES = range(len(lesson(uuid4())))


def after(pupil: Pupil, batches: list[list[int]]) -> tuple[dict[str, bytes], list[tuple[Any, ...]]]:
    """What is stored after these deliveries, which are then taken back."""
    with transaction.atomic():
        given = lesson(session_of(pupil))
        for batch in batches:
            record_answers(pupil, [given[place] for place in batch], LATER)
        result = stored(pupil)
        transaction.set_rollback(True)
    return result


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=deliveries(len(PLACES)))
def test_any_order_grouping_and_repetition_of_delivery_comes_to_the_same(
    ada: Pupil, batches: list[list[int]]
) -> None:
    assert after(ada, batches) == after(ada, [list(PLACES)])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"session": uuid4()}, "session: it is not one of this pupil's."),
        ({"item": "add:99+99"}, "item: there is no such item."),
        ({"at": LATER + dt.timedelta(minutes=2)}, "at: it lies in the future."),
        ({"at": NINE - dt.timedelta(minutes=2)}, "at: it lies before its session was opened."),
        ({"id": uuid4()}, "id: it must be a UUID of version 7."),
        ({"given": "1" * 41}, "given: it must be at most 40 characters that can be read."),
        ({"given": "1\x00"}, "given: it must be at most 40 characters that can be read."),
        ({"given": "\ud800"}, "given: it must be at most 40 characters that can be read."),
        ({"latency_ms": -1}, "latency_ms, delay_ms: they must be from 0 to 600000."),
        ({"latency_ms": 600_001}, "latency_ms, delay_ms: they must be from 0 to 600000."),
        ({"latency_ms": None}, "latency_ms: a device that measures time must say it."),
        ({"delay_ms": -1}, "latency_ms, delay_ms: they must be from 0 to 600000."),
        ({"prompt": "whispered"}, "prompt: it must be one of model, delay, none."),
        ({"device": "slate"}, "device: it must be one of keyboard, touch, paper, speech."),
        ({"seq": 70_000}, "seq: it must be from 0 to 32767."),
    ],
)
def test_an_answer_that_cannot_be_is_refused_with_the_reason_and_the_others_are_kept(
    ada: Pupil, change: dict[str, Any], reason: str
) -> None:
    session = session_of(ada)
    good, bad = answer(session), replace(answer(session, after_s=9), **change)
    recorded = record_answers(ada, [bad, good], LATER)
    assert recorded.ids == [good.id]
    assert [(each.id, each.reason) for each in recorded.refused] == [(str(bad.id), reason)]
    assert Answer.objects.count() == 1


def test_an_answer_of_last_week_is_refused_when_its_session_is_older_still(ada: Pupil) -> None:
    session = session_of(ada, NINE - dt.timedelta(days=8))
    recorded = record_answers(ada, [answer(session)], LATER)
    assert recorded.refused[0].reason == "at: it lies more than 7 days after its session was opened."


def test_another_pupils_session_is_as_good_as_none(ada: Pupil, cast: Cast) -> None:
    of_another = session_of(cast.ashdown.pupils[1])
    assert record_answers(ada, [answer(of_another)], LATER).ids == []
    with school_scope(cast.birchwood.school):
        of_another_school = session_of(cast.birchwood.pupils[0])
    assert record_answers(ada, [answer(of_another_school)], LATER).ids == []


def test_an_id_that_another_pupils_answer_has_is_refused(ada: Pupil, cast: Cast) -> None:
    first = answer(session_of(ada))
    record_answers(ada, [first], LATER)
    bilal = cast.ashdown.pupils[1]
    forged = answer(session_of(bilal), "mul:6x7", key=first.id)
    recorded = record_answers(bilal, [forged], LATER)
    assert [each.reason for each in recorded.refused] == ["id: another answer has it already."]
    assert Answer.objects.get().item == "add:7+8"
    assert KnowledgeState.objects.filter(pupil=bilal, answers__gt=0).count() == 0


def test_the_day_of_an_answer_is_the_schools_and_its_totals_are_by_strand_and_device(ada: Pupil) -> None:
    midsummer = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)
    session = session_of(ada, midsummer)
    given = [
        answer(session, "add:7+8", latency_ms=2000),
        answer(session, "add:2+3", latency_ms=1000, prompt="model", seq=1),
        answer(session, "add:9+9", "17", latency_ms=4000, seq=2),
        answer(session, "mul:6x7", latency_ms=None, device="paper", seq=3),
    ]
    record_answers(ada, [replace(each, at=midsummer) for each in given], midsummer)
    rows = {row.strand: row for row in PracticeDay.objects.all()}
    assert {row.day for row in rows.values()} == {dt.date(2026, 7, 1)}
    add, mul = rows["add"], rows["mul"]
    assert (add.device, add.answers, add.correct, add.timed, add.milliseconds) == ("keyboard", 3, 2, 1, 7000)
    assert math.isclose(add.log_seconds, math.log(2), abs_tol=1e-6)
    assert (mul.device, mul.answers, mul.correct, mul.timed, mul.milliseconds) == ("paper", 1, 1, 0, 0)


def test_many_pupils_are_recorded_in_one_call_as_one_by_one(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        amber, bilal, cerys, _ = cast.ashdown.pupils
        many = {pupil: lesson(session_of(pupil)) for pupil in (amber, bilal)}
        many = {pupil: [replace(a, id=uuid7(a.at)) for a in given] for pupil, given in many.items()}
        recorded = record_many(many, LATER)
        assert {pupil: len(each.ids) for pupil, each in recorded.items()} == {amber: 20, bilal: 20}
        record_answers(cerys, lesson(session_of(cerys)), LATER)
        assert stored(amber)[1] == stored(bilal)[1] == stored(cerys)[1]


def test_pupils_of_two_schools_are_not_recorded_together(cast: Cast) -> None:
    with school_scope(cast.ashdown.school, cast.birchwood.school), pytest.raises(ValueError, match="one school"):
        record_many({troupe.pupils[0]: [] for troupe in (cast.ashdown, cast.birchwood)}, LATER)


def test_a_batch_of_twenty_takes_few_queries(ada: Pupil) -> None:
    session = session_of(ada)
    given = lesson(session)
    record_answers(ada, given[:5], LATER)
    with CaptureQueriesContext(connection) as queries:
        record_answers(ada, given[5:], LATER)
    assert len(queries) <= 8, [query["sql"][:60] for query in queries]


def test_nothing_is_asked_of_the_database_for_nothing(ada: Pupil) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert record_answers(ada, [], LATER).ids == []
    assert len(queries) == 0
