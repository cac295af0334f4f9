"""`ridgeway sheets`: tomorrow's practice on paper, without a browser."""

from pathlib import Path
from typing import Annotated

import typer

from ridgeway.cli.places import find_group, find_school
from ridgeway.cli.program import out, program


def sheets(
    group: Annotated[str, typer.Option("--class", help="The class's name, such as “4 Kestrel”.")],
    file: Annotated[Path, typer.Option("--out", help="The PDF to write.")],
    school: Annotated[
        str, typer.Option(help="URN or DfE number; needed where two schools have such a class.")
    ] = "",
    kind: Annotated[
        str, typer.Option(help="Such as addition-grid, probe or own-facts; a wrong one is answered with the list.")
    ] = "addition-grid",
) -> None:
    """Write a class's practice sheets and their answers to a PDF."""
    with program():
        from ridgeway.foundations.paper.sheets import SheetError, make_class_sheets
        from ridgeway.schools.tenancy import school_scope

        place = find_school(school, with_class=group)
        with school_scope(place):
            try:
                pdf = make_class_sheets(find_group(group), kind)
            except SheetError as error:
                raise typer.BadParameter(str(error)) from error
        file.write_bytes(pdf)
    out.print(f"Wrote {file} ({len(pdf) / 1024:.0f} kB).")
