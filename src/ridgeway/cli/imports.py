"""`ridgeway import`: files in, from the command line. Each shows what it would do before it does it."""

import datetime as dt
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from ridgeway.cli.import_report import (
    Job,
    as_listed,
    as_object,
    plain_sentences,
    print_json,
    print_preview,
    print_runs,
    tell_done,
)
from ridgeway.cli.places import every_school, find_school
from ridgeway.cli.program import out, program

app = typer.Typer(
    help="Bring files in: first shown, then applied as a whole, and taken back as a whole if need be.",
    no_args_is_help=True,
)

File = Annotated[Path, typer.Argument(help="The file; it may be compressed with gzip.")]
SchoolNumber = Annotated[str, typer.Option("--school", help="The school's URN or DfE number.")]
On = Annotated[
    dt.datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The day from which the list holds, such as 2026-11-02."),
]
WholeSchool = Annotated[
    bool | None,
    typer.Option(
        "--whole-school/--some-pupils",
        help="Whether pupils whom the list does not name have left; by default, as the file says of itself.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object, for scripts; asks nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Apply without asking.")]


@app.command()
def ctf(
    file: File,
    school: SchoolNumber,
    on: On = None,
    whole_school: WholeSchool = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    yes: Yes = False,
) -> None:
    """A Common Transfer File (XML) of a school's pupils."""
    job = Job("ctf", file, dry_run, as_json, yes)
    _bring_in(job, school=school, on=on and on.date(), whole_school=whole_school)


@app.command()
def csv(
    file: File,
    school: SchoolNumber,
    column: Annotated[
        list[str] | None,
        typer.Option(help="What holds what, where the guess is wrong: “Surname=Family name”. May be repeated."),
    ] = None,
    on: On = None,
    whole_school: WholeSchool = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    yes: Yes = False,
) -> None:
    """A list of pupils as CSV; which column holds what is guessed."""
    job = Job("pupil_csv", file, dry_run, as_json, yes)
    _bring_in(job, school=school, corrections=column or (), on=on and on.date(), whole_school=whole_school)


@app.command()
def gias(file: File, dry_run: DryRun = False, as_json: AsJson = False, yes: Yes = False) -> None:
    """The register of schools: establishment fields of Get Information About Schools (CSV)."""
    _bring_in(Job("gias", file, dry_run, as_json, yes))


@app.command()
def ks2(
    file: File,
    year: Annotated[str, typer.Option(help="The academic year that the table is about, such as 2018-19.")],
    dry_run: DryRun = False,
    as_json: AsJson = False,
    yes: Yes = False,
) -> None:
    """A key stage 2 school performance table (CSV)."""
    _bring_in(Job("ks2", file, dry_run, as_json, yes), year=year)


@app.command()
def undo(
    run: Annotated[int, typer.Argument(help="The number of the import; see `ridgeway import list`.")],
) -> None:
    """Take an import back as a whole."""
    with plain_sentences(as_json=False), program():
        from ridgeway.exchange.imports import undo_run
        from ridgeway.exchange.journal import UndoRefusedError
        from ridgeway.exchange.models import ImportRun
        from ridgeway.schools.tenancy import school_scope

        with every_school():
            found = ImportRun.objects.filter(pk=run).select_related("school").first()
        if found is None:
            raise typer.BadParameter(f"There is no import {run}. `ridgeway import list` shows them.")
        try:
            with school_scope(found.school) if found.school else nullcontext():
                undo_run(found)
        except UndoRefusedError as refusal:
            raise typer.BadParameter(str(refusal)) from refusal
        out.print(
            f"Import {run} ({found.file_name}) is taken back: everything is as it was before.", soft_wrap=True
        )


@app.command(name="list")
def list_imports(
    school: Annotated[str, typer.Option(help="Only this school's: its URN or DfE number.")] = "",
    as_json: AsJson = False,
) -> None:
    """The imports so far, the latest first."""
    with plain_sentences(as_json=as_json), program():
        from ridgeway.exchange.models import ImportRun

        chosen = find_school(school) if school else None
        with every_school():
            found = ImportRun.objects.select_related("school").defer("content")
            runs = list(found.filter(school=chosen) if chosen else found)
        if as_json:
            print_json({"imports": [as_listed(run) for run in runs]})
        else:
            print_runs(runs)


def _bring_in(job: Job, *, school: str = "", corrections: Sequence[str] = (), **chosen: Any) -> None:
    """Reads, shows, asks and applies."""
    with plain_sentences(as_json=job.as_json), program():
        from ridgeway.exchange.imports import import_at_once
        from ridgeway.exchange.models import Format
        from ridgeway.exchange.opening import Options, open_importer, settled
        from ridgeway.schools.tenancy import school_scope

        data = job.file.read_bytes()
        place = find_school(school) if job.format in {Format.CTF, Format.PUPIL_CSV} else None
        if job.format == Format.PUPIL_CSV:
            chosen["columns"] = _columns(data, job.file.name, corrections)
        with school_scope(place) if place else nullcontext():
            options = Options(**chosen)
            importer = open_importer(Format(job.format), data, job.file.name, school=place, options=options)
            preview, run = importer.preview(), None
            if not job.as_json:
                print_preview(job, preview)
            if job.goes_ahead(preview):
                kept = settled(importer, options).as_json()
                run, preview = import_at_once(
                    importer, school=place, data=data, file_name=job.file.name, options=kept
                )
            if job.as_json:
                print_json(as_object(job, importer, preview, place, run))
            elif run:
                tell_done(run)


def _columns(data: bytes, name: str, corrections: Sequence[str]) -> dict[str, str]:
    """Field → heading: the guess, and what the person says instead."""
    from ridgeway.exchange.pupil_csv import guess_mapping, read_sheet
    from ridgeway.exchange.pupil_csv.columns import meanings

    sheet = read_sheet(data, name)
    columns = guess_mapping(sheet).as_dict()
    for correction in corrections:
        words, _, heading = correction.partition("=")
        field = next(iter(meanings(words)), None)
        if field is None:
            raise typer.BadParameter(f"“{words}” is nothing that a list of pupils holds; try Surname or UPN.")
        if heading not in sheet.headings:
            listed = ", ".join(sheet.headings)
            raise typer.BadParameter(f"The file has no column “{heading}”. Its columns are: {listed}.")
        columns = {name: held for name, held in columns.items() if held != heading} | {field: heading}
    return columns
