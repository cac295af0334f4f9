"""Pages and papers of growth: a class side by side, some of it together, and a pupil's line."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from ridgeway.access.classes import class_crumbs, find_class
from ridgeway.access.gate import SchoolRequest, school_view
from ridgeway.foundations.growth.alone import pictures_of
from ridgeway.foundations.growth.automatic import weeks_of_speed
from ridgeway.foundations.growth.changes import changes_for_class
from ridgeway.foundations.growth.looking import Look, fluent_side_by_side, look, side_by_side, weeks_shown
from ridgeway.foundations.growth.names import set_choices
from ridgeway.foundations.growth.papers import growth_pdf, together_pdf
from ridgeway.foundations.growth.pictures import Picture, aim_a_minute, picture
from ridgeway.foundations.growth.together import Standing, member_rows, ready_groups, standings
from ridgeway.foundations.heat import STRAND_NAMES
from ridgeway.foundations.measures import main_strand
from ridgeway.foundations.years import usual_year
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.web.charts import Chart
from ridgeway.web.pdf_reply import pdf_reply
from ridgeway.web.shell import Link

WAYS: Final = {"fluent": "Fluent facts", "rates": "Right a minute", "speed": "From seconds to automatic"}


@school_view(needs="teach")
def of_class(request: SchoolRequest, group: int) -> HttpResponse:
    """A class in one of three ways: fluent facts or rates side by side, or how seconds become automatic."""
    taught, pupils = _class(group)
    asked = request.GET.get("show", "")
    way = asked if asked in WAYS else "fluent"
    shown = {"fluent": _fluent, "rates": _rates, "speed": _speed_of_class}[way](request, taught, pupils)
    context = {
        "crumbs": class_crumbs(request.school, taught),
        "group": taught,
        "way": way,
        "ways": [Link(name, f"?show={key}", key == way) for key, name in WAYS.items()],
        "members": _ticked(request, pupils),
        **shown,
    }
    return render(request, "foundations/growth/class.html", context)


@school_view(needs="teach")
def of_pupil(request: SchoolRequest, group: int, pupil: int) -> HttpResponse:
    """A pupil's line on the Standard Celeration Chart, and what it says."""
    taught, pupils = _class(group)
    shown = _member(pupils, pupil)
    looked = _look(request, [shown])
    portrait = Link(str(shown), reverse("foundations:pupil", args=[request.school.urn, taught.pk, shown.pk]))
    context = {
        "crumbs": [*class_crumbs(request.school, taught), portrait],
        "group": taught,
        "pupil": shown,
        "look": looked,
        "sets": set_choices(),
        "picture": next((found for _, found in pictures_of(looked, [shown], taught, timezone.localdate())), None),
        "speed": weeks_of_speed([shown.pk], looked.facts, looked.since, looked.until) if looked.facts else None,
    }
    return render(request, "foundations/growth/pupil.html", context)


@school_view(needs="teach")
def of_class_as_pdf(request: SchoolRequest, group: int) -> HttpResponse:
    """A page for each pupil, for parents' evening."""
    taught, pupils = _class(group)
    return _pdf(request, taught, pupils, _look(request, pupils), f"Growth {taught.name}")


@school_view(needs="teach")
def of_some(request: SchoolRequest, group: int) -> HttpResponse:
    """Some pupils of a class together: the line of their middle one, and what each one's own says."""
    taught, pupils = _class(group)
    members = _ticked(request, pupils)
    looked = _look(request, pupils)
    if len(members) == 1:
        alone = reverse("foundations:pupil_growth", args=[request.school.urn, taught.pk, members[0].pk])
        return redirect(f"{alone}?{looked.query()}")
    found = standings(looked, pupils, taught, timezone.localdate())
    context = {
        "crumbs": class_crumbs(request.school, taught),
        "group": taught,
        "look": looked,
        "sets": set_choices(),
        "members": members,
        "groups": [_to_class(request, taught, looked), *_ready(request, taught, looked, found, members)],
        "picture": _middle(looked, taught, pupils, members, _usual_aim(looked, taught)),
        "rows": [
            (row, looked.query([each for each in members if each != row.pupil]))
            for row in member_rows(members, found, looked, taught)
        ],
        "query": looked.query(members),
    }
    return render(request, "foundations/growth/together.html", context)


@school_view(needs="teach")
def of_some_as_pdf(request: SchoolRequest, group: int) -> HttpResponse:
    """A group's chart on paper, with its members."""
    taught, pupils = _class(group)
    members = _ticked(request, pupils)
    looked, today = _look(request, pupils), timezone.localdate()
    found = _middle(looked, taught, pupils, members, _usual_aim(looked, taught))
    if found is None:
        raise Http404("There is no growth of this group to print yet.")
    rows = member_rows(members, standings(looked, members, taught, today), looked, taught)
    paper = together_pdf(request.school, taught, looked, found, rows, today)
    return pdf_reply(paper, f"Growth {taught.name} together {today.isoformat()}.pdf")


@school_view(needs="teach")
def of_pupil_as_pdf(request: SchoolRequest, group: int, pupil: int) -> HttpResponse:
    """One pupil's page."""
    taught, pupils = _class(group)
    shown = _member(pupils, pupil)
    return _pdf(request, taught, [shown], _look(request, [shown]), f"Growth {shown}")


def _fluent(request: SchoolRequest, group: TeachingGroup, pupils: list[Pupil]) -> dict[str, object]:
    return {"multiples": _linked(request, group, fluent_side_by_side(pupils, timezone.localdate()))}


def _rates(request: SchoolRequest, group: TeachingGroup, pupils: list[Pupil]) -> dict[str, object]:
    looked = _look(request, pupils)
    aim = _usual_aim(looked, group)
    found = standings(looked, pupils, group, timezone.localdate())
    return {
        "look": looked,
        "sets": set_choices(),
        "groups": _ready(request, group, looked, found, ()),
        "picture": _middle(looked, group, pupils, pupils, aim),
        "multiples": _linked(request, group, side_by_side(looked, pupils, aim=aim)),
    }


def _middle(
    looked: Look, group: TeachingGroup, pupils: list[Pupil], members: list[Pupil], aim: float | None
) -> Picture | None:
    """The line of the middle one of some of a class's pupils, or of all, with what was decided for the class."""
    line = looked.middle_of(members)
    if line is None:
        return None
    whose = "pupil" if members == pupils else f"of {len(members)} pupils"
    changes = changes_for_class(group, looked.since, looked.until, strand=looked.strand)
    return picture(f"{group.name}, the middle {whose}", line, aim=aim, changes=changes)


def _usual_aim(looked: Look, group: TeachingGroup) -> float | None:
    return None if looked.shown is None else aim_a_minute(looked.shown, year=usual_year(group), own_aims={})


def _to_class(request: SchoolRequest, group: TeachingGroup, looked: Look) -> Link:
    """The way to the whole class in what is shown."""
    growth = reverse("foundations:class_growth", args=[request.school.urn, group.pk])
    return Link("Whole class", f"{growth}?show=rates&{looked.query()}")


def _ready(
    request: SchoolRequest,
    group: TeachingGroup,
    looked: Look,
    found: Sequence[Standing],
    members: Sequence[Pupil],
) -> list[Link]:
    """Groups that can be looked at with one click: those that have anybody in them."""
    together = reverse("foundations:growth_together", args=[request.school.urn, group.pk])
    return [
        Link(f"{name} ({len(pupils)})", f"{together}?{looked.query(pupils)}", pupils == members)
        for name, pupils in ready_groups(found)
        if pupils
    ]


def _ticked(request: SchoolRequest, pupils: list[Pupil]) -> list[Pupil]:
    """The pupils of the class whom the address names, in the order of the register; other keys name nobody."""
    keys = set(request.GET.getlist("pupils"))
    return [pupil for pupil in pupils if str(pupil.pk) in keys]


def _speed_of_class(request: SchoolRequest, group: TeachingGroup, pupils: list[Pupil]) -> dict[str, object]:
    since, until = weeks_shown(timezone.localdate())
    keys = [pupil.pk for pupil in pupils]
    most = main_strand(keys, since, until)
    asked = request.GET.get("strand", most)
    strand = next((each for each in (asked, most) if each in STRAND_NAMES), next(iter(STRAND_NAMES)))
    tabs = [Link(name, f"?show=speed&strand={key}", key == strand) for key, name in STRAND_NAMES.items()]
    return {"strands": tabs, "speed": weeks_of_speed(keys, strand, since, until)}


def _linked(
    request: SchoolRequest, group: TeachingGroup, charts: list[tuple[Pupil, Chart]]
) -> list[tuple[Pupil, Chart, str]]:
    return [
        (pupil, chart, reverse("foundations:pupil_growth", args=[request.school.urn, group.pk, pupil.pk]))
        for pupil, chart in charts
    ]


def _pdf(
    request: SchoolRequest, group: TeachingGroup, pupils: list[Pupil], looked: Look, name: str
) -> HttpResponse:
    today = timezone.localdate()
    drawn = pictures_of(looked, pupils, group, today)
    if not drawn:
        raise Http404("There is no growth to print yet.")
    return pdf_reply(growth_pdf(request.school, group, looked, drawn, today), f"{name} {today.isoformat()}.pdf")


def _look(request: SchoolRequest, pupils: list[Pupil]) -> Look:
    asked = request.GET
    return look(pupils, timezone.localdate(), asked=asked.get("line"), set_asked=asked.get("set"))


def _class(key: int) -> tuple[TeachingGroup, list[Pupil]]:
    group = find_class(key)
    last_day = group.academic_year.ends - dt.timedelta(days=1)
    return group, list(group.pupils_on(min(timezone.localdate(), last_day)))


def _member(pupils: list[Pupil], key: int) -> Pupil:
    found = next((pupil for pupil in pupils if pupil.pk == key), None)
    if found is None:
        raise Http404("Nobody of that key is in the class.")
    return found
