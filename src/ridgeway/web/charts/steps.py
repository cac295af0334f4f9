"""How far up a short scale: steps that are solid where they are reached and outlines where not."""

from collections.abc import Iterator

from ridgeway.web.charts import ink
from ridgeway.web.charts.chart import Chart, DataTable, Frame
from ridgeway.web.charts.marks import step

WIDTH = 28
GAP = 3
HEIGHT = 36
LOWEST = 9


def steps(title: str, reached: int, of: int, *, word: str = "", description: str = "") -> Chart:
    """Draw ``of`` rising steps, those ``reached`` solid; ``word`` names the place on the scale."""
    if not 0 <= reached <= of:
        raise ValueError(f"{reached} of {of} steps cannot be reached")
    called = f"{word} ({reached} of {of})" if word else f"{reached} of {of}"
    said = description or f"{called[0].upper()}{called[1:]}."
    frame = Frame(width=of * (WIDTH + GAP) + 1, height=HEIGHT)
    svg = frame.holds(_steps(reached, of), title=title, description=said)
    return Chart(svg, title, said, DataTable((title,), ((called,),)))


def _steps(reached: int, of: int) -> Iterator[str]:
    for index in range(of):
        height = LOWEST + (HEIGHT - 3 - LOWEST) * index / max(1, of - 1)
        fill, stroke = (ink.DOWN, ink.DOWN) if index < reached else (ink.PAPER, ink.SOFT)
        yield step(1 + index * (WIDTH + GAP), HEIGHT - 1, WIDTH, height, fill=fill, stroke=stroke)
