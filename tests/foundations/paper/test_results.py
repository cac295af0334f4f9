"""Results are entered once or many times with the same outcome, and never become more than what was told."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import transaction
from django.db.utils import IntegrityError
from django_scopes.exceptions import ScopeError
from pytest_django.asserts import assertNumQueries

from ridgeway.foundations.models import Answer, SheetPage, SheetResult, SheetSet
from ridgeway.foundations.paper.results import Entry, Marks, PaperResult, enter_results, paper_results
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast

MONDAY = dt.date(2026, 11, 23)


@pytest.fixture
def sheet_set(cast: Cast) -> Iterator[SheetSet]:
    troupe = cast.ashdown
    with school_scope(troupe.school):
        yield make_sheets(troupe.group, "addition-grid", on=MONDAY, pupils=troupe.pupils, seed=1)


@pytest.fixture
def page(sheet_set: SheetSet) -> SheetPage:
    return sheet_set.pages.get(number=1)


def trail(result: SheetResult) -> list[tuple[str, int]]:
    events = apps.get_model("foundations", "SheetResultEvent").objects
    return list(events.filter(pgh_obj_id=result.pk).order_by("pgh_id").values_list("pgh_label", "correct"))


def test_a_result_is_kept_with_who_entered_it(cast: Cast, sheet_set: SheetSet, page: SheetPage) -> None:
    assert enter_results(sheet_set, {page: Entry(200, 96)}, by=cast.ashdown.teacher) == 1
    result = SheetResult.objects.get(page=page)
    assert (result.seconds, result.correct, result.questions) == (200, 96, 100)
    assert (result.wrong, result.blank, result.errors) == (None, None, None)
    assert result.entered_by == cast.ashdown.teacher


def test_entering_the_same_again_changes_nothing(sheet_set: SheetSet, page: SheetPage) -> None:
    entry = Entry(200, 97, Marks((3, 4), (99,)))
    assert enter_results(sheet_set, {page: entry}, by=None) == 1
    assert enter_results(sheet_set, {page: entry}, by=None) == 0
    result = SheetResult.objects.get(page=page)
    assert trail(result) == [("insert", 97)]
    assert result.errors == 2


def test_a_later_entry_takes_the_place_of_an_earlier_and_the_trail_keeps_both(
    sheet_set: SheetSet, page: SheetPage
) -> None:
    enter_results(sheet_set, {page: Entry(200, 96)}, by=None)
    assert enter_results(sheet_set, {page: Entry(200, 69)}, by=None) == 1
    result = SheetResult.objects.get(page=page)
    assert trail(result) == [("insert", 96), ("update", 69)]


def test_a_result_can_be_taken_back_and_the_trail_remembers_it(sheet_set: SheetSet, page: SheetPage) -> None:
    enter_results(sheet_set, {page: Entry(200, 96)}, by=None)
    result = SheetResult.objects.get(page=page)
    assert enter_results(sheet_set, {page: None}, by=None) == 1
    assert enter_results(sheet_set, {page: None}, by=None) == 0
    assert trail(result)[-1] == ("delete", 96)


def test_no_result_becomes_an_answer_in_the_ledger(sheet_set: SheetSet, page: SheetPage) -> None:
    enter_results(sheet_set, {page: Entry(200, 97, Marks((3, 4), (99,)))}, by=None)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "wrong_row",
    [
        {"seconds": 0, "correct": 96},
        {"seconds": 4000, "correct": 96},
        {"seconds": 200, "correct": 101},
        {"seconds": 200, "correct": 96, "wrong": [1], "blank": []},
        {"seconds": 200, "correct": 99, "wrong": [1], "blank": None},
        {"seconds": 200, "correct": 99, "wrong": [1], "blank": [], "errors": 2},
        {"seconds": 60, "correct": 98, "errors": 3},
    ],
)
def test_the_database_refuses_a_result_that_contradicts_itself(
    page: SheetPage, wrong_row: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetResult.objects.create(school_id=page.school_id, page=page, questions=100, **wrong_row)


def test_the_results_of_a_class_come_in_order_of_their_days(cast: Cast, sheet_set: SheetSet) -> None:
    troupe = cast.ashdown
    earlier = make_sheets(
        troupe.group,
        "multiplication-grid",
        on=MONDAY - dt.timedelta(days=7),
        pupils=troupe.pupils,
        options={"across": list(range(2, 13)), "down": list(range(2, 13)), "order": "mixed"},
    )
    enter_results(sheet_set, {sheet_set.pages.get(number=1): Entry(200, 50)}, by=None)
    enter_results(earlier, {earlier.pages.get(number=2): Entry(300, 0)}, by=None)
    first, second = troupe.pupils[0].pk, troupe.pupils[1].pk
    with assertNumQueries(1):
        found = paper_results(troupe.group, MONDAY - dt.timedelta(days=30))
    assert found == [
        PaperResult(second, MONDAY - dt.timedelta(days=7), "multiplication-grid", 121, 0, 300),
        PaperResult(first, MONDAY, "addition-grid", 100, 50, 200),
    ]
    assert [result.seconds_each for result in found] == [None, 4.0]
    assert paper_results(troupe.group, MONDAY) == found[1:]


def test_sheets_and_results_are_seen_in_their_own_school_alone(
    cast: Cast, sheet_set: SheetSet, page: SheetPage
) -> None:
    enter_results(sheet_set, {page: Entry(200, 96)}, by=None)
    with school_scope(cast.birchwood.school):
        for model in (SheetSet, SheetPage, SheetResult):
            assert not model.objects.exists()


def test_sheets_outside_any_scope_are_an_error(db: None) -> None:
    with pytest.raises(ScopeError):
        SheetSet.objects.count()
