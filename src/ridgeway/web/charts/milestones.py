"""How far along a short scale: milestones that stand up where they are reached and are outlines where not."""

from collections.abc import Iterator

from ridgeway.web.charts import ink
from ridgeway.web.charts.chart import Chart, DataTable, Frame
from ridgeway.web.charts.marks import milestone

STEP = 30
HEIGHT = 34


def milestones(title: str, reached: int, of: int, *, word: str = "", description: str = "") -> Chart:
    """Draw ``of`` milestones, each higher than the last, those ``reached`` solid; ``word`` names the place."""
    if not 0 <= reached <= of:
        raise ValueError(f"{reached} of {of} milestones cannot be reached")
    called = f"{word} ({reached} of {of})" if word else f"{reached} of {of}"
    said = description or f"{called[0].upper()}{called[1:]}."
    frame = Frame(width=of * STEP + 6, height=HEIGHT)
    svg = frame.holds(_stones(reached, of), title=title, description=said)
    return Chart(svg, title, said, DataTable((title,), ((called,),)))


def _stones(reached: int, of: int) -> Iterator[str]:
    for index in range(of):
        height = 14 + (HEIGHT - 18) * index / max(1, of - 1)
        fill, stroke = (ink.DOWN, ink.DOWN) if index < reached else (ink.PAPER, ink.SOFT)
        yield milestone(4 + index * STEP, HEIGHT - 2, 20, height, fill=fill, stroke=stroke)
