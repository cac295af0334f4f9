"""The programme's own measure: seconds for each right answer on a paper grid, from the first to the latest."""

import datetime as dt

import pytest

from ridgeway.foundations.grid_growth import Change, class_change, grid_times
from ridgeway.foundations.paper.results import Entry, PaperResult, enter_results
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast
from tests.foundations.pages import practise, staff_client

MONDAY = dt.date(2026, 11, 2)


def result(pupil: int, week: int, seconds: int, correct: int = 100, kind: str = "addition-grid") -> PaperResult:
    return PaperResult(pupil, MONDAY + dt.timedelta(weeks=week), kind, 100, correct, seconds)


def test_it_is_the_time_over_the_number_right() -> None:
    assert grid_times([result(1, 0, 1680), result(1, 6, 330)]) == {
        1: [(MONDAY, 16.8), (MONDAY + dt.timedelta(weeks=6), 3.3)]
    }


def test_own_facts_and_the_rarer_kind_of_grid_are_another_measure() -> None:
    times = grid_times(
        [
            result(1, 0, 900),
            result(1, 1, 800),
            result(1, 2, 50, kind="multiplication-grid"),
            result(1, 3, 10, kind="own-facts"),
        ]
    )
    assert [seconds for _, seconds in times[1]] == [9.0, 8.0]


def test_a_grid_with_nothing_right_has_no_time() -> None:
    assert grid_times([result(1, 0, 900, correct=0)]) == {}


def test_a_change_reads_from_the_first_to_the_latest() -> None:
    times = grid_times([result(1, 0, 1680), result(1, 6, 330)])[1]
    assert str(Change.over(times)) == "16.8 → 3.3"
    assert str(Change.over(times[:1])) == "16.8"
    assert Change.over([]) is None


def test_the_class_is_its_middle_pupil_on_each_day() -> None:
    times = grid_times([result(1, 0, 1000), result(2, 0, 1200), result(3, 0, 3000), result(1, 1, 500)])
    change = class_change(times.values())
    assert change is not None
    assert change.first == pytest.approx(12)
    assert change.seconds == pytest.approx(5)
    assert class_change([]) is None


def test_the_class_page_shows_it_beside_practice_on_screen(cast: Cast) -> None:
    school = cast.ashdown
    practise(school, school.pupils)
    with school_scope(school.school):
        for weeks, seconds in ((3, 1400), (0, 700)):
            sheets = make_sheets(
                school.group,
                "addition-grid",
                on=TODAY - dt.timedelta(weeks=weeks),
                pupils=school.pupils,
                same_for_all=True,
                made_by=None,
            )
            enter_results(sheets, {page: Entry(seconds, 100) for page in sheets.pages.all()}, by=None)
    html = (
        staff_client(school.teacher.email)
        .get(f"/schools/{school.urn}/classes/{school.group.pk}/")
        .content.decode()
    )
    assert "Seconds on paper" in html
    assert "14.0 → 7.0" in html
