"""Every kind of sheet can be chosen, made, printed on any paper, marked and entered."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from pypdf import PdfReader

from ridgeway.foundations.models import SheetResult, SheetSet
from ridgeway.foundations.paper import kinds
from ridgeway.foundations.paper.contents import CoverCopy, Dictation, FactPage, WritingPage
from ridgeway.foundations.paper.kinds import KINDS, Options
from ridgeway.foundations.paper.look import Look
from ridgeway.foundations.paper.printing import sheets_pdf
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast

MONDAY = dt.date(2026, 11, 23)
SITE = "https://ridgeway.example/"
LOOKS = {
    "A4": Look(),
    "A5": Look("a5"),
    "large and clear": Look(large=True, spaced=True, contrast=True),
    "A5, large and clear": Look("a5", large=True, spaced=True, contrast=True),
}
MANY_WORDS = [f"lark{chr(97 + number)}" for number in range(26)]


@pytest.fixture(autouse=True)
def _in_ashdown(cast: Cast) -> Iterator[None]:
    with school_scope(cast.ashdown.school):
        yield


def sheets(cast: Cast, kind: str, options: Options | None = None, look: Look | None = None) -> SheetSet:
    troupe = cast.ashdown
    return make_sheets(troupe.group, kind, on=MONDAY, pupils=troupe.pupils, options=options, look=look)


def texts(sheet_set: SheetSet) -> list[str]:
    reader = PdfReader(io.BytesIO(sheets_pdf(sheet_set, site=SITE)))
    return [page.extract_text() for page in reader.pages]


def parts(sheet_set: SheetSet) -> tuple[list[str], list[str]]:
    """The pupils' pages, and the teacher's."""
    pages = texts(sheet_set)
    return (
        [text for text in pages if "answers for the teacher" not in text],
        [text for text in pages if "answers for the teacher" in text],
    )


def test_every_file_of_kinds_is_in_the_registry() -> None:
    folder = Path(kinds.__file__).parent
    files = {import_module(f"{kinds.__name__}.{file.stem}") for file in folder.glob("[!_]*.py")}
    assert {file for file in files if hasattr(file, "KINDS")} == set(kinds.FILES)
    assert len(KINDS) == sum(len(file.KINDS) for file in kinds.FILES)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_has_words_and_a_picture_to_choose_it_by(kind: kinds.SheetKind) -> None:
    assert kind.title
    assert kind.about.endswith(".")
    assert finders.find(f"foundations/paper/kinds/{kind.key}.svg")


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize("key", KINDS)
def test_every_kind_prints_one_page_a_pupil_whatever_the_paper(cast: Cast, key: str, look: Look) -> None:
    sheet_set = sheets(cast, key, look=look)
    pupils, teachers = parts(sheet_set)
    assert len(pupils) == len(cast.ashdown.pupils)
    assert len(teachers) <= 1
    reader = PdfReader(io.BytesIO(sheets_pdf(sheet_set, site=SITE)))
    width = float(reader.pages[0].mediabox.width) / 72 * 25.4
    assert round(width) == {"a4": 210, "a5": 148}[look.paper]
    for text, page in zip(pupils, sheet_set.pages.select_related("pupil"), strict=True):
        assert str(page.pupil) in text
        assert f"{page.code[:5]}-{page.code[5:]} Teacher: scan the square code" in " ".join(text.split())


@pytest.mark.parametrize("key", KINDS)
def test_a_long_name_leaves_room_for_the_page_below_it(cast: Cast, key: str) -> None:
    pupil = cast.ashdown.pupils[0]
    pupil.preferred_forename, pupil.preferred_surname = "Wilhelmina Anastasia", "Featherstonehaugh-Cholmondeley"
    pupil.save()
    pupils, _ = parts(sheets(cast, key, look=Look("a5", large=True, spaced=True)))
    assert len(pupils) == len(cast.ashdown.pupils)


@pytest.mark.parametrize("key", KINDS)
def test_what_was_made_is_found_again_on_its_page_and_in_its_cells(cast: Cast, key: str) -> None:
    page = sheets(cast, key).pages.get(number=1)
    cells = [cell for row in page.content.rows() for cell in row.cells]
    assert sorted(cell.place for cell in cells) == list(range(len(page.content.questions)))
    assert page.content.count >= len(cells)


@pytest.mark.parametrize("key", KINDS)
def test_the_form_of_a_kind_gives_back_its_usual_options(key: str) -> None:
    kind = KINDS[key]
    form = kind.form({name: str(value) for name, value in kind.form.shown(kind.usual).items()})
    assert form.is_valid(), form.errors
    assert form.options() == kind.usual


# One kind after the other


def test_a_probe_has_more_questions_than_anybody_answers_in_a_minute(cast: Cast) -> None:
    looks = {Look(): 80, Look("a5"): 60, Look(large=True): 45, Look("a5", large=True): 36}
    for look, count in looks.items():
        page = sheets(cast, "probe", {"source": "mul-7"}, look).pages.get(number=1).content
        assert isinstance(page, FactPage)
        assert page.count == count
        assert all(one != other for one, other in zip(page.items, page.items[1:], strict=False))


def test_own_facts_have_fewer_columns_where_there_is_less_room_to_write(cast: Cast) -> None:
    looks = {Look(): 4, Look("a5"): 3, Look(large=True): 3, Look("a5", large=True): 2}
    for look, columns in looks.items():
        page = sheets(cast, "own-facts", look=look).pages.get(number=1).content
        assert isinstance(page, FactPage)
        assert (page.columns, page.count) == (columns, 15 * columns)


def test_a_probe_says_how_many_to_aim_at(cast: Cast) -> None:
    pages, _ = parts(sheets(cast, "probe", {"source": "mul-7"}))
    assert "17 right in a minute" in pages[0]
    assert "One-minute probe: 7 times table" in pages[0]


def test_a_missing_number_is_printed_with_a_box_and_no_answer(cast: Cast) -> None:
    sheet_set = sheets(cast, "missing-numbers", {"source": "miss-mul-7"})
    assert sheet_set.title == "Missing numbers in the 7 times table"
    pages, _ = parts(sheet_set)
    assert "□" not in pages[0]
    question = sheet_set.pages.get(number=1).content.questions[0]
    assert question.prompt.split("□")[1].strip() in pages[0]


def test_a_title_says_that_numbers_are_missing_once() -> None:
    assert KINDS["missing-numbers"].title_of({"source": "miss-div-7"}) == "Missing divisors in the 7 times table"


def test_a_minute_of_writing_shows_the_pupils_best(cast: Cast) -> None:
    page = sheets(cast, "alphabet").pages.get(number=1)
    SheetResult.objects.create(school=cast.ashdown.school, page=page, seconds=60, questions=208, correct=43)
    pages, _ = parts(sheets(cast, "alphabet"))
    assert "My best so far: 43 right" in pages[0]
    assert "best" not in pages[1]


def test_facts_to_cover_are_a_pupils_most_pressing_and_fill_the_page(cast: Cast) -> None:
    page = sheets(cast, "cover-facts").pages.get(number=1).content
    assert isinstance(page, CoverCopy)
    assert page.count == 10


def test_a_sheet_to_cover_and_copy_needs_no_answers(cast: Cast) -> None:
    pages, answers = parts(sheets(cast, "cover-words", {"source": "spell-4-island-answer", "words": ""}))
    assert answers == []
    assert "island" in pages[0]


def test_the_words_of_a_spelling_stand_on_the_teachers_page_alone(cast: Cast) -> None:
    sheet_set = sheets(cast, "spelling", {"source": "spell-4-island-answer", "words": ""})
    pages, [teachers] = parts(sheet_set)
    page = sheet_set.pages.get(number=1).content
    assert isinstance(page, Dictation)
    for word in page.words:
        assert not any(word.text in text for text in pages)
        assert word.sentence in teachers.replace("\n", " ")


def test_a_teachers_own_words_are_read_out_with_their_sentences(cast: Cast) -> None:
    own = {"source": "list", "words": "zebra: A zebra grazed.\n\n yak \n"}
    _, [teachers] = parts(sheets(cast, "spelling", own))
    assert "A zebra grazed." in teachers
    assert "yak" in teachers


def many(count: int) -> Options:
    """So many words of a teacher."""
    return {"source": "list", "words": ", ".join(MANY_WORDS[:count])}


def test_twenty_words_have_twenty_lines_on_one_page(cast: Cast) -> None:
    pages, _ = parts(sheets(cast, "spelling", many(20)))
    assert len(pages) == len(cast.ashdown.pupils)
    assert set(map(str, range(1, 21))) <= set(re.findall(r"\d+", pages[0]))


def test_the_lines_of_a_longer_list_go_on_over_the_page_under_the_same_name_and_code(cast: Cast) -> None:
    sheet_set = sheets(cast, "spelling", many(25))
    pages, [teachers] = parts(sheet_set)
    assert len(pages) == 2 * len(cast.ashdown.pupils)
    first, second = pages[:2]
    page = sheet_set.pages.select_related("pupil").get(number=1)
    for text, place in ((first, "page 1 of 2"), (second, "page 2 of 2")):
        assert place in text
        assert str(page.pupil) in text
        assert f"{page.code[:5]}-{page.code[5:]}" in text
    lines = [set(re.findall(r"^\d+$", text, re.MULTILINE)) for text in (first, second)]
    assert lines == [set(map(str, range(1, 13))), set(map(str, range(13, 26)))]
    assert ("of 25" in first, "of 25" in second) == (True, False)
    assert all(word in teachers for word in MANY_WORDS[:25])


@pytest.mark.parametrize(
    ("look", "pages_each"), [(Look(), 3), (Look("a5"), 3), (Look(large=True), 4), (Look("a5", large=True), 4)]
)
def test_every_word_of_a_long_list_is_there_to_be_covered_once(cast: Cast, look: Look, pages_each: int) -> None:
    pages, _ = parts(sheets(cast, "cover-words", many(25), look))
    assert len(pages) == pages_each * len(cast.ashdown.pupils)
    own = "\n".join(pages[:pages_each])
    assert all(own.count(word) == 1 for word in MANY_WORDS[:25])


def test_the_largest_set_of_words_is_covered_on_one_page(cast: Cast) -> None:
    pages, _ = parts(sheets(cast, "cover-words", {"source": "spell-4-island-answer", "words": ""}))
    assert len(pages) == len(cast.ashdown.pupils)
    assert "of 12" in pages[0]


def test_the_back_of_a_sheet_is_for_its_own_second_page(cast: Cast) -> None:
    troupe = cast.ashdown
    sheet_set = make_sheets(
        troupe.group, "spelling", on=MONDAY, pupils=troupe.pupils[:2], options=many(25), double_sided=True
    )
    named = [next((str(p) for p in troupe.pupils[:2] if str(p) in text), "") for text in texts(sheet_set)]
    first, second = map(str, troupe.pupils[:2])
    assert named[:4] == [first, first, second, second]


def test_pupils_own_words_are_their_own(cast: Cast) -> None:
    _, teachers = parts(sheets(cast, "spelling", {"source": "own", "words": ""}))
    for pupil in cast.ashdown.pupils:
        assert str(pupil) in "\n".join(teachers)


def test_a_sentence_left_empty_is_one_of_ours_for_the_year(cast: Cast) -> None:
    page = sheets(cast, "copying", {"text": ""}).pages.get(number=1).content
    assert isinstance(page, WritingPage)
    assert page.text.startswith("A narrow path of white chalk")
    assert sheets(cast, "copying", {"text": "Our own words."}).pages.get(number=1).content == WritingPage(
        "copying", "Our own words."
    )


def test_letters_are_counted_on_the_teachers_page(cast: Cast) -> None:
    _, [teachers] = parts(sheets(cast, "copying", {"text": "A lark sings."}))
    assert re.search(r"A\s*1\s+lark\s*5\s+sings\.\s*10", teachers)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("10-7", [7, 8, 9, 10]), ("2 to 4", [2, 3, 4]), ("10, 2; 5 and 2", [2, 5, 10]), ("0–1", [0, 1])],
)
def test_numbers_of_a_grid_are_read_as_people_write_them(typed: str, meant: list[int]) -> None:
    form = KINDS["addition-grid"].form({"across": typed, "down": "1-2", "order": "mixed"})
    assert form.is_valid(), form.errors
    assert form.options()["across"] == meant


def test_numbers_chosen_by_the_teacher_name_the_grid_and_keep_it_apart(cast: Cast) -> None:
    options = {"across": [1, 2, 3, 4, 5], "down": [2, 5, 10], "order": "in order"}
    sheet_set = sheets(cast, "multiplication-grid", options)
    assert sheet_set.title == "Multiplication grid, 2, 5, 10 by 1 to 5, in order"
    assert sheet_set.of == "2, 5, 10 x 1-5 in order"


def test_a_sheet_takes_little_to_send_beside_the_letters_it_is_set_in(cast: Cast) -> None:
    assert len(sheets_pdf(sheets(cast, "addition-grid"), site=SITE)) < 50_000 + 6_000 * len(cast.ashdown.pupils)


def test_the_largest_numbers_to_begin_with_fit_their_cells(cast: Cast) -> None:
    """Three figures widely spaced are 2.05 ems wide, and a cell leaves a twelfth of itself at each side."""
    options = {"across": list(range(9, 21)), "down": list(range(1, 13)), "order": "mixed"}
    pdf = sheets_pdf(
        sheets(cast, "division-grid", options, Look("a5", large=True, spaced=True, contrast=True)), site=SITE
    )
    found: list[float] = []

    def see(text: str, _: object, matrix: list[float], __: object, size: float) -> None:
        if re.fullmatch(r"[12]\d\d", text.strip()):
            found.append(size * matrix[0])

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=see)
    cell = 128 / 25.4 * 72 / 13
    assert 0 < 2.05 * max(found) < cell * 10 / 12
