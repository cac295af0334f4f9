"""`ridgeway rebuild`: what pupils know, made anew from their answers."""

import os
from time import perf_counter
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ridgeway.cli.places import find_school, schools_in_use
from ridgeway.cli.program import err, out, program


def rebuild(
    school: Annotated[str, typer.Option(help="URN or DfE number; every school where left out.")] = "",
    processes: Annotated[
        int, typer.Option(min=1, help="How many processes share the work; as many as the machine has cores.")
    ] = os.cpu_count() or 1,
) -> None:
    """Make what pupils know and their daily figures anew from their answers, while they go on practising."""
    with program():
        from ridgeway.foundations.parts import rebuild_parts
        from ridgeway.foundations.rebuilding import parts_of

        schools = [find_school(school)] if school else schools_in_use()
        parts = [part for each in schools for part in parts_of(each.pk)]
        if not parts:
            out.print("There is nothing to rebuild: nobody has practised yet.")
            return
        start, answers = perf_counter(), 0
        with _bar() as bar:
            pupils = sum(len(part.pupils) for part in parts)
            task = bar.add_task("Pupils", total=pupils)
            for done in rebuild_parts(parts, processes=processes):
                answers += done.answers
                bar.advance(task, done.pupils)
    out.print(
        f"Rebuilt what {pupils:,} pupil{' knows' if pupils == 1 else 's know'} from {answers:,} answers"
        f" in {perf_counter() - start:.1f} s."
    )


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=err, transient=True)
