"""`ridgeway network`: which schools improve together, before anybody can sign in as their lead."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from ridgeway.cli.places import find_network, find_school
from ridgeway.cli.program import out, program

if TYPE_CHECKING:
    from ridgeway.schools.models import NetworkSchool

app = typer.Typer(help="Which schools improve together.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The network's name, such as “North Downs Network”.")]
SchoolNumber = Annotated[str, typer.Option("--school", help="The school's URN or DfE number.")]
On = Annotated[
    dt.datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="The day, such as 2026-09-01; today by default."),
]


@app.command()
def add(name: Name) -> None:
    """Found a network; schools join it with `ridgeway network join`."""
    with program():
        from ridgeway.schools.networks import NetworkError, found_network

        try:
            network = found_network(name)
        except NetworkError as refusal:
            raise typer.BadParameter(str(refusal)) from refusal
        out.print(f"{network.name} is there. Its schools: ridgeway network join “{network.name}” --school …")


@app.command()
def join(name: Name, school: SchoolNumber, on: On = None) -> None:
    """Let a school join a network."""
    with program():
        period = _changed("join", name, school, on)
        out.print(f"{period.school.name} is in {period.network.name} from {period.starts:%Y-%m-%d} on.")


@app.command()
def leave(name: Name, school: SchoolNumber, on: On = None) -> None:
    """Let a school leave a network; its time there stays on record."""
    with program():
        period = _changed("leave", name, school, on)
        out.print(f"{period.school.name} is no longer in {period.network.name} on {period.ends:%Y-%m-%d}.")


def _changed(what: str, name: str, school: str, on: dt.datetime | None) -> "NetworkSchool":
    from django.utils import timezone

    from ridgeway.schools.networks import NetworkError, join_network, leave_network

    change = {"join": join_network, "leave": leave_network}[what]
    try:
        return change(find_network(name), find_school(school), on.date() if on else timezone.localdate())
    except NetworkError as refusal:
        raise typer.BadParameter(str(refusal)) from refusal
