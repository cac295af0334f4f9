"""A report as one HTML file that needs nothing else: style, fonts and charts are in it, and no script."""

from __future__ import annotations

from base64 import b64encode
from importlib.resources import files
from typing import Final

from django.template import Context, Engine
from django.utils.safestring import mark_safe

from ridgeway.evaluation.report.document import Report

_ROOM: Final = files("ridgeway.evaluation.report")
_FONTS: Final = "static/web/vendor/fonts"
_WEIGHTS: Final = (400, 700)


def html_of(report: Report) -> str:
    """Return the report as an HTML document. Everything said in it is escaped; needs no settings of Django."""
    template = Engine(dirs=[str(_ROOM)]).get_template("report.html")
    style = _ROOM.joinpath("report.css").read_text("utf-8")
    shown = {
        "report": report,
        "style": mark_safe(f"{_faces()}{style}"),  # noqa: S308 - our own files
    }
    return template.render(Context(shown, use_l10n=False, use_tz=False))


def _faces() -> str:
    """Return the two weights of the staff font, inside the style."""
    return "".join(
        '@font-face { font-family: "Atkinson Hyperlegible"; '
        f'font-weight: {weight}; font-display: swap; src: url("data:font/woff2;base64,{_font(weight)}") '
        'format("woff2"); }\n'
        for weight in _WEIGHTS
    )


def _font(weight: int) -> str:
    name = f"atkinson-hyperlegible-latin-{weight}-normal.woff2"
    return b64encode(files("ridgeway.web").joinpath(_FONTS, name).read_bytes()).decode()
