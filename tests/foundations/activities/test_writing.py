"""A minute of writing: set by the teacher, counted once, and only for the pupil who typed it."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ridgeway.foundations.activities.results import probe_results
from ridgeway.foundations.activities.setting import progress_of, set_writing
from ridgeway.foundations.activities.writing import text_for
from ridgeway.foundations.models import SetActivity, Timing, Writing
from ridgeway.foundations.paper.kinds.writing import SENTENCES
from ridgeway.foundations.practice import open_session
from ridgeway.foundations.timings.counts import counts_of
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast, Troupe
from tests.foundations.pages import pupil_client, staff_client
from tests.foundations.test_practice_api import WRITING, post

COPIED = SENTENCES[4][0]


@pytest.fixture
def school(cast: Cast) -> Troupe:
    return cast.ashdown


def set_copying(school: Troupe, writing: Writing = Writing.COPYING) -> SetActivity:
    with school_scope(school.school):
        return set_writing(school.group, writing, at=timezone.now() - dt.timedelta(minutes=5), by=None)


def page(activity: SetActivity, **different: Any) -> dict[str, Any]:
    now = timezone.now()
    usual = {"id": str(uuid7(now)), "key": activity.pk, "at": now.isoformat(), "device_time": now.isoformat()}
    return usual | {"typed": COPIED, "device": "keyboard"} | different


def send(browser: Client, body: dict[str, Any]) -> Any:
    return post(browser, WRITING, body)


def test_the_sentence_fits_the_year_and_the_alphabet_is_for_all() -> None:
    assert text_for(Writing.COPYING, 4) == COPIED
    assert text_for(Writing.FROM_MEMORY, 6) == SENTENCES[6][1]
    assert text_for(Writing.COPYING, None) == text_for(Writing.COPYING, 0) == SENTENCES[1][0]
    assert text_for(Writing.ALPHABET, 3) == "abcdefghijklmnopqrstuvwxyz"
    assert text_for(Writing.COPYING, 4, "Our own words.") == "Our own words."


def test_what_is_typed_is_counted_and_kept_once_however_often_it_is_sent(school: Troupe) -> None:
    amber = school.pupils[0]
    body = page(set_copying(school), typed=COPIED.replace("chalk", "chulk"))
    first, second = (send(pupil_client(amber), body) for _ in range(2))
    letters = sum(sign.isalpha() for sign in COPIED)
    assert first.json()["summary"] == {
        "activity": "copying",
        "answered": letters,
        "right": letters - 1,
        "best_right": None,
        "is_best": False,
    }
    assert second.json() == first.json()
    with school_scope(school.school):
        timing = Timing.objects.get()
        assert (timing.writing, timing.correct, timing.errors) == ("copying", letters - 1, 1)
        assert (timing.seconds, timing.device, timing.counted_by) == (60, "keyboard", None)
        today = timezone.localdate()
        (count,) = counts_of([amber.pk], today, today + dt.timedelta(days=1))
        assert (count.kind, count.correct) == ("copying", letters - 1)
        (progress,) = progress_of(school.group, today)
        assert (progress.title, progress.done) == ("Copying a text", 1)
        (result,) = probe_results(school.group, today)
        assert (result.title, result.unit, result.done) == ("Copying a text", "letters right", 1)
        assert open_session(amber, timezone.now())["activities"] == []
        (offered,) = open_session(school.pupils[1], timezone.now())["activities"]
    assert (offered["activity"], offered["text"], offered["seconds"]) == ("copying", COPIED, 60)


def test_more_than_before_is_the_pupil_s_own_best(school: Troupe) -> None:
    amber = pupil_client(school.pupils[0])
    activity = set_copying(school)
    earlier = timezone.now() - dt.timedelta(minutes=4)
    send(amber, page(activity, typed=COPIED[:20], at=earlier.isoformat()))
    told = send(amber, page(activity)).json()["summary"]
    assert told["is_best"]
    assert told["best_right"] == sum(sign.isalpha() for sign in COPIED[:20])


def test_a_device_clock_that_is_wrong_is_set_right(school: Troupe) -> None:
    wrong = timezone.now() + dt.timedelta(days=2)
    body = page(set_copying(school), at=wrong.isoformat(), device_time=wrong.isoformat())
    assert send(pupil_client(school.pupils[0]), body).status_code == 200
    with school_scope(school.school):
        assert abs(Timing.objects.get().at - timezone.now()) < dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("different", "reason"),
    [
        ({"key": 0}, "key: 0 is no writing"),
        ({"device": "paper"}, "device: 'paper' is neither"),
        ({"at": "2999-01-01T09:00:00Z"}, "key: "),
        ({"typed": "a" * 3001}, "3000"),
        ({"id": "seven"}, "id: "),
        ({"at": "0001-01-01T00:00:00Z"}, "at: "),
    ],
)
def test_what_cannot_be_counted_is_refused_with_its_reason(
    school: Troupe, different: dict[str, Any], reason: str
) -> None:
    refused = send(pupil_client(school.pupils[0]), page(set_copying(school), **different))
    assert refused.status_code == 422
    assert reason in refused.content.decode()
    with school_scope(school.school):
        assert not Timing.objects.exists()


def test_another_pupil_s_id_and_another_school_s_writing_are_refused(cast: Cast, school: Troupe) -> None:
    body = page(set_copying(school))
    assert send(pupil_client(school.pupils[0]), body).status_code == 200
    assert "id: it is another" in send(pupil_client(school.pupils[1]), body).content.decode()
    next_door = send(pupil_client(cast.birchwood.pupils[0]), body | {"id": str(uuid4())})
    assert (next_door.status_code, "key: " in next_door.content.decode()) == (422, True)


def test_a_teacher_sets_writing_for_the_week(school: Troupe) -> None:
    teacher = staff_client(school.teacher.email)
    address = reverse("foundations:set_writing", args=[school.urn, school.group.pk])
    assert (
        "Sentences from memory" in teacher.post(address, {"writing": "from-memory"}, follow=True).content.decode()
    )
    assert "Choose something from the list." in teacher.post(address, {"writing": "poem"}).content.decode()
    with school_scope(school.school):
        made = SetActivity.objects.get()
    assert (made.activity, made.of, made.set_by) == ("from-memory", "", school.teacher)


OWN = "The heron stood\n  still in the reeds. "
KEPT = "The heron stood still in the reeds."


def test_a_teacher_s_own_sentence_is_offered_and_what_is_typed_is_counted_by_it(school: Troupe) -> None:
    teacher, amber = staff_client(school.teacher.email), school.pupils[0]
    address = reverse("foundations:set_writing", args=[school.urn, school.group.pk])
    assert KEPT in teacher.post(address, {"writing": "copying", "text": OWN}, follow=True).content.decode()
    with school_scope(school.school):
        made = SetActivity.objects.get()
        assert made.text == KEPT
        (offered,) = open_session(amber, timezone.now())["activities"]
    assert offered["text"] == KEPT
    told = send(pupil_client(amber), page(made, typed="The heron stood stil")).json()["summary"]
    assert (told["right"], told["answered"]) == (17, 17)


def test_another_sentence_takes_the_place_of_the_one_that_is_set_and_the_same_changes_nothing(
    school: Troupe,
) -> None:
    with school_scope(school.school):
        set_texts = [
            set_writing(school.group, Writing.COPYING, text, at=timezone.now(), by=school.teacher)
            for text in ("One hill after another.", "One hill after another.", "")
        ]
        (held,) = progress_of(school.group, timezone.localdate())
        assert held.activity == set_texts[2]
        assert set_texts[0] == set_texts[1] != set_texts[2]
        set_texts[0].refresh_from_db()
        assert set_texts[0].taken_back_by == school.teacher


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"writing": "copying", "text": "Go on."}, "Choose a sentence of 8 to 120 letters; this has 4."),
        ({"writing": "from-memory", "text": "a" * 121}, "Choose a sentence of 8 to 120 letters; this has 121."),
        ({"writing": "copying", "text": "a" * 301}, "at most 300 characters"),
        (
            {"writing": "copying", "text": "The heron\u200b stood."},
            "There is a sign in it that cannot be printed.",
        ),
        ({"writing": "alphabet", "text": KEPT}, "The alphabet has no sentence"),
    ],
)
def test_a_sentence_that_cannot_be_written_is_refused_and_nothing_is_set(
    school: Troupe, sent: dict[str, str], said: str
) -> None:
    address = reverse("foundations:set_writing", args=[school.urn, school.group.pk])
    shown = staff_client(school.teacher.email).post(address, sent).content.decode()
    assert said in shown
    assert sent["text"] in shown
    with school_scope(school.school):
        assert not SetActivity.objects.exists()
