"""A list set on screen: what the pupil's device is told, and what is kept of what it sends."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from pydantic import TypeAdapter

from ridgeway.foundations.activities.setting import progress_of, set_spelling, take_back
from ridgeway.foundations.delivery import GivenAnswer, Refusal
from ridgeway.foundations.models import (
    Answer,
    KnowledgeState,
    PracticeSession,
    SpellingList,
    SpellingWord,
    WordTry,
)
from ridgeway.foundations.offline.refusals import keep_refused, refused_in
from ridgeway.foundations.practice import finish_session, open_session, sit_down
from ridgeway.foundations.spelling.lists import change_list
from ridgeway.foundations.spelling.pasting import read_words
from ridgeway.foundations.spelling.playing import gapped
from ridgeway.foundations.spelling.recording import record_given
from ridgeway.foundations.tidying import KEPT_UNANSWERED, forget_unanswered_sessions
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast, Troupe
from tests.foundations.activities.plays import MONDAY, MORNING
from tests.foundations.pages import pupil_client
from tests.foundations.spelling.plays import held_by, typed
from tests.foundations.test_practice_api import ANSWERS, post

LATER = MORNING + dt.timedelta(hours=1)


@pytest.fixture
def school(cast: Cast) -> Iterator[Troupe]:
    with school_scope(cast.ashdown.school):
        yield cast.ashdown


@pytest.fixture
def amber(school: Troupe) -> Pupil:
    return school.pupils[0]


@pytest.fixture
def held(school: Troupe) -> SpellingList:
    return held_by(school)


def set_for(school: Troupe, pupil: Pupil, held: SpellingList, at: dt.datetime = MORNING) -> dict[str, Any]:
    """The list as the pupil's first screen offers it."""
    set_spelling(school.group, held, at=at, by=None)
    (offered,) = open_session(pupil, at)["activities"]
    return dict(offered)


def tries() -> dict[str, tuple[str, bool]]:
    return {each.word.text: (each.given, each.correct) for each in WordTry.objects.select_related("word")}


def test_the_first_screen_offers_the_list_whole_in_an_order_that_follows_from_its_session(
    school: Troupe, amber: Pupil, held: SpellingList
) -> None:
    offered = set_for(school, amber, held)
    assert (offered["activity"], offered["title"], offered["subject"]) == (
        "spelling",
        "Spelling: Week 4",
        "spelling",
    )
    asked = {trial["answer"]: trial for trial in offered["trials"]}
    assert set(asked) == {"because", "zebra", "island"}
    assert asked["because"]["say"] == "I stayed in because it rained."
    assert asked["because"]["text"] == "I stayed in ____ it rained."
    assert (asked["zebra"]["say"], asked["zebra"]["text"]) == ("zebra", "")
    assert {(trial["prompt"], trial["delay_ms"], trial["reason"]) for trial in offered["trials"]} == {
        ("none", None, "set")
    }
    assert asked["because"]["aim_ms"] == 3000 + 800 * 4
    session = PracticeSession.objects.get(pk=offered["session"])
    assert (session.activity, session.of, session.pupil) == ("spelling", str(held.pk), amber)


@pytest.mark.parametrize(
    ("sentence", "word", "shown"),
    [
        ("I saw a knight at night.", "night", "I saw a knight at ____."),
        ("Night after night.", "night", "____ after ____."),
        ("I like ice cream.", "ice cream", "I like ____."),
        ("All islanders live there.", "island", ""),
        ("Land with water all round it.", "island", "Land with water all round it."),
        ("", "island", ""),
    ],
)
def test_a_sentence_never_gives_its_word_away(sentence: str, word: str, shown: str) -> None:
    assert gapped(sentence, word) == shown


def test_the_first_try_at_each_word_is_kept_whatever_order_answers_come_in(
    school: Troupe, amber: Pupil, held: SpellingList
) -> None:
    offered = set_for(school, amber, held)
    sent = typed(offered, [("zebra", "zebar"), ("zebra", "zebra"), ("island", "Island"), ("zebra", "zebra")])
    for order in permutations(sent):
        for each in order:
            assert record_given(amber, [each], LATER).ids == [each.id]
        assert tries() == {"zebra": ("zebar", False), "island": ("Island", True)}
        WordTry.objects.all().delete()


def test_however_often_it_is_sent_it_is_kept_once(school: Troupe, amber: Pupil, held: SpellingList) -> None:
    sent = typed(set_for(school, amber, held), [("zebra", "zebra"), ("because", "becos")])
    for _ in range(3):
        assert set(record_given(amber, sent, LATER).ids) == {each.id for each in sent}
    assert WordTry.objects.count() == 2
    assert [(answer.item, answer.given) for answer in Answer.objects.all()] == [("spell:because", "becos")]


def test_words_of_the_curriculum_inform_what_the_pupil_knows_of_spelling_and_others_do_not(
    school: Troupe, amber: Pupil, held: SpellingList
) -> None:
    record_given(amber, typed(set_for(school, amber, held), [("zebra", "zebra"), ("island", "island")]), LATER)
    assert KnowledgeState.objects.get(pupil=amber, subject="spelling").answers == 1
    answer = Answer.objects.get()
    assert (answer.item, answer.correct, answer.prompt) == ("spell:island", True, "none")


def test_a_list_was_practised_on_its_day_however_long_ago(
    school: Troupe, amber: Pupil, held: SpellingList
) -> None:
    sent = typed(set_for(school, amber, held), [("zebra", "zebra")])
    record_given(amber, sent, LATER)
    forget_unanswered_sessions(MORNING + 2 * KEPT_UNANSWERED)
    with school_scope(school.school):
        assert set(PracticeSession.objects.values_list("pk", flat=True)) == {sent[0].session}


def test_a_word_that_was_looked_at_first_is_marked_as_such(
    school: Troupe, amber: Pupil, held: SpellingList
) -> None:
    offered = set_for(school, amber, held)
    record_given(amber, typed(offered, [("zebra", "zebra")], prompt="model"), LATER)
    assert WordTry.objects.get().looked


def test_the_end_counts_first_tries_and_tells_the_pupil_s_own_best_with_the_same_list(
    school: Troupe, amber: Pupil, held: SpellingList
) -> None:
    told = []
    for week, right in enumerate((1, 2)):
        at = MORNING + week * dt.timedelta(days=7)
        offered = set_for(school, amber, held, at)
        words = [trial["answer"] for trial in offered["trials"]]
        answers = [(word, word if place < right else "") for place, word in enumerate(words)]
        record_given(amber, typed(offered, [*answers, (words[-1], words[-1])]), at + dt.timedelta(hours=1))
        assert [each.done for each in progress_of(school.group, at.date())] == [0]
        told.append(finish_session(amber, UUID(offered["session"]), at + dt.timedelta(hours=1)))
        (progress,) = progress_of(school.group, at.date())
        assert (progress.title, progress.done, progress.spelling_list) == ("Spelling: Week 4", 1, held.pk)
        assert open_session(amber, at)["activities"] == []
    usual = {"activity": "spelling", "answered": 3}
    assert told[0] == usual | {"right": 1, "best_right": None, "is_best": False}
    assert told[1] == usual | {"right": 2, "best_right": 1, "is_best": True}


def test_a_list_changed_after_it_was_handed_out_takes_answers_to_words_that_are_gone(
    school: Troupe, amber: Pupil, held: SpellingList
) -> None:
    offered = set_for(school, amber, held)
    change_list(held, read_words("island"), name="Week 4", day=held.day, group=school.group)
    record_given(amber, typed(offered, [("zebra", "zebra")]), LATER)
    assert tries() == {"zebra": ("zebra", True)}


def test_it_is_set_once_for_the_week_and_can_be_taken_back(
    school: Troupe, amber: Pupil, held: SpellingList
) -> None:
    first = set_spelling(school.group, held, at=MORNING, by=school.teacher)
    assert set_spelling(school.group, held, at=MORNING + dt.timedelta(days=1), by=None) == first
    assert first.ends == MONDAY + dt.timedelta(days=7)
    take_back(first, at=MORNING, by=None)
    assert open_session(amber, MORNING)["activities"] == []


def forged(answer: GivenAnswer, **different: Any) -> GivenAnswer:
    return replace(answer, id=UUID(int=answer.id.int ^ 1), **different)


def test_what_is_forged_or_foreign_is_refused_one_by_one_and_the_good_kept(
    cast: Cast, school: Troupe, amber: Pupil, held: SpellingList
) -> None:
    offered = set_for(school, amber, held)
    (good,) = typed(offered, [("zebra", "zebra")])
    other = held_by(school, "yak", name="Week 5")
    with school_scope(cast.birchwood.school):
        next_door = SpellingWord.objects.get(in_list=held_by(cast.birchwood, "ox"))
    practice = sit_down(amber, MORNING)
    bad = {
        "item": forged(good, item=f"own:{SpellingWord.objects.get(in_list=other).pk}"),
        "item ": forged(good, item=f"own:{next_door.pk}"),
        "item  ": forged(good, item="own:rubbish"),
        "session": forged(good, session=uuid4()),
        "session ": forged(good, session=practice.pk),
        "given": forged(good, given="a" * 41),
        "at": forged(good, at=LATER + dt.timedelta(days=1)),
    }
    for field, each in bad.items():
        outcome = record_given(amber, [good, each], LATER)
        assert outcome.ids == [good.id]
        (refusal,) = outcome.refused
        assert (refusal.id, refusal.reason.partition(":")[0]) == (str(each.id), field.strip())
    assert tries() == {"zebra": ("zebra", True)}


def test_another_pupil_cannot_answer_in_this_pupil_s_place(
    school: Troupe, amber: Pupil, held: SpellingList
) -> None:
    sent = typed(set_for(school, amber, held), [("zebra", "zebra"), ("island", "island")])
    outcome = record_given(school.pupils[1], sent, LATER)
    assert [refusal.reason for refusal in outcome.refused] == ["session: it is not one of this pupil's."] * 2
    assert not WordTry.objects.exists()
    assert not Answer.objects.exists()


def test_a_refused_answer_is_listed_with_its_word(school: Troupe, amber: Pupil, held: SpellingList) -> None:
    (answer,) = typed(set_for(school, amber, held), [("zebra", "zebar")])
    for item in (answer.item, "own:rubbish", f"own:{'9' * 30}"):
        sent = {"id": str(uuid4()), "item": item, "given": "zebar"}
        keep_refused(amber, [sent], [Refusal(sent["id"], "at: it lies in the future.")], LATER)
    assert {line.question for line in refused_in(school.group)} == {"zebra", "own:rubbish", f"own:{'9' * 30}"}


def test_a_device_delivers_words_like_all_answers_and_hears_what_became_of_each(
    school: Troupe, amber: Pupil, held: SpellingList
) -> None:
    offered = set_for(school, amber, held, timezone.now())
    good, bad = typed(offered, [("zebra", "zebar"), ("yak", "yak")])
    sent = [json.loads(TypeAdapter(GivenAnswer).dump_json(each)) for each in (good, bad)]
    body = {"device_time": timezone.now().isoformat(), "answers": sent}
    told = post(pupil_client(amber), ANSWERS, body).json()
    assert told["recorded"] == [str(good.id)]
    assert [(each["id"], each["reason"]) for each in told["refused"]] == [
        (str(bad.id), "item: there is no such item.")
    ]
    assert tries() == {"zebra": ("zebar", False)}
