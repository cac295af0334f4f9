"""The report of a study: one HTML file, one PDF and one JSON object, from a result alone.

    written = write_report(evaluate(read_study("study.yaml")), Path("made"))
    together = write_pooled(pool_studies(results), Path("together"))

`report_of` gives the report as sections, `html_of` and `pdf_of` put them on paper; none needs a database or a
request. A report says what the result says: its sentences, its figures, its refusals.
"""

from ridgeway.evaluation.report.cases import report_of_cases
from ridgeway.evaluation.report.document import Report, Section
from ridgeway.evaluation.report.html import html_of
from ridgeway.evaluation.report.making import report_of
from ridgeway.evaluation.report.pdf import pdf_of
from ridgeway.evaluation.report.pooled import report_of_pooled
from ridgeway.evaluation.report.writing import Written, write_cases, write_pooled, write_report

__all__ = [
    "Report",
    "Section",
    "Written",
    "html_of",
    "pdf_of",
    "report_of",
    "report_of_cases",
    "report_of_pooled",
    "write_cases",
    "write_pooled",
    "write_report",
]
