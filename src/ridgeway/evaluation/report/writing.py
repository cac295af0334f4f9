"""The three files of a study, or of several: a page to read, a paper to print, and an object for programs."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ridgeway.evaluation.report.cases import report_of_cases
from ridgeway.evaluation.report.document import Report
from ridgeway.evaluation.report.html import html_of
from ridgeway.evaluation.report.making import report_of
from ridgeway.evaluation.report.pdf import pdf_of
from ridgeway.evaluation.report.pooled import report_of_pooled
from ridgeway.impact.study import CasesResult, PooledStudies, Result


@dataclass(frozen=True, slots=True)
class Written:
    """Where the files are."""

    html: Path
    pdf: Path
    json: Path


def write_report(result: Result, folder: Path) -> Written:
    """Write report.html, report.pdf and study.json into a folder, which is made if there is none.

    All are made before the first is written, and each is written whole or not at all. Raises `OSError` where the
    folder or a file cannot be written, and `PdfError`.
    """
    return _written(report_of(result), result.as_dict(), folder, "study.json")


def write_cases(result: CasesResult, folder: Path) -> Written:
    """Write report.html, report.pdf and study.json of a study of single cases, as `write_report` does."""
    return _written(report_of_cases(result), result.as_dict(), folder, "study.json")


def write_pooled(pooled: PooledStudies, folder: Path) -> Written:
    """Write report.html, report.pdf and pooled.json into a folder, as `write_report` does of one study."""
    return _written(report_of_pooled(pooled), pooled.as_dict(), folder, "pooled.json")


def _written(report: Report, found: dict[str, Any], folder: Path, name: str) -> Written:
    told = json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False)
    page, paper = html_of(report), pdf_of(report)
    written = Written(folder / "report.html", folder / "report.pdf", folder / name)
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in (
        (written.html, page.encode()),
        (written.pdf, paper),
        (written.json, f"{told}\n".encode()),
    ):
        _write_whole(path, content)
    return written


def _write_whole(path: Path, content: bytes) -> None:
    """Write under another name first, so that nobody meets half a file."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
