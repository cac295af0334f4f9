"""What can be charted of pupils, and the middle of a class."""

import datetime as dt
from collections.abc import Iterator

import pytest

from ridgeway.foundations.growth.lines import GrowthLine, Work, lines_of, lines_of_set, middle, shown_in
from ridgeway.foundations.models import Timing, Writing
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from ridgeway.web.charts import ChartDay
from tests.cast import TODAY, Cast
from tests.foundations.pages import practise

SINCE, UNTIL = TODAY - dt.timedelta(days=30), TODAY + dt.timedelta(days=1)
ADDING = Work("practice", "add", "touch")
MONDAY = dt.date(2026, 11, 2)


@pytest.fixture
def class_of_four(cast: Cast) -> Iterator[list[Pupil]]:
    practise(cast.ashdown, cast.ashdown.pupils[:3], errors=True)
    with school_scope(cast.ashdown.school):
        yield cast.ashdown.pupils


def keys(pupils: list[Pupil]) -> list[int]:
    return [pupil.pk for pupil in pupils]


def line(*corrects: float, errors: float = 1.0) -> GrowthLine:
    days = (ChartDay(MONDAY + dt.timedelta(days=at), rate, errors, 0.2) for at, rate in enumerate(corrects))
    return GrowthLine(ADDING, tuple(days))


def test_practice_counts_right_answers_by_their_time_and_errors_by_all_of_it(class_of_four: list[Pupil]) -> None:
    day = lines_of(keys(class_of_four), SINCE, UNTIL)[ADDING][class_of_four[0].pk].days[-1]
    assert day.day == TODAY - dt.timedelta(days=1)
    assert day.correct == pytest.approx(60 / 1.7, rel=1e-5)
    minutes = 20 * 1.7 / 60
    assert day.errors == pytest.approx(5 / minutes)
    assert day.floor == pytest.approx(1 / minutes)


def test_a_pupil_who_never_practised_has_no_line(class_of_four: list[Pupil]) -> None:
    assert class_of_four[3].pk not in lines_of(keys(class_of_four), SINCE, UNTIL)[ADDING]


def test_a_set_is_charted_from_the_ledger_alike(class_of_four: list[Pupil]) -> None:
    whole = lines_of(keys(class_of_four), SINCE, UNTIL)[ADDING][class_of_four[0].pk]
    of_set = lines_of_set(keys(class_of_four), "add-to-5", SINCE, UNTIL)
    found = of_set[Work("practice", "add-to-5", "touch")][class_of_four[0].pk]
    assert [day.day for day in found.days] == [day.day for day in whole.days]
    assert [day.correct for day in found.days] == pytest.approx([day.correct for day in whole.days], rel=1e-5)
    assert [day.errors for day in found.days] == pytest.approx([day.errors for day in whole.days])
    assert lines_of_set(keys(class_of_four), "mul-7", SINCE, UNTIL) == {}


def test_of_several_timings_on_a_day_the_best_counts(cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    noon = dt.datetime.combine(TODAY - dt.timedelta(days=3), dt.time(12), dt.UTC)
    with school_scope(cast.ashdown.school):
        for minute, correct in enumerate((40, 52, 47)):
            at = noon + dt.timedelta(minutes=minute)
            Timing.objects.create(id=uuid7(at), school=amber.school, pupil=amber, writing=Writing.COPYING, at=at,
                                  seconds=60, correct=correct, errors=1, device="paper")  # fmt: skip
        (day,) = lines_of([amber.pk], SINCE, UNTIL)[Work("copying", "", "paper")][amber.pk].days
    assert day.correct == 52


def test_another_school_sees_no_line(cast: Cast, class_of_four: list[Pupil]) -> None:
    with school_scope(cast.birchwood.school):
        assert lines_of(keys(class_of_four), SINCE, UNTIL) == {}
        assert lines_of_set(keys(class_of_four), "add-to-5", SINCE, UNTIL) == {}


def test_the_middle_of_a_class_is_the_middle_pupil_of_each_day() -> None:
    found = middle([line(10, 12), line(20, 24), line(40, 18, 90)])
    assert found is not None
    assert [day.correct for day in found.days] == [20, 18]


def test_fewer_than_three_pupils_have_no_middle() -> None:
    assert middle([line(10), line(20)]) is None
    assert middle([]) is None


def test_of_two_the_middle_lies_between_them_where_both_worked() -> None:
    found = middle([line(10, 12), line(20)], least=2)
    assert found is not None
    assert [day.correct for day in found.days] == [15]


def test_a_few_days_show_no_trend_yet() -> None:
    assert line(10).trend is None
    assert line(10, 11, 12).trend is None


def test_a_line_that_doubles_each_week_has_that_celeration() -> None:
    trend = line(*(10 * 2 ** (day / 7) for day in range(10))).trend
    assert trend is not None
    assert trend.robust_per_week == pytest.approx(2)


def test_what_there_is_most_of_is_shown_unless_another_line_is_asked_for(class_of_four: list[Pupil]) -> None:
    amber, at = class_of_four[0], dt.datetime.combine(TODAY, dt.time(9), dt.UTC)
    Timing.objects.create(id=uuid7(at), school=amber.school, pupil=amber, writing=Writing.COPYING, at=at,
                          seconds=60, correct=40, errors=1, device="paper")  # fmt: skip
    lines = lines_of(keys(class_of_four), SINCE, UNTIL)
    copying = Work("copying", "", "paper")
    assert shown_in(lines, None) == ADDING
    assert shown_in(lines, copying.key) == copying
    assert shown_in(lines, "practice~nothing~touch") == ADDING
    assert shown_in({}, None) is None
