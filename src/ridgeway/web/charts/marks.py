"""Marks: the few SVG elements our charts are made of, as strings. Words are escaped here, once."""

from collections.abc import Iterable
from html import escape

from ridgeway.web.charts import ink


def number(value: float) -> str:
    """Write a coordinate to a tenth, without a trailing nought."""
    return f"{value:.1f}".removesuffix(".0")


def text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    fill: str = ink.SOFT,
    bold: bool = False,
    halo: bool = False,
) -> str:
    """Words at a place; ``anchor`` is start, middle or end. With a ``halo`` of paper they read across lines."""
    weight = ' font-weight="700"' if bold else ""
    rim = f' stroke="{ink.PAPER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    place = f'x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"'
    return f'<text {place} fill="{fill}"{weight}{rim}>{escape(words)}</text>'


def line(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str = ink.LINE, width: float = 1, dash: str = ""
) -> str:
    """A straight line."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
        f' stroke="{stroke}" stroke-width="{number(width)}"{dashes}/>'
    )


def polyline(points: Iterable[tuple[float, float]], *, stroke: str, width: float = 2, dash: str = "") -> str:
    """A line through points."""
    places = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{places}" fill="none" stroke="{stroke}" stroke-width="{number(width)}"'
        f' stroke-linejoin="round" stroke-linecap="round"{dashes}/>'
    )


def dot(x: float, y: float, *, fill: str, radius: float = 3, hint: str = "") -> str:
    """A filled point on a rim of paper; ``hint`` is said under the pointer."""
    said = f"<title>{escape(hint)}</title>" if hint else ""
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}"'
        f' stroke="{ink.PAPER}">{said}</circle>'
    )


def ring(x: float, y: float, *, stroke: str, radius: float = 3, hint: str = "") -> str:
    """An open circle; ``hint`` is said under the pointer."""
    said = f"<title>{escape(hint)}</title>" if hint else ""
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{ink.PAPER}"'
        f' stroke="{stroke}" stroke-width="{number(max(1.0, radius / 2.5))}">{said}</circle>'
    )


def diamond(x: float, y: float, *, fill: str, radius: float = 4, hint: str = "") -> str:
    """A square on its corner, on a rim of paper; ``hint`` is said under the pointer."""
    said = f"<title>{escape(hint)}</title>" if hint else ""
    corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    places = " ".join(f"{number(left)},{number(top)}" for left, top in corners)
    return f'<polygon points="{places}" fill="{fill}" stroke="{ink.PAPER}">{said}</polygon>'


def arrow(x1: float, y: float, x2: float, *, stroke: str) -> str:
    """A level line with a head at its second end."""
    back = x2 + (-4 if x2 > x1 else 4)
    head = f"M{number(back)} {number(y - 3)}L{number(x2)} {number(y)}L{number(back)} {number(y + 3)}"
    path = f"M{number(x1)} {number(y)}H{number(x2)}{head}"
    return f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="1.2"/>'


def step(x: float, y: float, width: float, height: float, *, fill: str, stroke: str) -> str:
    """A block that stands on the ground ``y``."""
    return (
        f'<rect x="{number(x)}" y="{number(y - height)}" width="{number(width)}" height="{number(height)}" rx="2"'
        f' fill="{fill}" stroke="{stroke}" stroke-width="1.4"/>'
    )


def cross(x: float, y: float, *, stroke: str, reach: float = 2.6, hint: str = "") -> str:
    """A diagonal cross; ``hint`` is said under the pointer."""
    said = f"<title>{escape(hint)}</title>" if hint else ""
    left, right, top, bottom = (number(place) for place in (x - reach, x + reach, y - reach, y + reach))
    return (
        f'<path d="M{left} {top}L{right} {bottom}M{left} {bottom}L{right} {top}" fill="none"'
        f' stroke="{stroke}" stroke-width="1.4">{said}</path>'
    )


def rect(x: float, y: float, width: float, height: float, *, fill: str, hint: str = "") -> str:
    """A filled rectangle."""
    said = f"<title>{escape(hint)}</title>" if hint else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        f' fill="{fill}">{said}</rect>'
    )
