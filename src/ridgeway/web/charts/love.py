"""The love plot: how unlike two groups were before and after something was done about it, fact by fact.

Named after Thomas E. Love; drawn as Austin (2009) and Stuart (2010) read it, with guides where likeness ends.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ridgeway.web.charts import ink
from ridgeway.web.charts.chart import Chart, DataTable, Frame, fitting, widest
from ridgeway.web.charts.marks import arrow, dot, line, ring, text
from ridgeway.web.charts.scales import LinearScale, number_label

ROW = 40


@dataclass(frozen=True, slots=True)
class Unlike:
    """A fact's standardised mean difference before, and after if anything was done."""

    name: str
    before: float
    after: float | None = None


def love_plot(
    title: str,
    rows: Sequence[Unlike],
    *,
    guides: Sequence[float] = (0.1, 0.25),
    description: str = "",
    width: float = 400,
) -> Chart:
    """Draw absolute differences in the order given: a ring before, a dot after, an arrow from one to the other."""
    said = description or _describe(rows, guides)
    frame = Frame(width=width, height=len(rows) * ROW + 62, top=28, left=16)
    most = max([*guides, *(abs(each) for row in rows for each in (row.before, row.after) if each is not None)])
    across = LinearScale((0, most), frame.across).nice(5)
    svg = frame.holds(
        _key(rows),
        frame.bottom_axis(across, most=5),
        (mark for index in range(len(rows)) for guide in guides for mark in _guide(guide, index, across, frame)),
        (mark for index, row in enumerate(rows) for mark in _row(row, index, across, frame)),
        title=title,
        description=said,
    )
    return Chart(svg, title, said, _table(rows))


def _guide(guide: float, index: int, across: LinearScale, frame: Frame) -> Iterator[str]:
    x, middle = across(guide), frame.top + index * ROW + 27
    yield line(x, middle - 9, x, middle + 9, stroke=ink.SOFT, dash="2 2")


def _row(row: Unlike, index: int, across: LinearScale, frame: Frame) -> Iterator[str]:
    words, middle = frame.top + index * ROW + 13, frame.top + index * ROW + 27
    before = across(abs(row.before))
    said = number_label(row.before, 0.01)
    if row.after is not None:
        said = f"{said} → {number_label(row.after, 0.01)}"
        after = across(abs(row.after))
        if abs(before - after) > 14:
            yield arrow(before, middle, after + (6 if after < before else -6), stroke=ink.SOFT)
        yield dot(after, middle, fill=ink.DOWN, radius=5, hint=f"{row.name}, after: {said}")
    yield ring(before, middle, stroke=ink.OCHRE, radius=5, hint=f"{row.name}, before: {said}")
    yield text(2, words, fitting(row.name, frame.width - widest([said]) - 12), fill=ink.INK)
    yield text(frame.width - 2, words, said, anchor="end", fill=ink.INK)


def _key(rows: Sequence[Unlike]) -> Iterator[str]:
    yield ring(8, 10, stroke=ink.OCHRE, radius=5)
    yield text(18, 14, "before", fill=ink.OCHRE, bold=True)
    if any(row.after is not None for row in rows):
        yield dot(78, 10, fill=ink.DOWN, radius=5)
        yield text(88, 14, "after", fill=ink.DOWN, bold=True)


def _describe(rows: Sequence[Unlike], guides: Sequence[float]) -> str:
    if not rows:
        return "Nothing to show yet."
    last = [abs(row.before if row.after is None else row.after) for row in rows]
    counts = (
        f"{sum(each > guide for each in last)} differ by more than {number_label(guide)}" for guide in guides
    )
    return f"Of {len(rows)} facts {', '.join(counts)} standard deviations."


def _table(rows: Sequence[Unlike]) -> DataTable:
    return DataTable(
        ("Fact", "Before", "After"),
        tuple(
            (
                row.name,
                number_label(row.before, 0.01),
                "–" if row.after is None else number_label(row.after, 0.01),
            )
            for row in rows
        ),
    )
