"""Charts of growth: shares that change week by week, and little charts on one scale."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.web.charts.multiples import FRAME, Paper, small_chart
from ridgeway.web.charts.stacked import Column, stacked_chart

BANDS = ("quick", "slow", "wrong")
MONDAY = date(2026, 11, 2)


def rects(svg: str) -> list[tuple[float, float, float, float]]:
    found = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', svg)
    return [(float(x), float(y), float(width), float(height)) for x, y, width, height in found]


def dots(svg: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)]


def line(*rates: float) -> list[tuple[date, float]]:
    return [(MONDAY + timedelta(days=at), rate) for at, rate in enumerate(rates)]


@given(st.lists(st.integers(0, 500), min_size=3, max_size=3).filter(any))
def test_every_column_fills_the_whole_height(counts: list[int]) -> None:
    chart = stacked_chart("Speed", BANDS, [Column("2 Nov", counts)], heading="Week")
    (first, *_), heights = rects(chart.svg)[:3], [height for *_, height in rects(chart.svg)[:3]]
    assert sum(heights) == pytest.approx(280 - 16 - 28, abs=0.2)
    assert first[1] + first[3] == pytest.approx(280 + 20 - 28, abs=0.1), "the best band stands at the foot"


def test_a_long_key_goes_on_in_rows_that_a_phone_shows_whole() -> None:
    bands = ["as quick as a flash", "quick enough", "slow, or slower than that", "not asked yet"]
    svg = stacked_chart("Speed", bands, [], heading="Week").svg
    names = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*[a-z])<', svg)
    assert [name for *_, name in names] == bands
    assert [y for _, y, _ in names] == ["10", "10", "30", "30"]
    assert all(float(x) + len(name) * 6.1 < 300 for x, _, name in names)


def test_the_table_says_each_share_with_its_count() -> None:
    chart = stacked_chart("Speed", BANDS, [Column("2 Nov", [3, 1, 0])], heading="Week of")
    assert chart.table.columns == ("Week of", *BANDS, "All")
    assert chart.table.rows == (("2 Nov", "75 % (3)", "25 % (1)", "0 % (0)", "4"),)


def test_a_sentence_says_how_the_best_band_changed() -> None:
    columns = [Column("2 Nov", [1, 3, 0]), Column("9 Nov", [0, 0, 0]), Column("16 Nov", [9, 1, 0])]
    assert stacked_chart("Speed", BANDS, columns, heading="Week").description == (
        "quick: from 25 % (2 Nov) to 90 % (16 Nov)."
    )
    assert stacked_chart("Speed", BANDS, columns[:1], heading="Week").description == "quick: 25 % in 2 Nov."
    assert stacked_chart("Speed", BANDS, [], heading="Week").description == "Nothing to show yet."


def test_a_column_without_any_is_left_empty() -> None:
    chart = stacked_chart("Speed", BANDS, [Column("2 Nov", [0, 0, 0])], heading="Week")
    assert len(rects(chart.svg)) == len(BANDS), "the key alone"
    assert chart.table.rows == ()


def test_more_bands_than_shades_are_refused() -> None:
    with pytest.raises(ValueError, match="from 1 to 5 bands, not 6"):
        stacked_chart("Speed", tuple("abcdef"), [], heading="Week")


def test_two_little_charts_side_by_side_keep_their_size_on_a_phone() -> None:
    assert 2 * FRAME.width + 16 < 375 - 2 * 28, "a gap between them, and the margins of page and card around"


def test_little_charts_share_one_scale() -> None:
    slow, quick = line(5, 6), line(20, 40)
    paper = Paper.for_rates([slow, quick])
    assert min(y for _, y in dots(small_chart("Amber", quick, paper).svg)) < min(
        y for _, y in dots(small_chart("Bilal", slow, paper).svg)
    )
    highest, lowest = FRAME.top, FRAME.height - FRAME.bottom
    assert dots(small_chart("Amber", quick, paper).svg)[-1][1] == pytest.approx(highest, abs=0.1)
    assert dots(small_chart("Bilal", slow, paper).svg)[0][1] == pytest.approx(lowest, abs=0.1)


def test_a_small_chart_says_its_first_and_its_last_day() -> None:
    points = [(date(2026, 9, 7), 10.0), (date(2026, 11, 19), 20.0)]
    assert re.findall(r">(\d+ \w{3})<", small_chart("Amber", points, Paper.for_rates([points])).svg) == [
        "7 Sep",
        "19 Nov",
    ]
    alone = points[:1]
    assert re.findall(r">(\d+ \w{3})<", small_chart("Amber", alone, Paper.for_rates([alone])).svg) == ["7 Sep"]


def test_a_wobble_does_not_look_like_growth() -> None:
    paper = Paper.for_rates([line(10, 11)])
    assert paper.values[1] / paper.values[0] == pytest.approx(4)


def test_the_aim_is_on_the_paper() -> None:
    paper = Paper.for_rates([line(5, 6)], aim=60)
    assert paper.values[0] <= 5
    assert paper.values[1] >= 60
    assert 'stroke-dasharray="1 3"' in small_chart("Amber", line(5, 6), paper).svg


def test_zero_stands_on_the_lowest_line() -> None:
    chart = small_chart("Amber", line(0, 10, 40), Paper.for_rates([line(0, 10, 40)]))
    assert dots(chart.svg)[0][1] == pytest.approx(FRAME.height - FRAME.bottom, abs=0.1)


def test_a_little_chart_says_from_what_to_what() -> None:
    paper = Paper.for_rates([line(5, 10)])
    assert small_chart("Amber", line(5, 10), paper).description == "From 5 to 10 a minute."
    assert small_chart("Amber", line(5), paper).description == "5 a minute."
    assert small_chart("Amber", [], paper).description == "Nothing yet."
    assert small_chart("Amber", line(5), paper).table.rows == (("Mon 2 Nov 2026", "5"),)


def test_a_fitted_line_is_dashed() -> None:
    points = line(5, 10)
    assert 'stroke-dasharray="4 3"' in small_chart("Amber", points, Paper.for_rates([points]), trend=points).svg


def test_counts_stand_on_nought() -> None:
    paper = Paper.for_counts([line(0, 10, 40)])
    svg = small_chart("Amber", line(0, 10, 20, 40), paper, unit="facts").svg
    low, quarter, half, high = (y for _, y in dots(svg))
    assert low - high == pytest.approx(FRAME.height - FRAME.top - FRAME.bottom, abs=0.2)
    assert low - half == pytest.approx(half - high, abs=0.2)
    assert low - quarter == pytest.approx(quarter - half, abs=0.2)
    assert Paper.for_counts([line(0)]).values == (0, 1)
