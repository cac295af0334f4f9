"""Sheets for a class: a page a pupil, the answers behind them, the same again when printed again."""

import datetime as dt
import io
import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import segno
from pypdf import PdfReader
from pytest_django import Settings
from pytest_django.asserts import assertNumQueries

from ridgeway.fluency import Knowledge, catalogue
from ridgeway.foundations.models import KnowledgeState, SheetPage, SheetResult, SheetSet
from ridgeway.foundations.paper.contents import FactPage, Grid
from ridgeway.foundations.paper.printing import file_name, sheets_pdf
from ridgeway.foundations.paper.sheets import SheetError, make_class_sheets, make_sheets, own_address
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast

MONDAY = dt.date(2026, 11, 23)
SITE = "https://ridgeway.example/"
TO_TWELVE = {"across": list(range(2, 13)), "down": list(range(2, 13)), "order": "mixed"}


@pytest.fixture(autouse=True)
def _in_ashdown(cast: Cast) -> Iterator[None]:
    with school_scope(cast.ashdown.school):
        yield


def addition(cast: Cast, *, seed: int = 1, same: bool = False) -> SheetSet:
    troupe = cast.ashdown
    return make_sheets(
        troupe.group, "addition-grid", on=MONDAY, pupils=troupe.pupils, seed=seed, same_for_all=same
    )


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def numbers_in(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\b\d+\b", text)]


def test_every_pupil_has_a_page_with_name_class_date_title_and_code(cast: Cast) -> None:
    sheet_set = addition(cast)
    pages = pages_of(sheets_pdf(sheet_set, site=SITE))
    for page, text in zip(sheet_set.pages.select_related("pupil"), pages, strict=False):
        for words in (str(page.pupil), "4 Kestrel", "Mon 23 Nov 2026", "Addition grid", "of 100", "Aim:"):
            assert text.count(words) == 1
        assert f"{page.code[:5]}-{page.code[5:]}" in text


def test_a_name_stands_on_the_pupils_own_sheet_and_once_with_the_answers(cast: Cast) -> None:
    sheets, answers = _split(pages_of(sheets_pdf(addition(cast), site=SITE)))
    for pupil in cast.ashdown.pupils:
        assert "\n".join(sheets).count(str(pupil)) == 1
        assert "\n".join(answers).count(str(pupil)) == 1


def test_four_pupils_answers_stand_on_one_page(cast: Cast) -> None:
    sheets, answers = _split(pages_of(sheets_pdf(addition(cast), site=SITE)))
    assert (len(sheets), len(answers)) == (4, 1)


def test_the_answers_are_right(cast: Cast) -> None:
    sheet_set = addition(cast)
    _, [answers] = _split(pages_of(sheets_pdf(sheet_set, site=SITE)))
    printed = numbers_in(answers)
    for page in sheet_set.pages.all():
        grid = page.content
        assert isinstance(grid, Grid)
        assert _contains(printed, list(grid.across))
        for a in grid.down:
            assert _contains(printed, [a, *(a + b for b in grid.across)])


def test_one_answer_page_is_enough_when_all_have_the_same_grid(cast: Cast) -> None:
    sheet_set = addition(cast, same=True)
    contents = [page.content for page in sheet_set.pages.all()]
    assert all(content == contents[0] for content in contents)
    sheets, [answers] = _split(pages_of(sheets_pdf(sheet_set, site=SITE)))
    assert len(sheets) == 4
    assert "Everybody has this sheet" in answers
    assert not any(str(pupil) in answers for pupil in cast.ashdown.pupils)
    for row in contents[0].rows():
        assert _contains(numbers_in(answers), [int(cell.question.answer) for cell in row.cells])


def test_pupils_have_grids_of_their_own(cast: Cast) -> None:
    records = [page.record for page in addition(cast).pages.all()]
    assert all(one != other for one, other in itertools.combinations(records, 2))


def test_the_same_seed_makes_the_same_sheets_and_another_makes_others(cast: Cast) -> None:
    def records(seed: int) -> list[object]:
        with_seed = make_sheets(
            cast.ashdown.group, "addition-grid", on=MONDAY, pupils=cast.ashdown.pupils, seed=seed
        )
        return [page.record for page in with_seed.pages.all()]

    first = records(5)
    SheetSet.objects.all().delete()
    assert records(5) == first
    SheetSet.objects.all().delete()
    assert records(6) != first


def test_printing_again_gives_the_same_file_which_does_not_say_when_it_was_printed(cast: Cast) -> None:
    sheet_set = addition(cast)
    pdf = sheets_pdf(sheet_set, site=SITE)
    assert pdf == sheets_pdf(sheet_set, site=SITE)
    assert b"CreationDate" not in pdf


def test_no_upn_and_no_date_of_birth_is_printed(cast: Cast) -> None:
    text = "\n".join(pages_of(sheets_pdf(addition(cast), site=SITE)))
    for pupil in cast.ashdown.pupils:
        assert pupil.upn not in text
        assert str(pupil.date_of_birth.year) not in text


def test_backs_stay_empty_for_a_printer_that_prints_on_both_sides(cast: Cast) -> None:
    troupe = cast.ashdown
    sheet_set = make_sheets(troupe.group, "addition-grid", on=MONDAY, pupils=troupe.pupils, double_sided=True)
    pages = pages_of(sheets_pdf(sheet_set, site=SITE))
    assert [bool(text.strip()) for text in pages] == [True, False] * 4 + [True]


def test_the_document_has_a_title_a_language_and_the_names_as_headings(cast: Cast) -> None:
    reader = PdfReader(io.BytesIO(sheets_pdf(addition(cast), site=SITE)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Addition grid"
    assert str(reader.root_object["/Lang"]) == "en-GB"
    assert [str(entry["/Title"]) for entry in reader.outline if isinstance(entry, dict)] == [
        *map(str, cast.ashdown.pupils),
        "Answers: Addition grid",
    ]


def test_a_multiplication_grid_may_have_the_tables_to_twelve(cast: Cast) -> None:
    sheet_set = make_sheets(
        cast.ashdown.group, "multiplication-grid", on=MONDAY, pupils=cast.ashdown.pupils, options=TO_TWELVE
    )
    text = pages_of(sheets_pdf(sheet_set, site=SITE))[0]
    assert "Multiplication grid, 2 to 12" in text
    assert "of 121" in text
    assert sheet_set.title == "Multiplication grid, 2 to 12"


def test_own_facts_are_printed_with_the_answers_to_look_at_first(cast: Cast) -> None:
    pdf = make_class_sheets(cast.ashdown.group, "own-facts", site=SITE)
    pages = pages_of(pdf)
    for page in SheetPage.objects.select_related("pupil"):
        content = page.content
        assert isinstance(content, FactPage)
        text = pages[page.number - 1]
        assert "of 60" in text
        for item in content.models:
            assert f"{item.prompt} = {item.answer}" in text
        for item in content.questions:
            assert f"{item.prompt} =" in text


def test_own_facts_follow_what_the_pupil_knows(cast: Cast) -> None:
    pupil = cast.ashdown.pupils[0]
    KnowledgeState.objects.create(
        school=cast.ashdown.school,
        pupil=pupil,
        subject="number-facts",
        state=Knowledge.new(catalogue()).to_bytes(),
        answers=1,
        last_at=dt.datetime(2026, 11, 23, 20, tzinfo=dt.UTC),
    )
    sheet_set = make_sheets(cast.ashdown.group, "own-facts", on=MONDAY, pupils=[pupil])
    assert len(sheet_set.pages.get().content.questions) == 60


def test_the_aim_is_the_usual_one_of_the_year_group_unless_the_teacher_sets_another(cast: Cast) -> None:
    assert addition(cast).aim_seconds == Decimal("3.5")
    slower = make_sheets(
        cast.ashdown.group,
        "addition-grid",
        on=MONDAY,
        pupils=cast.ashdown.pupils,
        aim_seconds=Decimal("6.0"),
    )
    assert "every answer right, in 10:00 or less" in pages_of(sheets_pdf(slower, site=SITE))[0]


def test_a_pupils_best_so_far_is_printed_on_the_next_sheet(cast: Cast) -> None:
    first = addition(cast)
    page = first.pages.get(number=1)
    SheetResult.objects.create(school=cast.ashdown.school, page=page, seconds=400, questions=100, correct=96)
    assert "best" not in pages_of(sheets_pdf(first, site=SITE))[0]
    again = pages_of(sheets_pdf(addition(cast, seed=2), site=SITE))
    assert "96 right in 6:40" in again[0]
    assert "best" not in again[1]


def test_the_page_code_is_in_the_qr_code(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    make = segno.make

    def remember(content: str, **options: Any) -> Any:
        seen.append(content)
        return make(content, **options)

    monkeypatch.setattr(segno, "make", remember)
    sheet_set = addition(cast)
    sheets_pdf(sheet_set, site=SITE)
    assert seen == [f"https://ridgeway.example/q/{page.code}/" for page in sheet_set.pages.all()]


def test_codes_differ_from_page_to_page_and_cannot_be_misread(cast: Cast) -> None:
    codes = [page.code for page in addition(cast).pages.all()]
    assert len(set(codes)) == 4
    assert all(re.fullmatch(r"[BCDFGHJKMNPQRTVWXYZ2346789]{10}", code) for code in codes)


def test_making_and_printing_takes_few_queries_however_large_the_class(cast: Cast) -> None:
    with assertNumQueries(5):
        sheet_set = addition(cast)
    with assertNumQueries(2):
        sheets_pdf(sheet_set, site=SITE)


def test_sheets_for_nobody_are_refused(cast: Cast) -> None:
    with pytest.raises(SheetError, match="choose at least one pupil"):
        make_sheets(cast.ashdown.group, "addition-grid", on=MONDAY, pupils=[])


def test_own_facts_cannot_be_the_same_for_everybody(cast: Cast) -> None:
    with pytest.raises(SheetError, match="own facts"):
        make_sheets(cast.ashdown.group, "own-facts", on=MONDAY, pupils=cast.ashdown.pupils, same_for_all=True)


def test_the_command_line_is_told_which_kinds_there_are(cast: Cast) -> None:
    with pytest.raises(SheetError, match="own-facts, addition-grid, subtraction-grid"):
        make_class_sheets(cast.ashdown.group, "knitting")


def test_the_command_line_prints_for_everybody_in_the_class_today(cast: Cast) -> None:
    sheets, _ = _split(pages_of(make_class_sheets(cast.ashdown.group, "addition-grid")))
    assert len(sheets) == len(cast.ashdown.pupils)


def test_the_address_on_sheets_from_the_command_line_comes_from_the_settings(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    settings.HTTPS = False
    settings.ADDRESS = "127.0.0.1:8000"
    assert own_address() == "http://127.0.0.1:8000/"
    settings.ALLOWED_HOSTS = ["localhost", "ridgeway.example"]
    settings.HTTPS = True
    assert own_address() == "https://ridgeway.example/"


def test_the_file_says_what_it_is(cast: Cast) -> None:
    assert file_name(addition(cast)) == "Addition grid 4 Kestrel 2026-11-23.pdf"


def _split(pages: list[str]) -> tuple[list[str], list[str]]:
    """Sheets and answer pages."""
    first = next(place for place, text in enumerate(pages) if "answers for the teacher" in text)
    return pages[:first], pages[first:]


def _contains(numbers: list[int], part: list[int]) -> bool:
    return any(numbers[start : start + len(part)] == part for start in range(len(numbers)))
