"""Charts of a study are well-formed, say what they show, and read without colour."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.web.charts import (
    Bar,
    Chart,
    Estimated,
    Limit,
    Placed,
    Point,
    Unlike,
    YearLine,
    YearPoint,
    bar_chart,
    funnel_chart,
    histogram,
    interval_chart,
    love_plot,
    scatter_chart,
    steps,
    years_chart,
)

SVG = "{http://www.w3.org/2000/svg}"
NAMES = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)
FIGURES = st.floats(-1e6, 1e6)


def parsed(chart: Chart) -> ElementTree.Element:
    root = ElementTree.fromstring(chart.svg)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == chart.title
    assert root.findtext(f"{SVG}desc") == chart.description
    assert "style=" not in chart.svg
    assert all(len(row) == len(chart.table.columns) for row in chart.table.rows)
    return root


def words_of(root: ElementTree.Element) -> list[str]:
    return [mark.text or "" for mark in root.iter(f"{SVG}text")]


def inside(root: ElementTree.Element) -> bool:
    """Whether no mark lies outside the picture."""
    width, height = (float(root.get(side, 0)) for side in ("width", "height"))
    across = [float(mark.get(key, 0)) for mark in root.iter() for key in ("x", "x1", "x2", "cx") if mark.get(key)]
    upwards = [float(mark.get(key, 0)) for mark in root.iter() for key in ("y", "y1", "y2", "cy") if mark.get(key)]
    return all(-0.1 <= x <= width + 0.1 for x in across) and all(-0.1 <= y <= height + 0.1 for y in upwards)


def estimated(name: str, value: float, reach: float | None, *, marked: bool) -> Estimated:
    low, high = (None, None) if reach is None else (value - reach, value + reach)
    return Estimated(name, value, low, high, marked=marked)


ESTIMATES = st.builds(estimated, NAMES, FIGURES, st.none() | st.floats(0, 1e6), marked=st.booleans())


@given(title=NAMES, shown=st.lists(ESTIMATES, max_size=9))
def test_any_estimates_are_drawn_inside_the_picture(title: str, shown: list[Estimated]) -> None:
    chart = interval_chart(title, shown)
    root = parsed(chart)
    assert inside(root)
    assert [row[0] for row in chart.table.rows] == [each.name for each in shown]
    assert len(root.findall(f"{SVG}polygon")) == sum(each.marked for each in shown)
    assert len(root.findall(f"{SVG}circle")) == sum(not each.marked for each in shown)


def test_estimates_say_how_many_intervals_hold_zero() -> None:
    shown = [Estimated("Reading", 0.2, 0.1, 0.3), Estimated("Maths", -0.116, -0.28, 0.03), Estimated("Writing", 1)]
    chart = interval_chart("Differences", shown, what="SD", of="Outcome", step=0.01)
    assert chart.table.columns == ("Outcome", "SD", "Interval")
    assert chart.table.rows[1] == ("Maths", "−0.12", "−0.28 to 0.03")
    assert chart.table.rows[2] == ("Writing", "1.00", "–")
    assert "1 of 2 intervals hold zero" in chart.description
    assert "−0.12 (−0.28 to 0.03)" in words_of(parsed(chart))


def test_zero_is_in_a_picture_of_estimates_that_are_all_above_it() -> None:
    root = parsed(interval_chart("Differences", [Estimated("A", 5, 4, 6)]))
    assert "0" in words_of(root)


POINTS = st.builds(YearPoint, st.integers(2000, 2030), FIGURES)


@given(title=NAMES, first=st.lists(POINTS, max_size=8, unique_by=lambda point: point.year), start=st.booleans())
def test_any_years_are_drawn_inside_the_picture(title: str, first: list[YearPoint], start: bool) -> None:
    chart = years_chart(title, [YearLine("Ours", first)], start=2010.0 if start and first else None)
    root = parsed(chart)
    assert len(chart.table.rows) == len(first)
    assert len([mark for mark in root.iter(f"{SVG}circle") if mark.find(f"{SVG}title") is not None]) == len(first)


def test_years_say_from_what_to_what_and_differ_without_colour() -> None:
    ours = YearLine("Treated", [YearPoint(2017, 45.4, 42, 48.8), YearPoint(2018, 50), YearPoint(2022, 55.2)])
    theirs = YearLine("Matched", [YearPoint(2017, 47.2), YearPoint(2018, 60)])
    chart = years_chart("Share", [ours, theirs], unit="%", step=0.1, start=2018, starts="it begins")
    root = parsed(chart)
    assert inside(root)
    assert chart.table.rows == (
        ("2017", "45.4% (42.0 to 48.8)", "47.2%"),
        ("2018", "50.0%", "60.0%"),
        ("2022", "55.2%", "–"),
    )
    assert "Treated: from 45.4% (42.0 to 48.8) in 2017 to 55.2% in 2022." in chart.description
    assert {"Treated", "Matched", "it begins"} <= set(words_of(root))
    lines = root.findall(f"{SVG}polyline")
    assert len(lines) == 2, "nothing joins 2018 and 2022"
    assert len({mark.get("stroke-dasharray") for mark in lines}) == 2
    assert len(root.findall(f"{SVG}polygon")) == 3, "the second line's points and its key are diamonds"


def test_years_beside_a_start_have_their_sign_and_zero_its_line() -> None:
    chart = years_chart("D", [YearLine("Difference", [YearPoint(-1, 0), YearPoint(1, 4)])], zero=True, start=0)
    assert [row[0] for row in chart.table.rows] == ["−1", "1"]
    with pytest.raises(ValueError, match="at most 2 lines, not 3"):
        years_chart("D", [YearLine("x", ())] * 3)


@given(rows=st.lists(st.builds(Unlike, NAMES, st.floats(-9, 9), st.none() | st.floats(-9, 9)), max_size=9))
def test_any_love_plot_is_drawn_inside_the_picture(rows: list[Unlike]) -> None:
    chart = love_plot("Balance", rows)
    assert inside(parsed(chart))
    assert [row[0] for row in chart.table.rows] == [row.name for row in rows]


def test_a_love_plot_counts_what_is_beyond_its_guides() -> None:
    chart = love_plot("Balance", [Unlike("Level", -2.99, -0.21), Unlike("Cohort", 0.17, 0.05), Unlike("FSM", 0.5)])
    assert (
        chart.description
        == "Of 3 facts 2 differ by more than 0.1, 1 differ by more than 0.25 standard deviations."
    )
    assert chart.table.rows[0] == ("Level", "−2.99", "−0.21")
    assert chart.table.rows[2] == ("FSM", "0.50", "–")
    assert "−2.99 → −0.21" in words_of(parsed(chart))


@given(placed=st.lists(st.builds(Placed, NAMES, st.floats(1, 500), st.floats(0, 100), st.booleans()), max_size=20))
def test_any_funnel_is_drawn_inside_the_picture(placed: list[Placed]) -> None:
    limits = [Limit("95%", [(1, 0, 100), (500, 40, 60)]), Limit("99.8%", [(1, 0, 100), (500, 30, 70)])]
    chart = funnel_chart("Schools", placed, centre=50, limits=limits)
    root = parsed(chart)
    assert inside(root)
    assert len(chart.table.rows) == len(placed)
    assert len(root.findall(f"{SVG}polyline")) == 4
    assert {"95%", "99.8%"} <= set(words_of(root))


def test_a_funnel_says_how_many_of_ours_lie_below() -> None:
    placed = [Placed("A", 30, 40, marked=True), Placed("B", 60, 70, marked=True), Placed("C", 10, 65)]
    chart = funnel_chart("Schools", placed, centre=60, names=("treated", "others"), unit="%")
    assert chart.description == "2 treated and 1 others around 60%; 1 of 2 treated lie below it."
    assert chart.table.rows == (
        ("A", "30", "40%", "treated"),
        ("B", "60", "70%", "treated"),
        ("C", "10", "65%", "others"),
    )


@given(values=st.lists(FIGURES, max_size=200), observed=st.none() | FIGURES)
def test_a_histogram_counts_every_figure_once(values: list[float], observed: float | None) -> None:
    chart = histogram("Re-draws", values, observed=observed)
    assert inside(parsed(chart))
    assert sum(int(row[2].replace(",", "")) for row in chart.table.rows) == len(values)
    assert len(chart.table.rows) <= 25


def test_a_histogram_says_how_many_lie_as_far_from_zero() -> None:
    chart = histogram("Re-draws", [-4.0, -2, 0, 1, 2, 3], observed=-2.5, called="these schools", of="re-draws")
    assert chart.description == "6 re-draws from −4 to 3. 2 lie at least as far from zero as these schools −2.5."
    assert "these schools −2.5" in words_of(parsed(chart))


@pytest.mark.parametrize("reached", range(6))
def test_steps_reached_are_solid(reached: int) -> None:
    chart = steps("Footing", reached, 5, word="fair")
    drawn = parsed(chart).findall(f"{SVG}rect")
    assert len(drawn) == 5
    assert sum(each.get("fill") != "#fff" for each in drawn) == reached
    assert [float(each.get("height", 0)) for each in drawn] == sorted(
        float(each.get("height", 0)) for each in drawn
    )
    assert chart.description == f"Fair ({reached} of 5)."
    assert chart.table.rows == ((f"fair ({reached} of 5)",),)


def test_no_more_steps_than_there_are_can_be_reached() -> None:
    with pytest.raises(ValueError, match="6 of 5 steps"):
        steps("Footing", 6, 5)


def test_bars_have_the_decimals_that_are_asked_for() -> None:
    chart = bar_chart("Change", [Bar("Ours", 9.75, 4.6, 14.9), Bar("All", 0.552)], step=0.1, unit="%")
    assert chart.table.rows == (("Ours", "9.8%", "4.6% to 14.9%"), ("All", "0.6%", "–"))
    assert re.search(r"From 0\.6% \(All\) to 9\.8% \(Ours\)", chart.description)


def test_a_long_name_is_cut_in_the_picture_and_whole_in_the_table() -> None:
    name = "Nearest by Mahalanobis distance within a caliper of the log odds, five to one"
    chart = interval_chart("Ways", [Estimated(name, 1, 0, 2)])
    drawn = words_of(parsed(chart))
    assert name not in drawn
    assert any(words.endswith("…") and name.startswith(words[:-1]) for words in drawn)
    assert chart.table.rows[0][0] == name


@given(st.lists(st.tuples(NAMES, st.floats(0, 1e4), st.floats(-1e4, 1e4)), max_size=12))
def test_a_scatter_has_a_dot_and_a_row_for_each_point_inside_the_picture(
    figures: list[tuple[str, float, float]],
) -> None:
    points = [Point(*figure) for figure in figures]
    chart = scatter_chart("Practice", points, across="Minutes", upwards="Gain", what="Class")
    root = parsed(chart)
    assert inside(root)
    assert len(list(root.iter(f"{SVG}circle"))) == len(points)
    assert chart.table.columns == ("Class", "Minutes", "Gain")
    assert sorted(row[0] for row in chart.table.rows) == sorted(point.name for point in points)


def test_a_scatter_tells_the_range_of_both_figures_and_draws_no_line_through_them() -> None:
    chart = scatter_chart(
        "Practice", [Point("4 Oak", 20, 3), Point("5 Elm", 40, 1)], across="Minutes", upwards="Gain"
    )
    assert chart.description == "2 points. Minutes from 20 to 40; Gain from 1 to 3."
    oak, elm = ([float(mark.get(at, 0)) for at in ("cx", "cy")] for mark in parsed(chart).iter(f"{SVG}circle"))
    assert oak[0] < elm[0]
    assert oak[1] < elm[1]
    assert "polyline" not in chart.svg
    assert scatter_chart("Practice", []).description == "Nothing to show yet."


def test_a_scatter_keeps_values_in_the_picture_so_that_small_differences_look_small() -> None:
    points = [Point("4 Oak", 20, 1.005), Point("5 Elm", 40, 0.995)]
    assert "0.0" in words_of(parsed(scatter_chart("Celeration", points)))
    kept = words_of(parsed(scatter_chart("Celeration", points, keep=(0.9, 1.1))))
    assert {"0.90", "1.10"} <= set(kept)
    assert "0.00" not in kept
