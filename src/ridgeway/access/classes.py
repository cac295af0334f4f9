"""A school's classes: each by its key, and all as the front page lists them, the person's own first."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ridgeway.access.models import Membership, User
from ridgeway.schools.models import (
    AcademicYear,
    Enrolment,
    GroupMembership,
    School,
    StaffAssignment,
    TeachingGroup,
    YearPlacement,
)
from ridgeway.schools.models.classes import Part
from ridgeway.schools.models.pupils import YearGroup
from ridgeway.schools.periods import holds_on
from ridgeway.web.shell import Link


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class, on one day."""

    group: TeachingGroup
    year_groups: str
    """The years its pupils are in, such as "Year 4" or "Year 3, Year 4"."""
    teachers: str
    pupils: int
    mine: bool
    """Whether the person asking is assigned to it."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What people see who may not see pupils: nothing about so few that they could be recognised."""

    pupils: int
    classes: int
    years: str
    """From the lowest to the highest year taught, such as "Reception to Year 6"."""


def find_class(key: int) -> TeachingGroup:
    """The class of this key, with its year, in the school in scope; 404 where there is none."""
    group: TeachingGroup = get_object_or_404(TeachingGroup.objects.select_related("academic_year"), pk=key)
    return group


def class_crumbs(school: School, group: TeachingGroup) -> list[Link]:
    """The way back from a page of a class: its school, and the class."""
    return [
        Link(school.name, reverse("access:school", args=[school.urn])),
        Link(group.name, reverse("foundations:class", args=[school.urn, group.pk])),
    ]


def current_year(day: dt.date) -> AcademicYear | None:
    """The academic year that `day` is in, or else the last one begun."""
    return AcademicYear.objects.filter(starts__lte=day).order_by("-starts").first()


def classes_of(user: User, day: dt.date) -> list[ClassLine]:
    """The classes of the current year in the school in scope: the person's own first, then by year and name."""
    year = current_year(day)
    if year is None:
        return []
    members = GroupMembership.objects.on(day).filter(group__academic_year=year)
    sizes = dict(
        members.values("group").annotate(pupils=Count("pupil", distinct=True)).values_list("group", "pupils")
    )
    years = _year_groups(year, day)
    teachers, mine = _teachers(year, user, day)
    lines = [
        ClassLine(
            group=group,
            year_groups=", ".join(str(year_group.label) for year_group in years[group.pk]),
            teachers=", ".join(teachers[group.pk]),
            pupils=sizes.get(group.pk, 0),
            mine=group.pk in mine,
        )
        for group in TeachingGroup.objects.filter(academic_year=year)
    ]
    order = list(YearGroup)
    return sorted(
        lines,
        key=lambda line: (
            not line.mine,
            min((order.index(year_group) for year_group in years[line.group.pk]), default=len(order)),
            line.group.name,
        ),
    )


def figures_of(school: School, day: dt.date) -> Figures:
    """The school in a few numbers."""
    year = current_year(day)
    taught = set(YearPlacement.objects.filter(academic_year=year).values_list("year_group", flat=True).distinct())
    labels = [str(year_group.label) for year_group in YearGroup if year_group.value in taught]
    return Figures(
        pupils=Enrolment.objects.on(day).filter(school=school).values("pupil").distinct().count(),
        classes=TeachingGroup.objects.filter(academic_year=year).count() if year else 0,
        years=" to ".join(labels[:1] + labels[1:][-1:]),
    )


def _year_groups(year: AcademicYear, day: dt.date) -> dict[int, list[YearGroup]]:
    found: dict[int, set[str]] = defaultdict(set)
    placements = YearPlacement.objects.filter(
        holds_on(day, "pupil__memberships__"),
        academic_year=year,
        pupil__memberships__group__academic_year=year,
    )
    for group, value in placements.values_list("pupil__memberships__group", "year_group").distinct():
        found[group].add(value)
    return defaultdict(
        list,
        {
            group: [year_group for year_group in YearGroup if year_group.value in values]
            for group, values in found.items()
        },
    )


def _teachers(year: AcademicYear, user: User, day: dt.date) -> tuple[dict[int, list[str]], set[int]]:
    me = set(
        Membership.objects.filter(holds_on(day), user=user, staff__isnull=False).values_list("staff", flat=True)
    )
    teachers: dict[int, list[str]] = defaultdict(list)
    mine = set()
    assignments = StaffAssignment.objects.on(day).filter(group__academic_year=year)
    for assignment in assignments.select_related("staff").order_by("staff__surname", "pk"):
        if assignment.part == Part.TEACHER:
            teachers[assignment.group_id].append(str(assignment.staff))
        if assignment.staff_id in me:
            mine.add(assignment.group_id)
    return teachers, mine
