"""Naming schools, classes and networks on the command line."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from ridgeway.schools.models import Network, School, TeachingGroup


def every_school() -> AbstractContextManager[None]:
    """Opens all schools, to find something wherever it belongs."""
    from ridgeway.schools.models import School
    from ridgeway.schools.tenancy import school_scope

    return school_scope(*School.objects.values_list("pk", flat=True))


def schools_in_use() -> "list[School]":
    """Of all schools in the register those that have a school year here, in a network or not."""
    from ridgeway.schools.models import AcademicYear, School

    with every_school():
        keys = set(AcademicYear.objects.values_list("school_id", flat=True))
    return list(School.objects.filter(pk__in=keys).order_by("pk"))


def find_school(reference: str, *, with_class: str = "") -> "School":
    """The school with this URN or seven-digit DfE number; without one, the only school that has the class."""
    from ridgeway.schools.models import School

    if not reference:
        return _school_with_class(with_class)
    number = int(reference.replace("/", "")) if reference.replace("/", "").isdecimal() else 0
    found = School.objects.filter(urn=number) | School.objects.filter(
        la=number // 10_000, establishment=number % 10_000
    )
    school = found.order_by("status", "-urn").first()
    if school is None:
        raise typer.BadParameter(
            f"No school has the URN or DfE number “{reference}”. `ridgeway import gias` brings schools in."
        )
    return school


def _school_with_class(name: str) -> "School":
    from ridgeway.schools.models import School, TeachingGroup

    if not name:
        raise typer.BadParameter("Say which school: its URN or DfE number.")
    with every_school():
        holders = set(TeachingGroup.objects.filter(name__iexact=name).values_list("school_id", flat=True))
    schools = list(School.objects.filter(pk__in=holders).order_by("name"))
    if len(schools) == 1:
        return schools[0]
    if not schools:
        raise typer.BadParameter(f"No class is called “{name}”.")
    listed = ", ".join(f"{school.name} ({school.urn})" for school in schools)
    raise typer.BadParameter(f"Several schools have a class “{name}”: {listed}. Add --school.")


def find_group(name: str) -> "TeachingGroup":
    """The newest class of this name in the open school."""
    from ridgeway.schools.models import TeachingGroup

    group: TeachingGroup | None = (
        TeachingGroup.objects.filter(name__iexact=name).order_by("-academic_year__start_year").first()
    )
    if group is None:
        names = ", ".join(TeachingGroup.objects.order_by("name").values_list("name", flat=True).distinct())
        raise typer.BadParameter(f"No class is called “{name}”. The classes are: {names or 'none yet'}.")
    return group


def find_network(name: str) -> "Network":
    """The network of this name."""
    from ridgeway.schools.models import Network

    network = Network.objects.filter(name__iexact=name).first()
    if network is None:
        names = ", ".join(Network.objects.values_list("name", flat=True))
        known = f"The networks are: {names}." if names else "There is none yet: `ridgeway network add` founds one."
        raise typer.BadParameter(f"No network is called “{name}”. {known}")
    return network
