"""`ridgeway pupil`: what is held about one pupil, as a copy for the parents, or erased."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from ridgeway.cli.places import find_school
from ridgeway.cli.program import err, out, program

if TYPE_CHECKING:
    from ridgeway.access.models import User
    from ridgeway.access.privacy.subjects import Subject

app = typer.Typer(help="Give a copy of what is held about one pupil, or erase it.", no_args_is_help=True)

Named = Annotated[
    str,
    typer.Argument(metavar="PUPIL", help="The UPN, or the number at the end of the address of the pupil's page."),
]
SchoolNumber = Annotated[str, typer.Option("--school", help="The school's URN or DfE number.")]
By = Annotated[
    str, typer.Option("--by", help="E-mail address of whoever answers for it: the log names their account.")
]


@app.command()
def export(
    pupil: Named,
    school: SchoolNumber,
    by: By,
    folder: Annotated[Path, typer.Option("--out", help="The folder to write the file into.")] = Path(),
) -> None:
    """Write everything held about a pupil into one ZIP file, in plain English, for the pupil or a parent."""
    with program(), _subject(pupil, school) as subject:
        from django.db import transaction
        from django.utils import timezone

        from ridgeway.access.privacy.copying import TO_CHECK, copy_for_parents

        with transaction.atomic():  # a copy that can't be written is on no log
            copy = copy_for_parents(subject, by=_account(by, subject), at=timezone.now())
            path = folder / copy.name
            try:
                path.write_bytes(copy.data)
            except OSError as unusable:
                raise typer.BadParameter(f"{path} can't be written: {unusable.strerror}.") from unusable
        out.print(
            f"Wrote {path}: {copy.tables} tables, {copy.rows:,} rows about {subject.name}. What stands under"
            f" “{TO_CHECK}” may tell of others: read it first. Delete your own copy once it is handed over.",
            soft_wrap=True,
            markup=False,
        )


@app.command()
def erase(
    pupil: Named,
    school: SchoolNumber,
    by: By,
    why: Annotated[
        str, typer.Option("--why", help="request, retention, mistake or duty: see docs/how-to/privacy.md.")
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Erase without asking.")] = False,
) -> None:
    """Erase everything about a pupil, for good: shows what will go, asks, and does all of it or nothing."""
    with program(), _subject(pupil, school) as subject:
        from django.utils import timezone

        from ridgeway.access.privacy.erasing import ErasingError
        from ridgeway.access.privacy.erasing import erase as erase_all
        from ridgeway.access.privacy.models import Why

        if why not in Why.values:
            reasons = "; ".join(f"{reason.value} ({reason.label})" for reason in Why)
            raise typer.BadParameter(f"“{why}” is no reason that the log knows. The reasons are: {reasons}.")
        account = _account(by, subject)
        _print_what_goes(subject)
        if not yes and typer.prompt("Type erase to erase it", default="", show_default=False).strip() != "erase":
            err.print("Nothing is erased.")
            raise typer.Exit(1)
        try:
            done = erase_all(subject, by=account, why=Why(why), at=timezone.now())
        except ErasingError as refusal:
            err.print(str(refusal), style="bold red", markup=False, soft_wrap=True)
            raise typer.Exit(1) from refusal
        out.print(f"Erased: {done.rows:,} rows. The log of erasures has it as {done.pseudonym}.", soft_wrap=True)


@contextmanager
def _subject(pupil: str, school: str) -> Iterator["Subject"]:
    """The pupil, with the school's scope open."""
    from ridgeway.access.privacy.subjects import SubjectError, find_subject
    from ridgeway.schools.tenancy import school_scope

    place = find_school(school)
    with school_scope(place):
        try:
            found = find_subject(place, pupil)
        except SubjectError as refusal:
            raise typer.BadParameter(str(refusal)) from refusal
        yield found


def _account(email: str, subject: "Subject") -> "User":
    """The account of somebody who may work with the school's lists of pupils."""
    from django.utils import timezone

    from ridgeway.access.gate import places_of
    from ridgeway.access.models import User
    from ridgeway.access.roles import capabilities

    user = User.objects.filter(email=email.strip().lower()).first()
    places = places_of(user, timezone.localdate()) if user else []
    roles = next((place.roles for place in places if place.school_id == subject.school.pk), frozenset())
    if user is None or "manage_roster" not in capabilities(roles):
        raise typer.BadParameter(
            f"“{email}” is nobody at {subject.school} who may import and export pupil lists: a headteacher, data"
            " manager or administrator. `ridgeway staff add` gives a person a role."
        )
    return user


def _print_what_goes(subject: "Subject") -> None:
    from ridgeway.access.privacy.erasing import STAYS, what_is_held

    table = Table("What will go", "Rows", title=f"About {subject.name}, {subject.school}", title_justify="left")
    for kind in what_is_held(subject):
        table.add_row(kind.title, f"{kind.rows:,}")
    out.print(table)
    for sentence in STAYS:
        out.print(sentence, soft_wrap=True)
