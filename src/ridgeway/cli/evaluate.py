"""`ridgeway evaluate`: what a study found, in words, as JSON, and as a report to read and to print."""

import json as json_format
from pathlib import Path
from typing import Annotated

import typer

from ridgeway.cli.pooling import pool
from ridgeway.cli.program import err, out
from ridgeway.cli.refusals import plain_sentences
from ridgeway.impact.study import OF_CASES, CasesResult, Result, evaluate_cases, freeze, protocol_path, read_study
from ridgeway.impact.study import evaluate as evaluate_study

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object, for scripts.")]


def evaluate(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="STUDY...", help="The study file (YAML); with --pool, two or more study.json."),
    ],
    folder: Annotated[
        Path | None,
        typer.Option("--out", help="A folder for the report (HTML, PDF) and its JSON; made if there is none."),
    ] = None,
    frozen: Annotated[
        bool,
        typer.Option(
            "--freeze",
            help="Write down what is decided, beside the study file, before results are read; evaluate nothing.",
        ),
    ] = False,
    pooled: Annotated[
        bool, typer.Option("--pool", help="Several studies together, from what --out wrote of each.")
    ] = False,
    outcomes: Annotated[
        list[str] | None,
        typer.Option("--outcome", help="With --pool: only this outcome; may be given more than once."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Evaluate a study: what the schools gained beside others, how sure that is, and what speaks against it."""
    _require_sense(len(files), frozen=frozen, pooled=pooled, outcomes=bool(outcomes), folder=bool(folder))
    if pooled:
        pool(files, outcomes or (), folder, as_json=as_json)
    elif frozen:
        _freeze(files[0], as_json=as_json)
    else:
        _evaluate(files[0], folder, as_json=as_json)


def _require_sense(files: int, *, frozen: bool, pooled: bool, outcomes: bool, folder: bool) -> None:
    """Refuse options that contradict one another."""
    if frozen and (pooled or folder):
        raise typer.BadParameter("--freeze evaluates nothing: leave --out and --pool for when there are results.")
    if outcomes and not pooled:
        raise typer.BadParameter("--outcome belongs to --pool: the study file names what one study looks at.")
    if files > 1 and not pooled:
        raise typer.BadParameter("One study file at a time; --pool takes several studies' study.json together.")


def _evaluate(study: Path, folder: Path | None, *, as_json: bool) -> None:
    with plain_sentences(as_json=as_json), err.status("Reading the study") as status:
        asked = read_study(study)
        result: Result | CasesResult = (
            evaluate_cases(asked)
            if asked.plan.method in OF_CASES
            else evaluate_study(asked, on_step=lambda step, share: status.update(step))
        )
        if folder:
            status.update("Writing the report")
            _write(result, folder)
    if as_json:
        out.print_json(json_format.dumps(result.as_dict(), allow_nan=False))
        return
    _print(result)
    if folder:
        out.print(f"\nThe report is in {folder}: report.html, report.pdf and study.json.", soft_wrap=True)


def _freeze(path: Path, *, as_json: bool) -> None:
    with plain_sentences(as_json=as_json):
        study = read_study(path)
        protocol, place = freeze(study), protocol_path(study)
    told = {"protocol": str(place), "frozen_on": protocol.frozen_on.isoformat(), "digest": protocol.digest}
    if as_json:
        out.print_json(json_format.dumps(told))
    else:
        out.print(
            f"Frozen in {place}. Its hash is {protocol.digest}: print it, register it, or send it to others.",
            soft_wrap=True,
        )


def _write(result: Result | CasesResult, folder: Path) -> None:
    from ridgeway.evaluation.report import write_cases, write_report

    if isinstance(result, CasesResult):
        write_cases(result, folder)
    else:
        write_report(result, folder)


def _print(result: Result | CasesResult) -> None:
    say = out.print
    say(result.study.title, style="bold", markup=False, soft_wrap=True)
    for found in result.outcomes:
        say(f"\n{found.name}", style="bold", markup=False)
        say(found.words, markup=False, soft_wrap=True)
        for objection in found.objections:
            words = f"- {objection.severity}: {objection.title} ({objection.figure}). {objection.words}"
            say(words, markup=False, soft_wrap=True)
    if result.notes:
        say("\nHow it was done", style="bold")
        for note in result.notes:
            say(f"- {note}", markup=False, soft_wrap=True)
    say(f"\nHash of data, protocol and code: {result.digest}", soft_wrap=True)
