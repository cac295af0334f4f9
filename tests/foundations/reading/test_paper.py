"""Copies on paper break at the same words and count them; totals of a class are kept together, or not at all."""

import io
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from ridgeway.fluency.passages import passages
from ridgeway.foundations.models import ReadingResult
from ridgeway.foundations.reading.printing import LARGE, PAPER_WIDTH, copies_pdf
from ridgeway.foundations.reading.texts import Readable, add_text
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast
from tests.foundations.reading.readings import OWN


@pytest.fixture(autouse=True)
def _in_ashdown(cast: Cast) -> Iterator[None]:
    with school_scope(cast.ashdown.school):
        yield


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def lines_of(page: str) -> list[str]:
    return [line.strip() for line in page.splitlines() if line.strip()]


def class_address(cast: Cast, name: str) -> str:
    return reverse(f"foundations:{name}", args=[cast.ashdown.urn, cast.ashdown.group.pk])


@pytest.mark.parametrize("form", passages()[::7], ids=lambda form: form.id)
def test_a_packaged_passage_takes_one_page_for_the_pupil_and_one_to_score_on(form: Any) -> None:
    pupil, scoring = pages_of(copies_pdf(Readable(form)))
    lines = form.lines(PAPER_WIDTH // {1: 20, 2: 18, 3: 17, 4: 16, 5: 15, 6: 14}[form.year])
    for line in lines:
        assert line.text in pupil
        assert line.text in scoring
    assert {str(line.last) for line in lines} <= set(lines_of(scoring)) | set(scoring.split())
    assert str(len(form.words)) not in pupil


def test_the_copy_to_score_on_has_the_questions_and_the_pupils_copy_has_not(roads: Readable) -> None:
    pupil, scoring = pages_of(copies_pdf(roads))
    for question in roads.passage.questions:
        first_words = " ".join(question.text.split()[:4])
        assert first_words in scoring
        assert first_words not in pupil


def test_each_of_a_class_has_a_copy_to_score_on_with_the_name(cast: Cast, roads: Readable) -> None:
    pages = pages_of(copies_pdf(roads, scored_for=cast.ashdown.pupils, class_name="4 Kestrel"))
    assert len(pages) == 1 + len(cast.ashdown.pupils)
    for pupil, page in zip(cast.ashdown.pupils, pages[1:], strict=True):
        assert str(pupil) in page
        assert "4 Kestrel" in page


@pytest.mark.parametrize("level", range(1, 9))
def test_a_copy_to_score_on_is_one_page_however_large_the_pupils(level: int) -> None:
    longest = Readable(max(passages(level=level), key=lambda each: len(each.words)))
    for large in (False, True):
        pages = pages_of(copies_pdf(longest, large=large))
        assert sum("to score on" in text for text in pages) == 1


def test_large_print_is_larger_and_loses_no_word(roads: Readable) -> None:
    pages = pages_of(copies_pdf(roads, large=True, scored_for=[]))
    assert len(pages) > 1
    together = " ".join(" ".join(pages).split())
    for line in roads.passage.lines(PAPER_WIDTH // LARGE):
        assert line.text in together


def test_copies_open_as_a_pdf_named_after_the_text(teacher: Client, cast: Cast) -> None:
    address = class_address(cast, "reading_copies")
    response = teacher.get(address, {"text": "r6a", "who": "class", "size": "large"})
    assert response["Content-Type"] == "application/pdf"
    assert "Reading Roads the Romans Built.pdf" in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"
    assert len(pages_of(teacher.get(address, {"text": "r6a", "who": "pupil"}).content)) == 1
    assert len(pages_of(teacher.get(address, {"text": "r6a"}).content)) == 2


@pytest.mark.parametrize(
    "asked", [{}, {"text": "r9z"}, {"text": "r6a", "who": "nobody"}, {"text": "r6a", "size": "x"}]
)
def test_copies_of_nothing_are_not_found(teacher: Client, cast: Cast, asked: dict[str, str]) -> None:
    assert teacher.get(class_address(cast, "reading_copies"), asked).status_code == 404


def test_an_own_text_is_printed_like_the_others(teacher: Client, cast: Cast) -> None:
    text = add_text(cast.ashdown.school, OWN, None, by=None)
    response = teacher.get(class_address(cast, "reading_copies"), {"text": f"own{text.pk}"})
    pupil, scoring = pages_of(response.content)
    assert "The Little Train" in pupil
    assert str(len(OWN.words)) in scoring


def typed(cast: Cast, rows: list[tuple[str, str]], **changed: str) -> dict[str, str]:
    """The page of totals, filled in for the first pupils of the class."""
    form = {"text": "r6a", "day": TODAY.isoformat(), "time": "1:00", "key": str(uuid4())} | changed
    for pupil, (last_word, mistakes) in zip(cast.ashdown.pupils, rows, strict=False):
        form |= {f"pupil-{pupil.pk}-last_word": last_word, f"pupil-{pupil.pk}-mistakes": mistakes}
    return form


def kept() -> list[tuple[int, int, int]]:
    return list(ReadingResult.objects.order_by("pupil__pk").values_list("last_word", "errors", "seconds"))


def test_all_that_is_wrong_is_said_at_once_beside_its_row(teacher: Client, cast: Cast) -> None:
    form = typed(cast, [("many", "4"), ("224", "0"), ("80", "4")])
    shown = teacher.post(class_address(cast, "reading_from_paper"), form).content.decode()
    assert "please look at 2 rows again" in shown
    assert shown.count("Type a whole number, such as 104.") == 2
    assert shown.count("The text has 223 words") == 2
    assert not kept()


def test_rows_are_looked_at_where_the_text_or_the_time_is_wrong_too(teacher: Client, cast: Cast) -> None:
    form = typed(cast, [("80", "81"), ("", "3"), ("224", "0")], time="soon")
    shown = teacher.post(class_address(cast, "reading_from_paper"), form).content.decode()
    assert "“soon” is no time" in shown
    assert "please look at 3 rows again" in shown
    form = typed(cast, [("80", "81"), ("224", "0")], text="r9z")
    assert (
        "please look at 1 row again"
        in teacher.post(class_address(cast, "reading_from_paper"), form).content.decode()
    )
    assert not kept()


def test_a_class_is_entered_and_who_was_not_heard_stays_empty(teacher: Client, cast: Cast) -> None:
    form = typed(cast, [("80", "4"), ("", ""), ("101", "")], time="2:00")
    response = teacher.post(class_address(cast, "reading_from_paper"), form, follow=True)
    assert "Saved 2 readings of “Roads the Romans Built”." in response.content.decode()
    assert kept() == [(80, 4, 120), (101, 0, 120)]
    assert {each.heard_by for each in ReadingResult.objects.all()} == {cast.ashdown.teacher}


def test_a_page_of_totals_sent_twice_is_kept_once(teacher: Client, cast: Cast) -> None:
    form = typed(cast, [("80", "4"), ("90", "1")])
    for _ in range(2):
        teacher.post(class_address(cast, "reading_from_paper"), form)
    assert len(kept()) == 2


def test_the_same_page_with_another_text_is_refused(teacher: Client, cast: Cast) -> None:
    form = typed(cast, [("80", "4")])
    teacher.post(class_address(cast, "reading_from_paper"), form)
    response = teacher.post(class_address(cast, "reading_from_paper"), form | {"text": "r6b"})
    assert "Open the page again" in response.content.decode()
    assert kept() == [(80, 4, 60)]


@pytest.mark.parametrize(
    ("rows", "changed", "said"),
    [
        ([("80", "4"), ("224", "0")], {}, "The text has 223 words"),
        ([("80", "4"), ("10", "11")], {}, "Of 10 words read, 11 can"),
        ([("80", "4"), ("", "3")], {}, "How many words were read?"),
        ([("80", "4"), ("many", "3")], {}, "Type a whole number, such as 104."),
        ([("", "")], {}, "Nothing is typed yet"),
        ([("80", "4")], {"time": "11"}, "Nobody reads 80 words in 11 seconds"),
        ([("80", "4")], {"time": "0"}, "“0” is no time for a reading: it lasts from a second to 10 minutes."),
        ([("80", "4")], {"day": "2999-01-01"}, "today or before"),
        ([("80", "4")], {"text": "r9z"}, "valid choice"),
    ],
)
def test_totals_that_cannot_be_are_named_and_nothing_is_kept(
    teacher: Client, cast: Cast, rows: list[tuple[str, str]], changed: dict[str, str], said: str
) -> None:
    response = teacher.post(class_address(cast, "reading_from_paper"), typed(cast, rows, **changed))
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not kept()


def test_the_text_that_comes_next_for_the_class_is_chosen_already(teacher: Client, cast: Cast) -> None:
    for name in ("reading_from_paper", "reading_texts"):
        shown = teacher.get(class_address(cast, name)).content.decode()
        assert '<option value="r6a" selected>' in shown
