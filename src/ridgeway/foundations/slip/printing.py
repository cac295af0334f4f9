"""Slips as a PDF: a page of A4 each, or two to a page as A5, to be cut apart."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final, Literal

from django.utils.formats import date_format

from ridgeway.foundations.slip.wording import Worded
from ridgeway.schools.models import School, TeachingGroup
from ridgeway.web.pdf import render_pdf

TEMPLATE: Final = "foundations/typst/slip.typ"

Layout = Literal["a4", "a5"]

GAMES: Final[dict[Layout, int]] = {"a4": 3, "a5": 2}
"""At most so many games; fewer where they would not fit in large type."""


def slips_pdf(
    school: School,
    group: TeachingGroup,
    slips: Sequence[Worded],
    *,
    layout: Layout,
    room_to_write: bool,
    day: dt.date,
) -> bytes:
    """The slips in their order; `room_to_write` leaves lines for a pen where the teacher has typed no words."""
    data = {
        "title": f"Slips for parents, {group.name}",
        "school": school.name,
        "class": group.name,
        "day": date_format(day),
        "layout": layout,
        "room_to_write": room_to_write,
        "slips": [_fitting(each, layout) for each in slips],
    }
    return render_pdf(TEMPLATE, data)


def file_name(group: TeachingGroup, day: dt.date) -> str:
    """What the PDF is called when it is kept."""
    return f"Slips {group.name} {day.isoformat()}.pdf"


def _fitting(slip: Worded, layout: Layout) -> dict[str, object]:
    games = [{"title": game.title, "needs": game.needs_inline, "text": game.text} for game in slip.games]
    return asdict(slip) | {"games": games[: GAMES[layout]]}
