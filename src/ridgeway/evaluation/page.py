"""What the page of a result shows of its report: answer, pictures and objections, kept as JSON beside the report.

The report is made where the whole result is, by the engine; the page is shown by the web server, which has only
what was kept. Both tell the same because the page is a part of the report.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.safestring import mark_safe

from ridgeway.evaluation.report.document import Block, Finding, Objected, Objections, Picture, Report, Words
from ridgeway.web.charts import Chart, DataTable


@dataclass(frozen=True, slots=True)
class Page:
    """The part of a report that stands on a page. `lead` sums several outcomes up, and may be empty."""

    lead: str
    findings: tuple[Finding, ...]
    pictures: tuple[Chart, ...]
    objections: tuple[Objected, ...]

    @classmethod
    def of(cls, report: Report) -> "Page":
        """The page of a report."""
        return cls(
            " ".join(each.text for each in _in(report, "answer") if isinstance(each, Words)),
            tuple(each for each in _in(report, "answer") if isinstance(each, Finding)),
            tuple(each.chart for each in _in(report, "picture") if isinstance(each, Picture)),
            tuple(
                item for each in _in(report, "objections") if isinstance(each, Objections) for item in each.items
            ),
        )

    def as_json(self) -> dict[str, Any]:
        """The form in which it is kept."""
        return {
            "lead": self.lead,
            "findings": [asdict(each) for each in self.findings],
            "pictures": [asdict(each) for each in self.pictures],
            "objections": [asdict(each) for each in self.objections],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Page":
        """The page from what was kept."""
        return cls(
            kept["lead"],
            tuple(
                Finding(**{**each, "footing": _chart(each["footing"]), "reasons": tuple(each["reasons"])})
                for each in kept["findings"]
            ),
            tuple(map(_chart, kept["pictures"])),
            tuple(Objected(**each) for each in kept["objections"]),
        )


def _in(report: Report, key: str) -> Iterator[Block]:
    return (block for section in report.sections if section.key == key for block in section.blocks)


def _chart(kept: Mapping[str, Any]) -> Chart:
    """A chart whose SVG our own engine has drawn, with every word in it escaped."""
    table = DataTable(tuple(kept["table"]["columns"]), tuple(map(tuple, kept["table"]["rows"])))
    return Chart(mark_safe(kept["svg"]), kept["title"], kept["description"], table)  # noqa: S308
