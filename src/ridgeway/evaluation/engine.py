"""The process that evaluates one study: ``python -m ridgeway.evaluation.engine FOLDER``.

It is `ridgeway evaluate` for a program that watches: it reads FOLDER/study.yaml and the files that names, says in
progress.json how far it is, and leaves study.json, the reports and what the page shows, or refused.txt with the
engine's own words. It knows no database, so it can be stopped at any moment, and its memory goes with it.
"""

import json
import sys
from pathlib import Path
from typing import Final

from ridgeway.evaluation.page import Page
from ridgeway.evaluation.report import report_of, write_report
from ridgeway.impact.errors import ImpactError
from ridgeway.impact.study import evaluate, read_study

STUDY: Final = "study.yaml"
RESULT: Final = "study.json"
REPORTS: Final = ("report.html", "report.pdf")
PAGE: Final = "page.json"
PROGRESS: Final = "progress.json"
REFUSED: Final = "refused.txt"


def evaluate_folder(folder: Path) -> None:
    """Evaluates the study in a folder and writes what is found there beside it."""

    def on_step(step: str, share: float) -> None:
        part = folder / f"{PROGRESS}.part"
        part.write_text(json.dumps({"step": step, "share": 0.9 * share}), encoding="utf-8")
        part.replace(folder / PROGRESS)

    try:
        result = evaluate(read_study(folder / STUDY), on_step=on_step)
    except ImpactError as refusal:
        (folder / REFUSED).write_text(str(refusal), encoding="utf-8")
        return
    on_step("Writing the report", 1)
    write_report(result, folder)
    (folder / PAGE).write_text(json.dumps(Page.of(report_of(result)).as_json()), encoding="utf-8")


if __name__ == "__main__":
    evaluate_folder(Path(sys.argv[1]))
