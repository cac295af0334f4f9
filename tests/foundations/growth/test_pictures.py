"""A line as a picture: its celeration, its aim, and the day on which that is met."""

import datetime as dt

import pytest

from ridgeway.foundations.growth.changes import as_changes
from ridgeway.foundations.growth.lines import GrowthLine, Work
from ridgeway.foundations.growth.looking import Look
from ridgeway.foundations.growth.names import name_of, unit_of
from ridgeway.foundations.growth.papers import IN_PRACTICE, sentences
from ridgeway.foundations.growth.pictures import aim_a_minute, picture
from ridgeway.web.charts import ChartDay, PhaseChange

MONDAY = dt.date(2026, 9, 7)
ADDING = Work("practice", "add", "keyboard")
GRID = Work("addition-grid", "1-10 x 1-10", "paper")


def line(*corrects: float, work: Work = ADDING) -> GrowthLine:
    days = (ChartDay(MONDAY + dt.timedelta(days=at), rate, 1.0, 0.2) for at, rate in enumerate(corrects))
    return GrowthLine(work, tuple(days))


def doubling(days: int, start: float = 5.0) -> GrowthLine:
    return line(*(start * 2 ** (day / 7) for day in range(days)))


def test_the_celeration_is_said_with_its_interval() -> None:
    assert picture("Amber", doubling(10)).celeration == "× 2 a week (× 2 to × 2)"


def test_without_a_trend_nothing_is_said_of_growth() -> None:
    shown = picture("Amber", line(5, 6), aim=20.0)
    assert (shown.celeration, shown.bounce, shown.aim_in_words) == ("", "", "")


def test_the_day_of_the_aim_follows_from_the_line() -> None:
    shown = picture("Amber", doubling(10, start=5), aim=20.0)
    assert "Mon 21 Sep" in shown.aim_in_words, "twice doubled, two weeks on"


def test_where_growth_is_not_sure_the_day_of_the_aim_says_so() -> None:
    said = picture("Amber", line(10, 14, 9, 15, 10, 14, 12, 16), aim=20.0).aim_in_words
    assert said.startswith("about ")
    assert said.endswith(", but growth is not sure yet")


def test_an_aim_behind_the_line_is_met() -> None:
    assert picture("Amber", doubling(15, start=10), aim=20.0).aim_in_words == "met"


def test_a_level_line_leads_to_no_aim() -> None:
    assert picture("Amber", line(*[5.0] * 10), aim=20.0).aim_in_words == "not on this line"


def test_the_aim_is_drawn_as_a_band_and_the_way_to_it_dashed() -> None:
    svg = picture("Amber", doubling(10), aim=20.0).chart.svg
    assert "Aim: 20 to 25 correct a minute" in svg
    assert 'stroke-dasharray="5 4"' in svg
    assert 'stroke-dasharray="5 4"' not in picture("Amber", doubling(10)).chart.svg


def test_no_line_crosses_a_change_and_the_aim_is_judged_by_what_came_after_it() -> None:
    rates = [*[8.0] * 10, *(8.0 * 2 ** (day / 7) for day in range(10))]
    change = PhaseChange(MONDAY + dt.timedelta(days=10), "answer first")
    shown = picture("Amber", line(*rates), aim=40.0, changes=[change])
    assert shown.since_changes == [("Thu 17 Sep, answer first", "× 2 a week (× 2 to × 2)")]
    assert "× 1 a week" in shown.chart.svg
    assert "× 2 a week" in shown.chart.svg
    assert shown.celeration not in shown.chart.svg, "the line over all days is not drawn"
    assert "Sat 3 Oct" in shown.aim_in_words, "from 8 to 40 at twice a week takes 16 days"


def test_after_a_change_five_days_show_a_line_and_an_aim_again() -> None:
    change = PhaseChange(MONDAY + dt.timedelta(days=10), "answer first")
    shown = picture("Amber", doubling(13), aim=40.0, changes=[change])
    assert shown.since_changes == [("Thu 17 Sep, answer first", "")]
    assert (shown.celeration, shown.aim_in_words) == ("× 2 a week (× 2 to × 2)", "")


@pytest.mark.parametrize("days", [0, -30, 10])
def test_a_change_before_the_first_day_or_after_the_last_makes_no_phase(days: int) -> None:
    change = PhaseChange(MONDAY + dt.timedelta(days=days), "new aim")
    shown = picture("Amber", doubling(10), aim=20.0, changes=[change])
    assert shown.since_changes == []
    assert shown.aim_in_words == picture("Amber", doubling(10), aim=20.0).aim_in_words


def test_a_chart_holds_the_last_day_however_long_the_line() -> None:
    shown = picture("Amber", doubling(200, start=0.01))
    assert shown.chart.table.rows[-1][0].startswith("Thu 25 Mar")


@pytest.mark.parametrize(
    ("work", "year", "own", "aim"),
    [
        (ADDING, 4, {}, 20),
        (ADDING, 1, {}, 10),
        (Work("practice", "add-to-5", "keyboard"), 4, {}, 20),
        (Work("practice", "add-to-5", "keyboard"), 4, {"add": 1500.0}, 40),
        (Work("practice", "add-to-5", "keyboard"), 4, {"add": 1500.0, "add-to-5": 2000.0}, 30),
        (Work("probe", "mul", "touch"), 4, {}, 20),
        (Work("addition-grid", "1-10 x 1-10", "paper"), 4, {}, 60 / 3.5),
    ],
)
def test_the_aim_a_minute_is_a_teacher_s_or_the_usual_one(
    work: Work, year: int, own: dict[str, float], aim: float
) -> None:
    assert aim_a_minute(work, year=year, own_aims=own) == pytest.approx(aim)


def test_reading_and_writing_have_no_aim_of_their_own() -> None:
    assert aim_a_minute(Work("reading", "", "speech"), year=4, own_aims={}) is None


@pytest.mark.parametrize(
    ("work", "counted"),
    [
        (ADDING, "Answers a minute"),
        (Work("copying", "", "paper"), "Letters a minute"),
        (Work("reading", "", "speech"), "Words a minute"),
    ],
)
def test_a_chart_says_what_is_counted(work: Work, counted: str) -> None:
    assert counted in picture("Amber", line(5, 6, work=work)).chart.svg


def test_what_was_decided_on_one_day_is_one_line_down_the_chart() -> None:
    tuesday = MONDAY + dt.timedelta(days=1)
    assert as_changes(
        [(tuesday, "chosen sets"), (MONDAY, "new aim"), (tuesday, "fewer new"), (tuesday, "chosen sets")]
    ) == [
        PhaseChange(MONDAY, "new aim"),
        PhaseChange(tuesday, "chosen sets, fewer new"),
    ]


def test_lines_are_called_by_what_was_done_and_on_what() -> None:
    assert name_of(ADDING) == "Practice: Addition, keyboard"
    assert name_of(Work("probe", "mul", "touch")) == "Probe: Multiplication, touch screen"
    assert name_of(Work("addition-grid", "1-10 x 1-10", "paper")) == "Addition grid: 1 to 10 × 1 to 10, paper"
    assert name_of(Work("copying", "", "paper")) == "Copying a text, paper"
    assert name_of(Work("probe", "addition grid", "touch")) == "Probe: 10 × 10 addition grid, touch screen"
    assert unit_of(ADDING) == "answers"
    assert unit_of(Work("copying", "", "paper")) == "letters"
    assert unit_of(Work("reading", "", "speech")) == "words"


def said(*corrects: float, aim: float | None = 20.0, work: Work = GRID) -> list[str]:
    """What the paper says below the picture of a line."""
    of = line(*corrects, work=work)
    looked = Look({work: {1: of}}, work, "", of.days[0].day, of.days[-1].day)
    return sentences("Amber", picture("Amber", of, aim=aim), looked)


def test_a_single_day_is_said_once() -> None:
    assert said(12.0) == [
        "On Mon 7 Sep 2026 Amber had 12 answers right a minute and 1 wrong.",
        "There are too few days yet to say how fast that grows.",
        "The aim is 20 right a minute.",
    ]


@pytest.mark.parametrize(
    ("corrects", "growth", "aim"),
    [
        (
            [5.0 * 1.2 ** (day / 7) for day in range(15)],
            "Over all these days that is about 20 per cent more each week: × 1.2 a week (× 1.2 to × 1.2).",
            "The aim is 20 right a minute. At this rate it is met about ",
        ),
        (
            [20.0 * 0.8 ** (day / 7) for day in range(15)],
            "Over all these days that is about 20 per cent less each week: ÷ 1.25 a week (÷ 1.25 to ÷ 1.25).",
            "The aim is 20 right a minute. The line does not lead there yet.",
        ),
        (
            [10.0] * 15,
            "Over all these days that is about level: × 1 a week (× 1 to × 1).",
            "The aim is 20 right a minute. The line does not lead there yet.",
        ),
        (
            [15.0 * 1.2 ** (day / 7) for day in range(15)],
            "Over all these days that is about 20 per cent more each week: × 1.2 a week (× 1.2 to × 1.2).",
            "The aim of 20 right a minute is met.",
        ),
    ],
)
def test_the_paper_says_growth_and_aim_in_plain_words(corrects: list[float], growth: str, aim: str) -> None:
    _, found, last = said(*corrects)
    assert found == growth
    assert last.startswith(aim)


def test_of_practice_the_paper_says_why_the_rate_may_stay_level() -> None:
    assert IN_PRACTICE in said(10, 11, work=ADDING)
    assert IN_PRACTICE not in said(10, 11)
