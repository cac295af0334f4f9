"""Two figures of each of some things, one across and one upwards: how they lie together. No line is drawn through
them, for a line would say more than the points do."""

from collections.abc import Sequence
from dataclasses import dataclass

from ridgeway.web.charts import ink
from ridgeway.web.charts.chart import Chart, DataTable, Frame
from ridgeway.web.charts.marks import dot, text
from ridgeway.web.charts.scales import LinearScale, number_label


@dataclass(frozen=True, slots=True)
class Point:
    """A thing with its two figures."""

    name: str
    across: float
    upwards: float


def scatter_chart(
    title: str,
    points: Sequence[Point],
    *,
    across: str = "Across",
    upwards: str = "Upwards",
    what: str = "Name",
    keep: Sequence[float] = (0.0,),
    description: str = "",
) -> Chart:
    """Draw points; ``across`` and ``upwards`` name the axes, ``what`` heads the column of names in the table.

    ``keep`` are values upwards that stay in the picture, so that small differences look small; across begins at 0.
    """
    frame = Frame(width=440, height=320, top=30, left=48, bottom=44)
    said = description or _describe(points, across, upwards)
    table = DataTable((what, across, upwards), tuple(map(_row, sorted(points, key=lambda each: each.across))))
    if not points:
        nothing = text(frame.width / 2, frame.height / 2, "Nothing to show yet", anchor="middle")
        return Chart(frame.holds([nothing], title=title, description=said), title, said, table)
    along = LinearScale((0, max(1.0, *(each.across for each in points))), frame.across).nice(6)
    ends = [*keep, *(each.upwards for each in points)]
    up = LinearScale((min(ends), max(ends)), frame.upwards).nice(5)
    svg = frame.holds(
        frame.left_axis(up),
        frame.bottom_axis(along),
        [text(8, 16, upwards), text(sum(frame.across) / 2, frame.height - 6, across, anchor="middle")],
        (
            dot(along(each.across), up(each.upwards), fill=ink.DOWN, radius=4.5, hint=_hint(each))
            for each in points
        ),
        title=title,
        description=said,
    )
    return Chart(svg, title, said, table)


def _hint(point: Point) -> str:
    return f"{point.name}: {number_label(point.across)}, {number_label(point.upwards)}"


def _row(point: Point) -> tuple[str, str, str]:
    return point.name, number_label(point.across), number_label(point.upwards)


def _describe(points: Sequence[Point], across: str, upwards: str) -> str:
    if not points:
        return "Nothing to show yet."
    ends = [
        f"{name} from {number_label(min(values))} to {number_label(max(values))}"
        for name, values in (
            (across, [each.across for each in points]),
            (upwards, [each.upwards for each in points]),
        )
    ]
    return f"{len(points)} point{'s' if len(points) > 1 else ''}. {'; '.join(ends)}."
