"""Growth on paper: a page for each pupil, to talk about at parents' evening."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.utils.formats import date_format

from ridgeway.foundations.growth.looking import Look
from ridgeway.foundations.growth.names import unit_of
from ridgeway.foundations.growth.pictures import Picture
from ridgeway.schools.models import Pupil, School, TeachingGroup
from ridgeway.web.charts.scales import number_label
from ridgeway.web.pdf import render_pdf

TEMPLATE: Final = "foundations/typst/growth.typ"


def growth_pdf(
    school: School, group: TeachingGroup, looked: Look, drawn: Sequence[tuple[Pupil, Picture]], today: dt.date
) -> bytes:
    """The pictures of these pupils, a page each, with what they say in plain words."""
    unit = "" if looked.shown is None else unit_of(looked.shown)
    data = {
        "title": f"Growth: {looked.name}",
        "school": school.name,
        "day": date_format(today),
        "class": group.name,
        "pupils": [
            {"name": str(pupil), "picture": f"{pupil.pk}.svg", "said": sentences(pupil, found, unit)}
            for pupil, found in drawn
        ],
    }
    return render_pdf(TEMPLATE, data, {f"{pupil.pk}.svg": found.chart.svg.encode() for pupil, found in drawn})


def sentences(pupil: Pupil, found: Picture, unit: str) -> list[str]:
    """What a picture says, for somebody who has never seen one: where it began, where it is, and what comes."""
    first, last = found.days[0], found.days[-1]
    said = [
        f"On {date_format(first.day)} {pupil.forename} had {number_label(first.correct)} {unit} right a minute"
        f" and {number_label(first.errors)} wrong; on {date_format(last.day)} {number_label(last.correct)} right"
        f" and {number_label(last.errors)} wrong."
    ]
    if found.trend is None:
        said.append("There are too few days yet to say how fast that grows.")
    else:
        said.append(
            f"The line through these days: {found.celeration}. × 1.25 a week is worth while, × 1.4 is good."
        )
    if found.aim is not None:
        said.append(f"The aim is {number_label(found.aim)} right a minute: {found.aim_in_words or 'no date yet'}.")
    return said
