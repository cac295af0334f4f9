"""The funnel plot: each school's figure by its number of pupils, between limits that narrow as schools grow.

After Spiegelhalter (2005): most schools lie between the limits, small ones far from the centre among them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ridgeway.web.charts import ink
from ridgeway.web.charts.chart import Chart, DataTable, Frame, widest
from ridgeway.web.charts.marks import diamond, line, polyline, ring, text
from ridgeway.web.charts.scales import LinearScale, number_label


@dataclass(frozen=True, slots=True)
class Placed:
    """A school's number of pupils and its figure; ``marked`` ones are solid diamonds, others small rings."""

    name: str
    size: float
    value: float
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """Limits of one level, such as "95%": (size, lower, upper) in order of size."""

    name: str
    points: Sequence[tuple[float, float, float]]


def funnel_chart(
    title: str,
    placed: Sequence[Placed],
    *,
    centre: float,
    limits: Sequence[Limit] = (),
    names: tuple[str, str] = ("ours", "others"),
    sizes: str = "Pupils",
    what: str = "Value",
    unit: str = "",
    description: str = "",
) -> Chart:
    """Draw figures by size. ``names`` are of the marked and of the others; ``sizes`` names the axis below."""
    frame = Frame(width=400, height=300, top=34, left=44, right=48, bottom=42)
    said = description or _describe(placed, centre, names, unit)
    across, upwards = _scales(placed, centre, limits, frame)
    svg = frame.holds(
        frame.left_axis(upwards),
        frame.bottom_axis(across),
        [text(sum(frame.across) / 2, frame.height - 6, sizes, anchor="middle")],
        [
            line(
                frame.left, upwards(centre), frame.width - frame.right, upwards(centre), stroke=ink.SOFT, width=1.4
            )
        ],
        (mark for index, each in enumerate(limits) for mark in _limit(each, index, across, upwards)),
        (
            mark
            for each in sorted(placed, key=lambda one: one.marked)
            for mark in _place(each, across, upwards, unit)
        ),
        _key(names),
        title=title,
        description=said,
    )
    return Chart(svg, title, said, DataTable(("School", sizes, what, "Group"), _rows(placed, names, unit)))


def _scales(
    placed: Sequence[Placed], centre: float, limits: Sequence[Limit], frame: Frame
) -> tuple[LinearScale, LinearScale]:
    drawn = [point for each in limits for point in each.points]
    ends = [centre, *(each.value for each in placed), *(end for point in drawn for end in point[1:])]
    reach = [1.0, *(each.size for each in placed), *(point[0] for point in drawn)]
    upwards = LinearScale((min(ends), max(ends)), frame.upwards).nice(5)
    return LinearScale((0, max(reach)), frame.across).nice(6), upwards


def _limit(limit: Limit, index: int, across: LinearScale, upwards: LinearScale) -> Iterator[str]:
    dash = ("4 3", "1 3")[index % 2]
    for side in (1, 2):
        yield polyline(
            ((across(point[0]), upwards(point[side])) for point in limit.points),
            stroke=ink.INK,
            width=1.1,
            dash=dash,
        )
    if limit.points:
        last = limit.points[-1]
        yield text(across(last[0]) + 4, upwards(last[1 + index % 2]) + 4, limit.name, halo=True)


def _place(each: Placed, across: LinearScale, upwards: LinearScale, unit: str) -> Iterator[str]:
    x, y = across(each.size), upwards(each.value)
    hint = f"{each.name}: {number_label(each.value)}{unit}"
    if each.marked:
        yield diamond(x, y, fill=ink.OCHRE, radius=4.6, hint=hint)
    else:
        yield ring(x, y, stroke=ink.DOWN, radius=2.2, hint=hint)


def _key(names: tuple[str, str]) -> Iterator[str]:
    yield diamond(8, 12, fill=ink.OCHRE, radius=4.6)
    yield text(18, 16, names[0], fill=ink.OCHRE, bold=True)
    x = 44 + ink.BOLD * widest([names[0]])
    yield ring(x, 12, stroke=ink.DOWN, radius=2.6)
    yield text(x + 9, 16, names[1], fill=ink.DOWN, bold=True)


def _describe(placed: Sequence[Placed], centre: float, names: tuple[str, str], unit: str) -> str:
    ours = [each for each in placed if each.marked]
    below = sum(each.value < centre for each in ours)
    return (
        f"{len(ours)} {names[0]} and {len(placed) - len(ours)} {names[1]} around {number_label(centre)}{unit}; "
        f"{below} of {len(ours)} {names[0]} lie below it."
    )


def _rows(placed: Sequence[Placed], names: tuple[str, str], unit: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (each.name, number_label(each.size, 1), f"{number_label(each.value)}{unit}", names[not each.marked])
        for each in sorted(placed, key=lambda one: (not one.marked, one.value))
    )
