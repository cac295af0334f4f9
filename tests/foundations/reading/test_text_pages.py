"""A school brings its own texts by paste: measured, changed in versions, taken off the list and brought back."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from ridgeway.foundations.models import ReadingText
from ridgeway.foundations.reading.texts import add_text
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.foundations.reading.readings import CHANGED, OWN, SENTENCE


@pytest.fixture(autouse=True)
def _in_ashdown(cast: Cast) -> Iterator[None]:
    with school_scope(cast.ashdown.school):
        yield


def address(cast: Cast, name: str, *parts: int) -> str:
    return reverse(f"foundations:{name}", args=[cast.ashdown.urn, cast.ashdown.group.pk, *parts])


def test_all_texts_are_listed_with_their_readability(teacher: Client, cast: Cast) -> None:
    add_text(cast.ashdown.school, OWN, 4, by=None)
    shown = teacher.get(address(cast, "reading_texts")).content.decode()
    assert "Level 8: Year 6, whole year" in shown
    assert "The Little Train" in shown
    assert "Kincaid and others 1975" in shown
    assert "−1.4<" in shown


def test_a_pasted_text_is_kept_and_measured(teacher: Client, cast: Cast) -> None:
    form = {"title": "The Little Train", "body": SENTENCE * 4, "year": "4"}
    shown = teacher.post(address(cast, "new_reading_text"), form, follow=True).content.decode()
    assert "can be read now: 64 words." in shown
    assert "Flesch-Kincaid" in shown
    text = ReadingText.objects.get()
    assert (text.title, text.year, text.made_by) == ("The Little Train", 4, cast.ashdown.teacher)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"body": "Too short."}, "There are 2 words in the text: a reading of a minute needs at least 30."),
        ({"body": "word " * 1001}, "There are 1001 words in the text: a minute needs at most 1000"),
        ({"body": ""}, "Paste the words to be read."),
        ({"title": " "}, "Give the text a title."),
        ({"title": "\u200b"}, "it must have 1 to 120 characters"),
        ({"title": "x" * 121}, "at most 120 characters"),
        ({"year": "9"}, "valid choice"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_and_stays_in_the_form(
    teacher: Client, cast: Cast, changed: dict[str, str], said: str
) -> None:
    form = {"title": "The Little Train", "body": SENTENCE * 4, "year": ""} | changed
    shown = teacher.post(address(cast, "new_reading_text"), form).content.decode()
    assert said in shown
    assert form["body"] in shown
    assert not ReadingText.objects.exists()


def test_other_words_are_saved_as_a_new_version(teacher: Client, cast: Cast) -> None:
    text = add_text(cast.ashdown.school, OWN, 4, by=None)
    form = {"title": CHANGED.title, "body": CHANGED.text[0], "year": "4"}
    shown = teacher.post(address(cast, "reading_text", text.pk), form, follow=True).content.decode()
    assert "Readings so far keep the old ones." in shown
    assert "Version 2." in shown
    assert teacher.get(address(cast, "reading_text", text.pk)).status_code == 404


def test_another_title_is_saved_in_the_same_version(teacher: Client, cast: Cast) -> None:
    text = add_text(cast.ashdown.school, OWN, 4, by=None)
    form = {"title": "The Train", "body": text.body, "year": ""}
    shown = teacher.post(address(cast, "reading_text", text.pk), form, follow=True).content.decode()
    assert "Saved “The Train”." in shown
    assert "Version 1." in shown


def test_a_text_is_taken_off_the_list_and_brought_back(teacher: Client, cast: Cast) -> None:
    text = add_text(cast.ashdown.school, OWN, 4, by=None)
    shown = teacher.post(address(cast, "withdraw_reading_text", text.pk), follow=True).content.decode()
    assert "is off the list" in shown
    assert "Bring back" in shown
    shown = teacher.post(address(cast, "bring_back_reading_text", text.pk), follow=True).content.decode()
    assert "is on the list again" in shown


def test_a_text_of_another_school_cannot_be_opened(teacher: Client, cast: Cast) -> None:
    with school_scope(cast.birchwood.school):
        text = add_text(cast.birchwood.school, OWN, 4, by=None)
    assert teacher.get(address(cast, "reading_text", text.pk)).status_code == 404
    assert teacher.post(address(cast, "withdraw_reading_text", text.pk)).status_code == 404
