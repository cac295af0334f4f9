"""From a result to its report."""

from __future__ import annotations

from importlib.metadata import version

from ridgeway.evaluation.report.answer import answer
from ridgeway.evaluation.report.anyway import anyway
from ridgeway.evaluation.report.checks import checks
from ridgeway.evaluation.report.compared import compared
from ridgeway.evaluation.report.document import Report
from ridgeway.evaluation.report.figures import listed
from ridgeway.evaluation.report.glossary import glossary
from ridgeway.evaluation.report.method import method
from ridgeway.evaluation.report.objections import objections
from ridgeway.evaluation.report.picture import picture
from ridgeway.evaluation.report.subject import Subject
from ridgeway.impact.study import Result


def report_of(result: Result) -> Report:
    """Return the report of a study, in the order in which it is read: answer, picture, doubts, details."""
    subject = Subject.of(result)
    told = subject.told["study"]
    return Report(
        title=told["title"],
        summary=_summary(subject),
        digest=told["hash"],
        version=version("ridgeway"),
        sections=(
            answer(subject),
            picture(subject),
            *((anyway(subject),) if subject.over_years else ()),
            compared(subject),
            objections(subject),
            checks(subject),
            method(subject),
            glossary(),
        ),
    )


def _summary(subject: Subject) -> str:
    """Return who stands beside whom, from when."""
    years = listed([str(year) for year in subject.design["starts"]])
    since = f" from {years}" if years else ""
    return f"{subject.treated}{since}, beside {subject.told['study']['n_comparison']:,} {subject.beside}"
