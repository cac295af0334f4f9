"""`ridgeway demo`: a fictional network to look round in, built on the first start and kept from then on."""

import dataclasses
import json as json_format
import time
from contextlib import ExitStack
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from ridgeway.cli.program import err, out, program


def demo(
    reset: Annotated[
        bool, typer.Option("--reset", help="Begin anew: everything done in the demo is lost.")
    ] = False,
    serve: Annotated[bool, typer.Option(help="Serve the website when the demo stands.")] = True,
    as_json: Annotated[
        bool, typer.Option("--json", help="Who can sign in as one JSON object, for scripts.")
    ] = False,
) -> None:
    """Build a fictional network of four schools if there is none yet, say who can sign in, and serve it."""
    with ExitStack() as running:
        with err.status("Starting the database"):
            running.enter_context(program())
        _refuse_public()
        _build_if_needed(reset=reset)
        say = _print_json if as_json else _print_sign_ins
        if not serve:
            say()
            return
        from ridgeway.cli.serving import serve_until_stopped

        serve_until_stopped(on_ready=say)


def _refuse_public() -> None:
    from django.conf import settings

    if settings.PUBLIC:
        err.print(
            "The demo's passwords are known to everybody, so it runs on this computer only. "
            "Unset RIDGEWAY_ADDRESS and RIDGEWAY_HOSTS, or use `ridgeway serve` for a network of your own."
        )
        raise typer.Exit(2)


def _build_if_needed(*, reset: bool) -> None:
    from ridgeway.demo.build import DemoError, build_demo
    from ridgeway.demo.reset import demo_reset
    from ridgeway.demo.sign_ins import is_built

    try:
        if reset:
            demo_reset()
        if is_built():
            return
        began = time.monotonic()
        with _progress() as progress:
            build_demo(on_step=_Steps(progress))
        err.print(f"The demo was built in {time.monotonic() - began:.0f} seconds.")
    except DemoError as error:
        err.print(str(error))
        raise typer.Exit(2) from error


def _progress() -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=err)


class _Steps:
    """A bar for each step of the building."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, step: str, share: float) -> None:
        if step not in self._tasks:
            self._tasks[step] = self._progress.add_task(step, total=1.0)
        self._progress.update(self._tasks[step], completed=share)


def _print_sign_ins() -> None:
    from django.conf import settings

    from ridgeway.demo.sign_ins import PASSWORD, adult_sign_ins, class_sign_ins

    adults = _table(f"Staff: the password of everybody is “{PASSWORD}”", "Role", "E-mail address")
    for adult in adult_sign_ins():
        adults.add_row(adult.role, adult.email)
    pupils = _table("Pupils: open the address, choose a name, then the pictures", "Class", "Address", "Pictures")
    for group in class_sign_ins():
        pupils.add_row(group.group, f"http://{settings.ADDRESS}{group.path}", ", ".join(group.pictures))
    out.print(adults, pupils)
    out.print("The front page says the same, and leads everybody to what they came for.")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for column in columns:
        table.add_column(column, no_wrap=True)
    return table


def _print_json() -> None:
    from django.conf import settings

    from ridgeway.demo.sign_ins import PASSWORD, adult_sign_ins, class_sign_ins

    answer = {
        "address": f"http://{settings.ADDRESS}/",
        "password": PASSWORD,
        "staff": [dataclasses.asdict(adult) for adult in adult_sign_ins()],
        "classes": [dataclasses.asdict(group) for group in class_sign_ins()],
    }
    out.print_json(json_format.dumps(answer))
