"""A class's results are entered on one page: typed, or tapped; and one by one from the code on a sheet."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ridgeway.foundations.models import SheetResult, SheetSet
from ridgeway.foundations.paper.results import Entry, Marks, enter_results
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast
from tests.foundations.paper.pages import address, text_of


def typed(cast: Cast, printed: SheetSet, **rows: tuple[str, str]) -> dict[str, str]:
    """What a browser sends: each row with what it showed at first and what was typed: page_1=("3:20", "96")."""
    data: dict[str, str] = {}
    with school_scope(cast.ashdown.school):
        shown = {result.page.number: result for result in SheetResult.objects.filter(page__sheet_set=printed)}
    for number in range(1, len(cast.ashdown.pupils) + 1):
        result = shown.get(number)
        first = {"time": "", "correct": "", "marks": ""}
        if result:
            first |= {"time": f"{result.seconds // 60}:{result.seconds % 60:02d}", "correct": str(result.correct)}
        data |= {f"initial-page-{number}-{name}": value for name, value in first.items()}
        data |= {f"page-{number}-{name}": value for name, value in first.items()}
        if f"page_{number}" in rows:
            data[f"page-{number}-time"], data[f"page-{number}-correct"] = rows[f"page_{number}"]
    return data


def results_of(cast: Cast, printed: SheetSet) -> dict[int, tuple[int, int]]:
    with school_scope(cast.ashdown.school):
        rows = SheetResult.objects.filter(page__sheet_set=printed)
        return {row.page.number: (row.seconds, row.correct) for row in rows.select_related("page")}


# Entering results


def test_a_class_is_entered_on_one_page(cast: Cast, printed: SheetSet, teacher: Client) -> None:
    data = typed(cast, printed, page_1=("3:20", "96"), page_2=("245", "88"), page_4=("4.05", "100"))
    response = teacher.post(address("results", cast, printed.pk), data, follow=True)
    assert "Saved 3 results." in text_of(response)
    assert "3 of 4 saved" in text_of(response)
    assert results_of(cast, printed) == {1: (200, 96), 2: (245, 88), 4: (245, 100)}


def test_one_time_may_stand_for_everybody_who_has_a_number_right(
    cast: Cast, printed: SheetSet, teacher: Client
) -> None:
    data = typed(cast, printed, page_1=("", "96"), page_2=("3:00", "88"))
    teacher.post(address("results", cast, printed.pk), data | {"time_for_all": "5:00"})
    assert results_of(cast, printed) == {1: (300, 96), 2: (180, 88)}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("3:70", "96"), "“3:70” is no time: type minutes and seconds as 3:20, or seconds as 200."),
        (("3:20", ""), "How many were right?"),
        (("", "96"), "What was the time?"),
        (("3:20", "101"), "“101” right cannot be: type a whole number from 0 to 100."),
        (("3:20", "-1"), "“-1” right cannot be: type a whole number from 0 to 100."),
        (("3:20", "many"), "“many” right cannot be: type a whole number from 0 to 100."),
        (("3", "96"), "3 seconds is too quick for 96 answers. For minutes type 3:00."),
        (("0:00", "0"), "“0:00” is no time for a sheet: it takes from a second to an hour."),
        (("99:59", "96"), "“99:59” is no time for a sheet: it takes from a second to an hour."),
        (("1234567890", "96"), "at most 8 characters"),
    ],
)
def test_a_row_that_cannot_be_kept_says_why_and_loses_nothing(
    cast: Cast, printed: SheetSet, teacher: Client, row: tuple[str, str], words: str
) -> None:
    data = typed(cast, printed, page_1=row, page_2=("3:21", "87"))
    page = text_of(teacher.post(address("results", cast, printed.pk), data))
    assert words in page
    assert "Nothing is saved yet: please look at 1 row again" in page
    assert 'href="#id_page-1-' in page
    for value in (*row, "3:21", "87"):
        assert f'value="{value}"' in page or not value
    assert results_of(cast, printed) == {}


def test_saving_the_same_page_twice_changes_nothing(cast: Cast, printed: SheetSet, teacher: Client) -> None:
    data = typed(cast, printed, page_1=("3:20", "96"))
    teacher.post(address("results", cast, printed.pk), data)
    response = teacher.post(address("results", cast, printed.pk), data, follow=True)
    assert "there was nothing to save" in text_of(response)
    assert results_of(cast, printed) == {1: (200, 96)}


def test_two_people_can_enter_halves_of_a_class_at_the_same_time(
    cast: Cast, printed: SheetSet, teacher: Client
) -> None:
    mine = typed(cast, printed, page_1=("3:20", "96"))
    theirs = typed(cast, printed, page_2=("3:30", "90"))
    teacher.post(address("results", cast, printed.pk), mine)
    teacher.post(address("results", cast, printed.pk), theirs)
    assert results_of(cast, printed) == {1: (200, 96), 2: (210, 90)}


def test_who_corrects_what_has_stood_for_a_night_is_told_where_it_counts(
    cast: Cast, printed: SheetSet, teacher: Client
) -> None:
    said = "Results that have stood for a night inform what is practised next."
    with school_scope(cast.ashdown.school):
        enter_results(printed, {printed.pages.get(number=1): Entry(200, 96)}, by=None)
    assert said not in text_of(teacher.get(address("results", cast, printed.pk)))
    with school_scope(cast.ashdown.school):
        SheetResult.objects.update(settled_at=timezone.now())
    assert said in text_of(teacher.get(address("results", cast, printed.pk)))


def test_emptying_a_row_takes_the_result_back(cast: Cast, printed: SheetSet, teacher: Client) -> None:
    teacher.post(address("results", cast, printed.pk), typed(cast, printed, page_1=("3:20", "96")))
    changed = typed(cast, printed, page_1=("", ""), page_2=("4:00", "90"))
    page = text_of(teacher.post(address("results", cast, printed.pk), changed, follow=True))
    assert "Saved 1 result. Took away 1 result." in page
    assert results_of(cast, printed) == {2: (240, 90)}


def test_what_was_entered_is_shown_again(cast: Cast, printed: SheetSet, teacher: Client) -> None:
    teacher.post(address("results", cast, printed.pk), typed(cast, printed, page_1=("200", "96")))
    page = text_of(teacher.get(address("results", cast, printed.pk)))
    assert 'value="3:20"' in page
    assert 'value="96"' in page


# Tapped cells


def marked(wrong: list[int], blank: list[int]) -> str:
    return json.dumps({"wrong": wrong, "blank": blank})


def test_tapped_cells_are_kept_and_count_themselves(cast: Cast, printed: SheetSet, teacher: Client) -> None:
    data = typed(cast, printed, page_1=("5:00", "")) | {"page-1-marks": marked([17, 3], [98, 99])}
    teacher.post(address("results", cast, printed.pk), data)
    with school_scope(cast.ashdown.school):
        result = SheetResult.objects.get()
    assert (result.correct, result.wrong, result.blank, result.errors) == (96, [3, 17], [98, 99], 2)


def test_a_number_that_contradicts_the_cells_is_asked_about(
    cast: Cast, printed: SheetSet, teacher: Client
) -> None:
    data = typed(cast, printed, page_1=("5:00", "95")) | {"page-1-marks": marked([17], [])}
    page = text_of(teacher.post(address("results", cast, printed.pk), data))
    assert "The cells you marked leave 99 right." in page


@pytest.mark.parametrize(
    "marks",
    [
        "[",
        "[]",
        "7",
        '{"wrong": [1]}',
        '{"wrong": 1, "blank": 2}',
        marked([100], []),
        marked([-1], []),
        marked([1], [1]),
        marked([1, 1], []),
        '{"wrong": [true], "blank": []}',
        '{"wrong": [[1]], "blank": []}',
        '{"wrong": ["1"], "blank": []}',
        '{"wrong": [], "blank": [], "more": []}',
    ],
)
def test_marks_that_no_page_could_send_are_refused(
    cast: Cast, printed: SheetSet, teacher: Client, marks: str
) -> None:
    data = typed(cast, printed, page_1=("5:00", "99")) | {"page-1-marks": marks}
    page = text_of(teacher.post(address("results", cast, printed.pk), data))
    assert "The marked cells did not arrive whole." in page
    assert results_of(cast, printed) == {}


def test_the_cells_show_the_answers_where_they_stand_on_the_paper(
    cast: Cast, printed: SheetSet, teacher: Client
) -> None:
    page = text_of(teacher.get(address("result_cells", cast, printed.pk, 1)))
    with school_scope(cast.ashdown.school):
        questions = printed.pages.get(number=1).content.questions
    for place, asked in enumerate(questions):
        assert f'data-paper-cell="{place}" data-fact="{asked.solved}">{asked.answer}<' in page


def test_a_page_of_own_facts_has_its_questions_as_cells(cast: Cast, teacher: Client) -> None:
    with school_scope(cast.ashdown.school):
        facts = make_sheets(cast.ashdown.group, "own-facts", on=TODAY, pupils=cast.ashdown.pupils[:1], seed=1)
        first = facts.pages.get().content.questions[0]
    page = text_of(teacher.get(address("result_cells", cast, facts.pk, 1)))
    assert page.count("data-paper-cell=") == 60
    assert f'data-fact="1: {first.solved}"' in page


def test_a_page_that_is_not_in_the_set_is_nothing(cast: Cast, printed: SheetSet, teacher: Client) -> None:
    assert teacher.get(address("page_result", cast, printed.pk, 99)).status_code == 404
    assert teacher.get(address("result_cells", cast, printed.pk, 99)).status_code == 404


# One pupil's page, and the code that leads to it


def code_of(cast: Cast, printed: SheetSet, number: int = 2) -> str:
    with school_scope(cast.ashdown.school):
        return str(printed.pages.get(number=number).code)


def test_the_code_on_a_sheet_leads_to_its_result(cast: Cast, printed: SheetSet, teacher: Client) -> None:
    where = reverse("foundations:scanned", args=[code_of(cast, printed)])
    response = teacher.get(where, follow=True)
    assert response.redirect_chain == [(f"{address('page_result', cast, printed.pk, 2)}?scanning", 302)]
    with school_scope(cast.ashdown.school):
        assert f"<h1>{printed.pages.get(number=2).pupil}</h1>" in text_of(response)


def test_a_code_typed_in_small_letters_leads_there_too(cast: Cast, printed: SheetSet, teacher: Client) -> None:
    where = reverse("foundations:scanned", args=[code_of(cast, printed).lower()])
    assert teacher.get(where).status_code == 302


def test_a_code_means_nothing_to_others(cast: Cast, printed: SheetSet, client: Client) -> None:
    where = reverse("foundations:scanned", args=[code_of(cast, printed)])
    assert client.get(where).headers["Location"].startswith(reverse("account_login"))
    for person in (cast.birchwood.teacher, cast.stranger):
        client.force_login(person)
        assert client.get(where).status_code == 404


@pytest.mark.parametrize("code", ["BBBBBBBBBB", "\0", "BBBBB-\0", "-"])
def test_a_code_that_is_on_no_sheet_is_nothing(cast: Cast, teacher: Client, code: str) -> None:
    assert teacher.get(reverse("foundations:scanned", args=[code])).status_code == 404


def test_one_pupils_result_is_entered_on_a_page_of_its_own(cast: Cast, printed: SheetSet, teacher: Client) -> None:
    place = address("page_result", cast, printed.pk, 2)
    data: dict[str, Any] = {"page-2-time": "3:20", "page-2-correct": "", "page-2-marks": marked([0], [])}
    response = teacher.post(place, data)
    assert response.headers["Location"] == address("results", cast, printed.pk)
    assert results_of(cast, printed) == {2: (200, 99)}
    assert "&quot;wrong&quot;: [0]" in text_of(teacher.get(place))


def test_an_error_on_a_pupils_page_loses_nothing(cast: Cast, printed: SheetSet, teacher: Client) -> None:
    place = address("page_result", cast, printed.pk, 2)
    page = text_of(teacher.post(place, {"page-2-time": "soon", "page-2-correct": "96", "page-2-marks": ""}))
    assert "type minutes and seconds" in page
    assert 'value="soon"' in page


def test_the_marks_of_an_earlier_entry_come_back(cast: Cast, printed: SheetSet, teacher: Client) -> None:
    with school_scope(cast.ashdown.school):
        page = printed.pages.get(number=1)
        enter_results(printed, {page: Entry(300, 97, Marks((1, 2), (50,)))}, by=None)
    shown = text_of(teacher.get(address("results", cast, printed.pk)))
    assert "{&quot;wrong&quot;: [1, 2], &quot;blank&quot;: [50]}" in shown


# Sheets that are stopped after a minute, and sheets that are not timed


def sheets_of(cast: Cast, kind: str, **options: str) -> SheetSet:
    with school_scope(cast.ashdown.school):
        return make_sheets(cast.ashdown.group, kind, on=TODAY, pupils=cast.ashdown.pupils, options=options, seed=3)


def entered(cast: Cast) -> list[tuple[int | None, int, int | None]]:
    with school_scope(cast.ashdown.school):
        return list(SheetResult.objects.order_by("page__number").values_list("seconds", "correct", "errors"))


def test_after_a_minute_right_and_wrong_are_entered_and_no_time(cast: Cast, teacher: Client) -> None:
    probe = sheets_of(cast, "probe", source="mul-7")
    where = address("results", cast, probe.pk)
    page = text_of(teacher.get(where))
    assert "Everybody had one minute." in page
    assert "page-1-time" not in page
    teacher.post(where, {"page-1-correct": "24", "page-1-errors_made": "2", "page-2-correct": "31"})
    assert entered(cast) == [(60, 24, 2), (60, 31, 0)]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"errors_made": "2"}, "How many were right?"),
        ({"correct": "70", "errors_made": "11"}, "“11” wrong cannot be: type a whole number from 0 to 10."),
        ({"correct": "70", "errors_made": "few"}, "“few” wrong cannot be: type a whole number from 0 to 10."),
        ({"correct": "81"}, "“81” right cannot be: type a whole number from 0 to 80."),
        ({"errors_made": "1", "marks": marked([1, 2], [])}, "You marked 2 wrong."),
    ],
)
def test_a_minute_that_cannot_be_kept_says_why(
    cast: Cast, teacher: Client, row: dict[str, str], words: str
) -> None:
    probe = sheets_of(cast, "probe", source="mul-7")
    data = {f"page-1-{name}": value for name, value in row.items()}
    assert words in text_of(teacher.post(address("results", cast, probe.pk), data))
    assert entered(cast) == []


def test_marked_cells_count_right_and_wrong_of_a_minute(cast: Cast, teacher: Client) -> None:
    probe = sheets_of(cast, "probe", source="mul-7")
    data = {"page-1-marks": marked([3], list(range(20, 80)))}
    teacher.post(address("results", cast, probe.pk), data)
    assert entered(cast) == [(60, 19, 1)]


def test_a_spelling_is_entered_without_a_time(cast: Cast, teacher: Client) -> None:
    words = sheets_of(cast, "spelling", source="list", words="zebra\nyak\nox")
    teacher.post(address("results", cast, words.pk), {"page-1-correct": "2", "page-2-marks": marked([0], [])})
    assert entered(cast) == [(None, 2, None), (None, 2, 1)]
    assert "zebra" in text_of(teacher.get(address("result_cells", cast, words.pk, 1)))


def test_letters_are_counted_and_have_no_cells(cast: Cast, teacher: Client) -> None:
    copied = sheets_of(cast, "copying", text="A lark sings as it climbs.")
    where = address("results", cast, copied.pk)
    assert "data-paper-open" not in text_of(teacher.get(where))
    teacher.post(where, {"page-1-correct": "64", "page-1-errors_made": "3"})
    assert entered(cast) == [(60, 64, 3)]
    stray = {"page-1-correct": "64", "page-1-marks": marked([3], [])}
    assert "did not arrive whole" in text_of(teacher.post(where, stray))


# From one sheet to the next


def test_who_came_by_a_code_goes_on_to_the_next_sheet(cast: Cast, printed: SheetSet, teacher: Client) -> None:
    place = address("page_result", cast, printed.pk, 2)
    response = teacher.post(f"{place}?scanning", {"page-2-time": "3:20", "page-2-correct": "96"}, follow=True)
    assert response.redirect_chain == [(address("next_sheet", cast, printed.pk), 302)]
    page = text_of(response)
    assert "Saved 1 result." in page
    assert "3 of 4 still to enter" in page
    assert f"{address('page_result', cast, printed.pk, 1)}?scanning" in page
    assert f"{place}?scanning" not in page


def test_a_code_can_be_typed_as_it_is_printed(cast: Cast, printed: SheetSet, teacher: Client) -> None:
    code = code_of(cast, printed)
    response = teacher.get(address("next_sheet", cast, printed.pk), {"code": f" {code[:5].lower()}-{code[5:]}"})
    assert response.headers["Location"] == reverse("foundations:scanned", args=[code])
    page = text_of(teacher.get(address("next_sheet", cast, printed.pk), {"code": "QQQQQ-QQQQQ"}))
    assert "There is no sheet with the code “QQQQQ-QQQQQ”." in page


def test_a_code_of_another_school_is_none(cast: Cast, printed: SheetSet, client: Client) -> None:
    with school_scope(cast.birchwood.school):
        theirs = make_sheets(cast.birchwood.group, "addition-grid", on=TODAY, pupils=cast.birchwood.pupils, seed=8)
        code = theirs.pages.get(number=1).code
    client.force_login(cast.ashdown.teacher)
    assert "There is no sheet" in text_of(client.get(address("next_sheet", cast, printed.pk), {"code": code}))


def test_when_every_result_is_in_the_page_says_so(cast: Cast, printed: SheetSet, teacher: Client) -> None:
    with school_scope(cast.ashdown.school):
        enter_results(printed, {page: Entry(300, 97) for page in printed.pages.all()}, by=None)
    page = text_of(teacher.get(address("next_sheet", cast, printed.pk)))
    assert "Every result is in" in page
    assert address("results", cast, printed.pk) in page
