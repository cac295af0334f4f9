"""Charts are well-formed, say what they show, and their tables hold exactly the data."""

import math
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.web.charts import (
    Bar,
    Cell,
    Chart,
    ChartDay,
    ChartLine,
    Heading,
    Level,
    PhaseChange,
    Practised,
    Series,
    bar_chart,
    celeration_chart,
    heat_map,
    ink,
    level_of,
    line_chart,
    sparkline,
)
from ridgeway.web.charts.stacked import Column, stacked_chart
from tools.vendor import WEB

MONDAY = date(2025, 11, 3)
SVG = "{http://www.w3.org/2000/svg}"
NAMES = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)
VALUES = st.lists(st.none() | st.floats(-1e6, 1e6), max_size=40)


def parsed(chart: Chart) -> ElementTree.Element:
    root = ElementTree.fromstring(chart.svg)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == chart.title
    assert root.findtext(f"{SVG}desc") == chart.description
    assert "style=" not in chart.svg
    return root


def weeks(*values: float | None) -> list[tuple[date, float | None]]:
    return [(MONDAY + timedelta(weeks=index), value) for index, value in enumerate(values)]


@given(title=NAMES, name=NAMES, values=VALUES)
def test_any_line_is_drawn(title: str, name: str, values: list[float | None]) -> None:
    chart = line_chart(title, [Series(name, weeks(*values))])
    dots = parsed(chart).findall(f"{SVG}circle")
    assert len(dots) == sum(value is not None for value in values)


@given(title=NAMES, values=VALUES)
def test_any_sparkline_is_drawn(title: str, values: list[float | None]) -> None:
    chart = sparkline(title, values)
    parsed(chart)
    assert len(chart.table.rows) == len(values)


@given(bars=st.lists(st.builds(Bar, NAMES, st.floats(-1e6, 1e6)), max_size=12))
def test_any_bars_are_drawn(bars: list[Bar]) -> None:
    chart = bar_chart("Gain", bars)
    assert len(parsed(chart).findall(f"{SVG}rect")) == len(bars)
    assert [row[0] for row in chart.table.rows] == [bar.name for bar in bars]


def test_a_line_says_from_what_to_what() -> None:
    chart = line_chart("Seconds", [Series("Hawthorn", weeks(6.2, None, 3.4))], unit=" s", log=True, aim=2)
    assert chart.description == "Hawthorn: from 6.2 s on 3 Nov to 3.4 s on 17 Nov. The aim is 2 s."
    assert chart.table.columns == ("Week", "Hawthorn")
    assert chart.table.rows == (("Mon 3 Nov", "6.2"), ("Mon 10 Nov", "–"), ("Mon 17 Nov", "3.4"))


def test_a_missing_value_breaks_the_line() -> None:
    root = parsed(line_chart("Seconds", [Series("Hawthorn", weeks(6, 5, None, 4, 3))]))
    assert len(root.findall(f"{SVG}polyline")) == 2


def test_lines_are_named_at_their_ends_and_differ_without_colour() -> None:
    chart = line_chart("Seconds", [Series("Own", weeks(6, 5)), Series("Year 3", weeks(5, 5))])
    root = parsed(chart)
    assert {"Own", "Year 3"} <= {text.text for text in root.findall(f"{SVG}text")}
    assert len({line.get("stroke-dasharray") for line in root.findall(f"{SVG}polyline")}) == 2
    heights = [float(text.get("y", 0)) for text in root.findall(f"{SVG}text") if text.text in {"Own", "Year 3"}]
    assert abs(heights[0] - heights[1]) >= ink.TEXT_SIZE


def test_a_table_over_two_years_names_the_year() -> None:
    chart = line_chart("Seconds", [Series("Own", [(date(2025, 12, 29), 3.0), (date(2026, 1, 5), 2.0)])])
    assert [row[0] for row in chart.table.rows] == ["Mon 29 Dec 2025", "Mon 5 Jan 2026"]


def test_days_may_be_called_what_they_stand_for() -> None:
    points = [(date(year, 1, 1), float(year)) for year in (2017, 2018, 2019)]
    chart = line_chart("A", [Series("x", points)], when="School year", called=lambda day: f"up to {day.year}")
    assert chart.table.rows == (("up to 2017", "2,017"), ("up to 2018", "2,018"), ("up to 2019", "2,019"))
    marked = [mark.text for mark in parsed(chart).iter(f"{SVG}text")]
    assert [mark for mark in marked if mark and mark.startswith("up")] == [
        "up to 2017",
        "up to 2018",
        "up to 2019",
    ]
    assert "x, up to 2018: 2,018" in chart.svg


def test_more_than_four_lines_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 4 series, not 5"):
        line_chart("Seconds", [Series(str(index), weeks(1, 2)) for index in range(5)])


def test_bars_carry_their_intervals() -> None:
    chart = bar_chart(
        "Gain", [Bar("Rowan", 3.1, 0.9, 5.3), Bar("Hawthorn", -1)], of="Class", what="Points", unit="%"
    )
    assert chart.table.columns == ("Class", "Points", "Interval")
    assert chart.table.rows == (("Rowan", "3.1%", "0.9% to 5.3%"), ("Hawthorn", "−1%", "–"))
    assert chart.description == "From −1% (Hawthorn) to 3.1% (Rowan)."


def test_a_heat_map_says_every_level_by_a_symbol() -> None:
    heat = heat_map(
        "Facts",
        levels=[Level("n", "new"), Level("f", "fluent")],
        corner="Pupil",
        columns=["7+8", Heading("8+8", hint="8 + 8 = 16")],
        rows=[
            (Heading("<Ada>", "/p?a=1&b=2"), [Cell(1, hint='"1.4" s'), None]),
            ("Bo", [Cell(0, "2.1"), Cell(0)]),
        ],
        groups=[("Sevens", 1), ("Eights", 1)],
    )
    table = ElementTree.fromstring(heat.html)
    cells = [(cell.get("class"), cell.text) for cell in table.findall("tbody/tr/td")]
    assert cells == [("heat-1", "f"), (None, None), ("heat-0", "2.1"), ("heat-0", "n")]
    assert table.find("tbody/tr/td[1]").get("title") == '"1.4" s'  # type: ignore[union-attr]
    assert table.findtext("tbody/tr/th/a") == "<Ada>"
    assert table.find("tbody/tr/th/a").get("href") == "/p?a=1&b=2"  # type: ignore[union-attr]


def test_a_heat_map_refuses_rows_of_another_length() -> None:
    with pytest.raises(ValueError, match="row 'Ada' has 1 cells for 2 columns"):
        heat_map("Facts", levels=[Level("n", "new")], columns=["1", "2"], rows=[("Ada", [None])])
    with pytest.raises(ValueError, match="at most 6 levels, not 7"):
        heat_map("Facts", levels=[Level("n", "new")] * 7, columns=[], rows=[])


def test_levels_by_edges() -> None:
    assert [level_of(value, (1, 2, 5)) for value in (0.5, 1, 1.9, 2, 9)] == [0, 1, 1, 2, 3]


def test_charts_and_pages_have_the_same_palette() -> None:
    pages = dict(re.findall(r"--rw-([\w-]+): (#\w+);", (WEB / "static/web/palette.css").read_text()))
    for name in ("ink", "line", "down", "ochre", "sky", "brick", "paper"):
        assert getattr(ink, name.upper()) == pages[name]
    assert pages["ink-soft"] == ink.SOFT


def practised(*rates: tuple[float, float], **beside: object) -> Practised:
    days = [ChartDay(MONDAY + timedelta(days=index), *pair, floor=0.2) for index, pair in enumerate(rates)]
    return Practised(days, **beside)  # type: ignore[arg-type]


RATES = st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 1000)), max_size=160)


@given(title=NAMES, rates=RATES)
def test_the_celeration_chart_has_a_dot_and_a_cross_for_each_of_its_140_days(
    title: str, rates: list[tuple[float, float]]
) -> None:
    chart = celeration_chart(title, practised(*rates), first=MONDAY)
    root = parsed(chart)
    shown = min(len(rates), 139)
    assert len(chart.table.rows) == shown
    said = [mark for mark in root.findall(f"{SVG}g") if mark.find(f"{SVG}title") is not None]
    assert [[part.tag for part in mark[1:]] for mark in said] == [[f"{SVG}path", f"{SVG}circle"]] * shown


def ends_of(mark: ElementTree.Element) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in mark.attrib["points"].split())]


def test_what_doubles_each_week_climbs_at_34_degrees() -> None:
    for weeks_long in (3, 10, 30):
        doubling = ChartLine((MONDAY, 10), (MONDAY + timedelta(weeks=weeks_long), 10 * 2**weeks_long))
        chart = celeration_chart("Corrects", practised(lines=[doubling]), first=MONDAY)
        (left, low), (right, high) = ends_of(parsed(chart).findall(f"{SVG}polyline")[-1])
        assert math.degrees(math.atan2(low - high, right - left)) == pytest.approx(34, abs=0.2)
        assert high >= 34, "the line ends at the chart's upper edge"


@pytest.mark.parametrize("level", [0.5, 5000])
def test_a_line_outside_the_chart_is_not_drawn(level: float) -> None:
    beyond = ChartLine((MONDAY + timedelta(weeks=30), level), (MONDAY + timedelta(weeks=31), level), "Beyond")
    assert "<polyline" not in celeration_chart("Corrects", practised(lines=[beyond]), first=MONDAY).svg


def test_a_day_without_a_right_answer_stands_below_its_record_floor() -> None:
    root = parsed(celeration_chart("Corrects", practised((0, 3)), first=MONDAY))
    shown = next(dot for dot in root.iterfind(f"{SVG}g/{SVG}circle"))
    floor = next(
        found for mark in root.findall(f"{SVG}path") if (found := re.search(r" ([\d.]+)h", mark.attrib["d"]))
    )
    assert float(shown.attrib["cy"]) > float(floor[1])


def test_no_line_joins_days_before_and_after_a_phase_change() -> None:
    change = PhaseChange(MONDAY + timedelta(days=2), "Shown after 3 s")
    chart = celeration_chart("Corrects", practised(*[(5, 1)] * 4, changes=[change]), first=MONDAY)
    runs = [len(ends_of(mark)) for mark in parsed(chart).findall(f"{SVG}polyline")]
    assert runs == [2, 2, 2, 2]
    assert "Shown after 3 s" in chart.svg


def test_the_words_of_changes_on_neighbouring_days_do_not_meet() -> None:
    changes = [PhaseChange(MONDAY + timedelta(days=day), "fewer at a time") for day in (0, 2, 4, 60, 130)]
    root = parsed(celeration_chart("Corrects", practised((5, 1), changes=changes), first=MONDAY))
    words = [mark for mark in root.findall(f"{SVG}text") if mark.text == "fewer at a time"]
    heights = [float(mark.attrib["y"]) for mark in words]
    assert heights[0] == heights[3] == heights[4] < heights[1] < heights[2]
    assert [mark.attrib["text-anchor"] for mark in words] == [*["start"] * 4, "end"]


def test_what_was_changed_is_said_in_words_too() -> None:
    change = PhaseChange(MONDAY + timedelta(days=1), "own aim")
    said = celeration_chart("Corrects", practised((5, 1), (6, 1), changes=[change]), first=MONDAY).description
    assert "Changed: 4 Nov own aim." in said


def test_a_change_before_the_chart_begins_is_not_drawn() -> None:
    change = PhaseChange(MONDAY - timedelta(days=30), "Long ago")
    assert "Long ago" not in celeration_chart("Corrects", practised((5, 1), changes=[change]), first=MONDAY).svg


def test_the_celeration_chart_says_what_it_shows() -> None:
    line = ChartLine((MONDAY, 6), (MONDAY + timedelta(days=1), 9), "Correct × 1.4 a week")
    ahead = ChartLine(line.end, (MONDAY + timedelta(days=20), 25), is_projection=True)
    shown = practised((6, 2), (9, 0), aim=(30, 25), lines=[line, ahead])
    chart = celeration_chart("Corrects and errors", shown, first=MONDAY)
    assert chart.description == (
        "2 days from 3 Nov to 4 Nov. Correct a minute: from 6 to 9. Errors a minute: from 2 to 0. "
        "Correct × 1.4 a week. The aim is 25 to 30 correct a minute."
    )
    assert celeration_chart("Nothing", practised(), first=MONDAY).description == "Nothing to show yet."


def test_the_axis_by_itself_has_the_numbers_of_the_chart_at_the_same_heights() -> None:
    weeks = [(MONDAY, 10.0), (MONDAY + timedelta(weeks=1), 25.0)]
    for chart in (
        celeration_chart("Corrects", practised((5, 1)), first=MONDAY),
        line_chart("Facts", [Series("Facts", weeks)]),
        stacked_chart("Speed", ["quick", "slow"], [Column("2 Nov", [1, 2])], heading="Week"),
    ):
        labels = re.findall(r'<text x="[\d.]+" y="[\d.]+" text-anchor="end"[^>]*>[^<]+</text>', chart.axis)
        assert len(labels) >= 3
        assert all(label in chart.svg for label in labels)
        assert 'aria-hidden="true"' in chart.axis


def test_a_chart_of_a_whole_half_year_stays_small() -> None:
    chart = celeration_chart("Corrects", practised(*[(20, 1)] * 139), first=MONDAY)
    assert len(chart.svg) < 55_000
