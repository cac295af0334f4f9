"""A report as a PDF for paper and for governors' packs: the same sections and charts, their numbers at the end."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

from ridgeway.evaluation.report.document import (
    Asked,
    Block,
    Finding,
    Objected,
    Objections,
    Picture,
    Questions,
    Report,
    Table,
)
from ridgeway.web.charts import Chart, DataTable
from ridgeway.web.pdf import render_pdf

TEMPLATE: Final = "evaluation/report/report.typ"
LONGEST: Final = 60
"""Rows of a chart's numbers beyond which they stay in the HTML file and on the screen."""


def pdf_of(report: Report) -> bytes:
    """Return the report as a PDF. Raises `PdfError`."""
    pictures: list[Chart] = []
    sections = [
        {"title": section.title, "blocks": [_block(block, pictures) for block in section.blocks]}
        for section in report.sections
    ]
    drawn = [block.chart for section in report.sections for block in section.blocks if isinstance(block, Picture)]
    data = {
        "kind": report.kind,
        "title": report.title,
        "summary": report.summary,
        "digest": report.digest,
        "hashed": report.hashed,
        "version": report.version,
        "sections": sections,
        "numbers": [{"title": chart.title, "table": _table(chart.table)} for chart in drawn if _fits(chart)],
        "longer": [chart.title for chart in drawn if not _fits(chart)],
    }
    return render_pdf(TEMPLATE, data, {_name(at): chart.svg.encode() for at, chart in enumerate(pictures)})


def _fits(chart: Chart) -> bool:
    return len(chart.table.rows) <= LONGEST


def _name(at: int) -> str:
    return f"chart-{at}.svg"


def _block(block: Block, pictures: list[Chart]) -> dict[str, Any]:
    return {"kind": block.kind, **_content(block, pictures)}


def _content(block: Block, pictures: list[Chart]) -> dict[str, Any]:
    match block:
        case Picture(chart, caption, note):
            made: dict[str, Any] = {**_picture(chart, pictures), "caption": caption or chart.title, "note": note}
        case Finding():
            made = {**_plain(block), "footing": _picture(block.footing, pictures)}
            made["place"] = block.footing.table.rows[0][0]
        case Objections(items) | Questions(items):
            made = {"items": [_plain(item) for item in items]}
        case Table(title, data):
            made = {"title": title, "table": _table(data)}
        case _:
            made = _plain(block)
    return made


def _plain(record: Block | Objected | Asked) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _picture(chart: Chart, pictures: list[Chart]) -> dict[str, str]:
    pictures.append(chart)
    return {"file": _name(len(pictures) - 1), "title": chart.title, "description": chart.description}


def _table(data: DataTable) -> dict[str, Any]:
    return {"columns": data.columns, "rows": data.rows}
