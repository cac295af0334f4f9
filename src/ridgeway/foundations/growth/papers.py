"""Growth on paper: a page for each pupil, to talk about at parents' evening, or one for a group."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.formats import date_format

from ridgeway.foundations.growth.looking import Look
from ridgeway.foundations.growth.pictures import Picture
from ridgeway.foundations.growth.together import MemberRow
from ridgeway.schools.models import Pupil, School, TeachingGroup
from ridgeway.web.charts import ChartDay
from ridgeway.web.charts.scales import number_label
from ridgeway.web.pdf import render_pdf

TEMPLATE: Final = "foundations/typst/growth.typ"

OF_ONE: Final = "Only this pupil's own growth is shown here."

OF_SOME: Final = (
    "The chart shows the middle pupil of the group on each day. This page names several pupils: it is for staff."
)

IN_PRACTICE: Final = (
    "In practice the rate may stay level while a pupil learns, because harder facts come in all the time."
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
            "said": sentences(pupil.forename, found, looked),
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
        "said": sentences("the middle pupil", found, looked),
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


def sentences(who: str, found: Picture, looked: Look) -> list[str]:
    """What a picture says, for somebody who has never seen one: where it began, where it is, and what comes."""
    first, last = found.days[0], found.days[-1]
    said = [f"On {_day_in_words(first, f'{who} had', looked.unit)}"]
    if last is not first:
        said[0] += f"; on {_day_in_words(last, 'it was', looked.unit)}"
    said[0] += "."
    said.append(_growth_in_words(found))
    if looked.facts:
        said.append(IN_PRACTICE)
    if found.aim is not None:
        rate = "the rate since the last change" if found.since_changes else "this rate"
        said.append(_aim_in_words(number_label(found.aim), found.aim_in_words, rate))
    return said


def _day_in_words(day: ChartDay, had: str, unit: str) -> str:
    rates = f"{number_label(day.correct)} {unit} right a minute and {number_label(day.errors)} wrong"
    return f"{date_format(day.day)} {had} {rates}"


def _growth_in_words(found: Picture) -> str:
    if found.trend is None:
        return "There are too few days yet to say how fast that grows."
    low, high = found.trend.robust.interval
    if low <= 1 <= high:
        return f"Over all these days that is about level: {found.celeration}."
    change = 100 * abs(found.trend.robust_per_week - 1)
    more = "more" if low > 1 else "less"
    return f"Over all these days that is about {change:.0f} per cent {more} each week: {found.celeration}."


def _aim_in_words(aim: str, when: str, rate: str) -> str:
    match when:
        case "":
            return f"The aim is {aim} right a minute."
        case "met":
            return f"The aim of {aim} right a minute is met."
        case "not on this line":
            return f"The aim is {aim} right a minute. The line does not lead there yet."
        case _:
            return f"The aim is {aim} right a minute. At {rate} it is met {when}."
