"""Timed sheets as counts: right and wrong in how long, on which day, of what."""

import datetime as dt

from pytest_django.asserts import assertNumQueries

from ridgeway.foundations.paper.counts import SheetCount, sheet_counts
from ridgeway.foundations.paper.results import Entry, Marks, enter_results
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast

MONDAY = dt.date(2026, 11, 23)
WEEK = dt.timedelta(weeks=1)


def test_timed_sheets_of_these_pupils_are_counted_in_order_of_their_days(cast: Cast) -> None:
    troupe = cast.ashdown
    first, second = troupe.pupils[:2]
    entered = [
        (MONDAY, "addition-grid", None, Entry(300, 90)),
        (MONDAY - WEEK, "probe", {"source": "mul-7"}, Entry(60, 20, errors=2)),
        (MONDAY - WEEK, "addition-grid", None, Entry(300, 90, Marks((1, 2, 3), tuple(range(93, 100))))),
        (MONDAY, "spelling", {"source": "own", "words": ""}, Entry(None, 8)),
        (MONDAY + WEEK, "addition-grid", None, Entry(200, 100)),
    ]
    with school_scope(troupe.school):
        for day, kind, options, entry in entered:
            sheets = make_sheets(troupe.group, kind, on=day, pupils=[first, second], options=options)
            enter_results(sheets, {sheets.pages.get(pupil=first): entry}, by=None)
        with assertNumQueries(1):
            found = sheet_counts([first.pk], MONDAY - WEEK, MONDAY + WEEK)
        assert sheet_counts([second.pk], MONDAY - WEEK, MONDAY + WEEK) == []
    grid = "1-10 x 1-10"
    assert found == [
        SheetCount(first.pk, MONDAY - WEEK, "probe", "mul-7", "mul", 60, 20, 2),
        SheetCount(first.pk, MONDAY - WEEK, "addition-grid", grid, "add", 300, 90, 3),
        SheetCount(first.pk, MONDAY, "addition-grid", grid, "add", 300, 90, 10),
    ]
