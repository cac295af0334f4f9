"""Growth on paper: a page for each pupil, to talk about at parents' evening, or one for a group."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.formats import date_format

from ridgeway.foundations.growth.looking import Look
from ridgeway.foundations.growth.pictures import Picture
from ridgeway.foundations.growth.together import MemberRow
from ridgeway.schools.models import Pupil, School, TeachingGroup
from ridgeway.web.charts.scales import number_label
from ridgeway.web.pdf import render_pdf

TEMPLATE: Final = "foundations/typst/growth.typ"

OF_ONE: Final = "Only this pupil's own growth is shown here."

OF_SOME: Final = (
    "The chart shows the middle pupil of the group on each day. This page names several pupils: it is for staff."
)

COLUMNS: Final = ("Pupil", "Growth", "Level", "Last day", "Aim reached")
"""What is told of each member of a group."""


def growth_pdf(
    school: School, group: TeachingGroup, looked: Look, drawn: Sequence[tuple[Pupil, Picture]], today: dt.date
) -> bytes:
    """The pictures of these pupils, a page each, with what they say in plain words."""
    pages = [
        {
            "name": str(pupil),
            "picture": f"{pupil.pk}.svg",
            "said": sentences(pupil.forename, found, looked.unit),
            "note": OF_ONE,
            "rows": [],
        }
        for pupil, found in drawn
    ]
    return _paper(school, group, looked, pages, {f"{pupil.pk}.svg": found for pupil, found in drawn}, today)


def together_pdf(
    school: School, group: TeachingGroup, looked: Look, found: Picture, rows: Sequence[MemberRow], today: dt.date
) -> bytes:
    """The picture of a group, and below it its members with what their own lines say."""
    page = {
        "name": found.chart.title,
        "picture": "together.svg",
        "said": sentences("the middle pupil", found, looked.unit),
        "note": OF_SOME,
        "rows": [COLUMNS, *([str(row.pupil), row.growth, row.level, row.last, row.aim] for row in rows)],
    }
    return _paper(school, group, looked, [page], {"together.svg": found}, today)


def _paper(
    school: School,
    group: TeachingGroup,
    looked: Look,
    pages: Sequence[Mapping[str, object]],
    pictures: Mapping[str, Picture],
    today: dt.date,
) -> bytes:
    data = {
        "title": f"Growth: {looked.name}",
        "school": school.name,
        "day": date_format(today),
        "class": group.name,
        "pages": pages,
    }
    return render_pdf(TEMPLATE, data, {name: each.chart.svg.encode() for name, each in pictures.items()})


def sentences(who: str, found: Picture, unit: str) -> list[str]:
    """What a picture says, for somebody who has never seen one: where it began, where it is, and what comes."""
    first, last = found.days[0], found.days[-1]
    said = [
        f"On {date_format(first.day)} {who} had {number_label(first.correct)} {unit} right a minute"
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
