"""`ridgeway evaluate --pool`: what several studies say together."""

import json as json_format
from collections.abc import Sequence
from pathlib import Path

from ridgeway.cli.program import out
from ridgeway.cli.refusals import plain_sentences
from ridgeway.impact.study import PooledStudies, pool_studies, read_result


def pool(files: Sequence[Path], outcomes: Sequence[str], folder: Path | None, *, as_json: bool) -> None:
    """Pool the studies whose results are in these files, and tell, print or write what they say together."""
    with plain_sentences(as_json=as_json):
        pooled = pool_studies([read_result(path) for path in files], outcomes=outcomes)
        if folder:
            _write(pooled, folder)
    if as_json:
        out.print_json(json_format.dumps(pooled.as_dict(), allow_nan=False))
        return
    _print(pooled)
    if folder:
        out.print(f"\nThe report is in {folder}: report.html, report.pdf and pooled.json.", soft_wrap=True)


def _write(pooled: PooledStudies, folder: Path) -> None:
    from ridgeway.evaluation.report import write_pooled

    write_pooled(pooled, folder)


def _print(pooled: PooledStudies) -> None:
    for outcome in pooled.outcomes:
        out.print(outcome.name, style="bold", markup=False)
        out.print(outcome.words, markup=False, soft_wrap=True)
    for name, why in pooled.refused.items():
        out.print(f"\n{name} could not be pooled. {why}", markup=False, soft_wrap=True)
