"""What the hearing page sends is believed only as far as its marks go, and nothing that cannot be is kept."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from ridgeway.foundations.models import ReadingResult
from ridgeway.foundations.reading.hearing import correction_page, hearing_page
from ridgeway.foundations.reading.texts import Readable, add_text, change_text, find_text
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast
from tests.foundations.reading.readings import CHANGED, OWN, hear, heard, totals

MARKS = [{"word": 4, "kind": "substitution"}, {"word": 9, "kind": "self-correction"}]


@pytest.fixture(autouse=True)
def _in_ashdown(cast: Cast) -> Iterator[None]:
    with school_scope(cast.ashdown.school):
        yield


def sent(**changed: Any) -> dict[str, Any]:
    """A reading as the page sends it."""
    usual = {
        "key": str(uuid4()),
        "day": TODAY.isoformat(),
        "seconds": "60",
        "last_word": "92",
        "marks": json.dumps(MARKS),
        "expression": "3",
        "note": "",
    }
    return usual | changed


def address(cast: Cast, text: str = "r6a") -> str:
    here = [cast.ashdown.urn, cast.ashdown.group.pk, cast.ashdown.pupils[0].pk]
    return f"{reverse('foundations:hear', args=here)}?text={text}"


def result_address(cast: Cast, result: ReadingResult) -> str:
    return reverse("foundations:reading_result", args=[cast.ashdown.urn, cast.ashdown.group.pk, result.pk])


def test_every_word_can_be_tapped(teacher: Client, cast: Cast, roads: Readable) -> None:
    shown = teacher.get(address(cast)).content.decode()
    assert shown.count("data-word=") == len(roads.passage.words)
    assert 'data-word="1"' in shown
    assert "Questions to ask" in shown


def test_where_there_is_no_such_text_the_teacher_chooses_one(teacher: Client, cast: Cast) -> None:
    for text in ("r9z", "own7"):
        response = teacher.get(address(cast, text), follow=True)
        assert "Choose what Amber is to read." in response.content.decode()


def test_an_address_without_a_text_opens_the_one_that_comes_next(teacher: Client, cast: Cast) -> None:
    assert "?text=r6a" in teacher.get(address(cast, "")).content.decode()
    hear(cast.ashdown.pupils[0], heard(), "r6a")
    assert "?text=r6b" in teacher.get(address(cast, "")).content.decode()


def test_a_reading_is_kept_with_who_heard_it(teacher: Client, cast: Cast) -> None:
    response = teacher.post(address(cast), sent(note="Lively."))
    (kept,) = ReadingResult.objects.all()
    assert response.json() == {
        "saved": reverse("foundations:reading", args=[cast.ashdown.urn, cast.ashdown.group.pk])
        + f"?saved={kept.pk}"
    }
    assert (kept.pupil, kept.packaged, kept.day, kept.rate) == (cast.ashdown.pupils[0], "r6a", TODAY, 91)
    assert (kept.heard_by, kept.expression, kept.note) == (cast.ashdown.teacher, 3, "Lively.")


def test_the_page_that_follows_says_what_was_saved(teacher: Client, cast: Cast) -> None:
    next_page = teacher.post(address(cast), sent()).json()["saved"]
    assert "Saved: Amber Testington read 91 words correct a minute." in teacher.get(next_page).content.decode()
    with school_scope(cast.birchwood.school):
        other = hear(cast.birchwood.pupils[0], heard())
    for key in (str(other.pk), "0", "x", ""):
        shown = teacher.get(next_page.partition("?")[0], {"saved": key})
        assert "Saved:" not in shown.content.decode()


def test_a_reading_sent_ten_times_is_kept_once(teacher: Client, cast: Cast) -> None:
    same = sent()
    for _ in range(10):
        assert teacher.post(address(cast), same).status_code == 200
    assert ReadingResult.objects.count() == 1


def test_a_key_of_another_reading_is_refused(teacher: Client, cast: Cast) -> None:
    same = sent()
    teacher.post(address(cast), same)
    response = teacher.post(address(cast, "r6b"), same)
    assert response.status_code == 409
    assert "Another reading was saved from this page" in response.json()["problems"][0]


def test_a_reading_goes_to_who_read_where_another_pupil_was_chosen_at_first(teacher: Client, cast: Cast) -> None:
    amber, bilal, cerys, _ = cast.ashdown.pupils
    same = sent()
    teacher.post(address(cast), same)
    reply = teacher.post(address(cast), same | {"pupil": str(bilal.pk)})
    (kept,) = ReadingResult.objects.all()
    assert kept.pupil == bilal
    assert "Saved: Bilal Samplewood" in teacher.get(reply.json()["saved"]).content.decode()
    reply = teacher.post(result_address(cast, kept), same | {"pupil": str(cerys.pk)})
    kept.refresh_from_db()
    assert kept.pupil == cerys
    assert f"/pupils/{cerys.pk}/" in reply.json()["saved"]
    shown = teacher.get(address(cast)).content.decode()
    assert f'<option value="{amber.pk}" selected>' in shown


def test_a_reading_goes_to_nobody_outside_the_class(teacher: Client, cast: Cast) -> None:
    stranger = cast.birchwood.pupils[0]
    response = teacher.post(address(cast), sent(pupil=str(stranger.pk)))
    assert response.status_code == 422
    assert not ReadingResult.objects.exists()


def test_a_reader_who_has_left_the_class_keeps_the_reading(teacher: Client, cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    kept = hear(amber, heard(92))
    amber.memberships.update(ends=TODAY)
    teacher.post(result_address(cast, kept), sent(pupil=str(amber.pk), last_word="90"))
    kept.refresh_from_db()
    assert (kept.pupil, kept.last_word) == (amber, 90)


def test_figures_that_are_sent_along_are_not_believed(teacher: Client, cast: Cast) -> None:
    teacher.post(address(cast), sent(errors="0", aMinute="400", correct="400"))
    (kept,) = ReadingResult.objects.all()
    assert (kept.errors, kept.rate) == (1, 91)


def test_how_it_sounded_need_not_be_noted(teacher: Client, cast: Cast) -> None:
    without = sent()
    del without["expression"]
    teacher.post(address(cast), without)
    (kept,) = ReadingResult.objects.all()
    assert kept.expression is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"marks": "[{"}, "The marks did not arrive whole"),
        ({"marks": '"words"'}, "The marks did not arrive whole"),
        ({"marks": "7"}, "The marks did not arrive whole"),
        ({"marks": "[[1, 2]]"}, "The marks did not arrive whole"),
        ({"marks": '[{"word": 1}]'}, "The marks did not arrive whole"),
        ({"marks": '[{"word": 0, "kind": "omission"}]'}, "The marks did not arrive whole"),
        ({"marks": '[{"word": 1.5, "kind": "omission"}]'}, "The marks did not arrive whole"),
        ({"marks": '[{"word": 1, "kind": "cough"}]'}, "The marks did not arrive whole"),
        ({"marks": "[" * 50_000}, "The marks did not arrive whole"),
        ({"marks": "1" * 70_000}, "at most"),
        ({"last_word": "0"}, "greater than or equal to 1"),
        ({"last_word": "224"}, "The text has 223 words: the last word read can't be 224."),
        ({"last_word": "many"}, "whole number"),
        ({"seconds": "13"}, "Nobody reads 92 words in 13 seconds:"),
        ({"seconds": "1"}, "Nobody reads 92 words in 1 second:"),
        ({"seconds": "0"}, "greater than or equal to 1"),
        ({"seconds": "601"}, "less than or equal to 600"),
        ({"day": (TODAY + dt.timedelta(1)).isoformat()}, "today or before"),
        ({"day": "1999-01-01"}, "today or before"),
        ({"expression": "5"}, "valid choice"),
        ({"note": "x" * 501}, "at most 500"),
        ({"key": "no key"}, "valid UUID"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(
    teacher: Client, cast: Cast, changed: dict[str, str], said: str
) -> None:
    response = teacher.post(address(cast), sent(**changed))
    assert response.status_code == 422
    assert any(said in problem for problem in response.json()["problems"]), response.json()
    assert not ReadingResult.objects.exists()


def test_a_reading_opened_again_starts_as_it_was_saved(cast: Cast, roads: Readable) -> None:
    kept = hear(cast.ashdown.pupils[0], heard(92, seconds=45, expression=2, note="Quiet."))
    start = correction_page(kept, roads)["heard"]["start"]
    assert (start["lastWord"], start["seconds"], start["limit"], start["marks"]) == (92, 45, 45, [])
    assert (start["expression"], start["note"], start["day"]) == ("2", "Quiet.", TODAY.isoformat())


def test_a_new_reading_starts_with_a_minute_and_no_marks(cast: Cast, roads: Readable) -> None:
    page = hearing_page(cast.ashdown.pupils[0], roads, key=uuid4(), today=TODAY)
    start = page["heard"]["start"]
    assert (start["limit"], start["startedAt"], start["marks"]) == (60, None, [])
    assert page["heard"]["words"] == 223
    assert page["heard"]["errors"] == ["hesitation", "omission", "substitution"]


def test_a_correction_is_saved_on_the_same_reading(teacher: Client, cast: Cast) -> None:
    kept = hear(cast.ashdown.pupils[0], heard(92))
    shown = teacher.get(result_address(cast, kept))
    assert "Save the changes" in shown.content.decode()
    teacher.post(result_address(cast, kept), sent(last_word="90", seconds="60"))
    kept.refresh_from_db()
    assert (kept.last_word, kept.errors) == (90, 1)
    assert ReadingResult.objects.count() == 1
    assert teacher.post(result_address(cast, kept), sent(last_word="999")).status_code == 422


def test_totals_are_corrected_as_totals(teacher: Client, cast: Cast) -> None:
    kept = hear(cast.ashdown.pupils[0], totals(80, 4))
    assert "Words read" in teacher.get(result_address(cast, kept)).content.decode()
    form = {
        "day": TODAY.isoformat(),
        "time": "1:30",
        "last_word": "120",
        "mistakes": "6",
        "expression": "",
        "note": "",
        "pupil": str(cast.ashdown.pupils[1].pk),
    }
    assert teacher.post(result_address(cast, kept), form).status_code == 302
    kept.refresh_from_db()
    assert kept.pupil == cast.ashdown.pupils[1]
    assert (kept.seconds, kept.last_word, kept.errors, kept.marks) == (90, 120, 6, None)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"last_word": "224"}, "The text has 223 words"),
        ({"mistakes": "81"}, "Of 80 words read, 81 can"),
        ({"time": "0:11"}, "Nobody reads 80 words in 11 seconds"),
        ({"time": "soon"}, "“soon” is no time: type minutes and seconds as 1:00"),
        ({"time": "11:00"}, "“11:00” is no time for a reading: it lasts from a second to 10 minutes."),
        ({"day": "2999-01-01"}, "Tue 1 Jan 2999 cannot be: a reading was heard today or before."),
    ],
)
def test_totals_that_cannot_be_are_refused(
    teacher: Client, cast: Cast, changed: dict[str, str], said: str
) -> None:
    kept = hear(cast.ashdown.pupils[0], totals(80, 4))
    form = {"day": TODAY.isoformat(), "time": "60", "last_word": "80", "mistakes": "4"} | changed
    response = teacher.post(result_address(cast, kept), form)
    assert said in response.content.decode()
    kept.refresh_from_db()
    assert (kept.last_word, kept.errors) == (80, 4)


def test_marks_on_words_that_have_changed_are_not_shown_but_the_figures_stand(teacher: Client, cast: Cast) -> None:
    kept = hear(cast.ashdown.pupils[0], heard(92))
    ReadingResult.objects.filter(pk=kept.pk).update(words_of="0" * 16)
    shown = teacher.get(result_address(cast, kept)).content.decode()
    assert "The words of this text have changed since" in shown
    assert 'value="92"' in shown


def test_a_reading_of_an_old_version_shows_the_words_that_were_read(teacher: Client, cast: Cast) -> None:
    text = add_text(cast.ashdown.school, OWN, 4, by=None)
    kept = hear(cast.ashdown.pupils[0], heard(50), f"own{text.pk}")
    change_text(text, CHANGED, 4, by=None)
    shown = teacher.get(result_address(cast, kept)).content.decode()
    assert shown.count("data-word=") == len(OWN.words)


def test_own_texts_are_heard_like_the_others(teacher: Client, cast: Cast) -> None:
    text = add_text(cast.ashdown.school, OWN, None, by=None)
    name = f"own{text.pk}"
    assert teacher.post(address(cast, name), sent(last_word="40")).status_code == 200
    (kept,) = ReadingResult.objects.all()
    assert kept.text == text
    assert find_text(name) is not None
