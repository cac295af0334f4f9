"""The report of a study of single cases: each series with its change, what it shows, and what it cannot show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from math import exp
from typing import Any, Final

import numpy as np

from ridgeway.evaluation.report.document import (
    Block,
    Facts,
    Figures,
    Heading,
    Objected,
    Objections,
    Picture,
    Points,
    Report,
    Section,
    Table,
    Words,
)
from ridgeway.evaluation.report.figures import NONE, chance, counted, interval, named, plainly, signed
from ridgeway.evaluation.report.glossary import glossary
from ridgeway.evaluation.report.names import heading_of
from ridgeway.impact.study import CaseFound, CaseOutcome, CasesResult
from ridgeway.web.charts import Chart, DataTable, Frame, Series, line_chart
from ridgeway.web.charts.scales import number_label

_TERMS: Final = ("Interval", "p value")
_MORE_TERMS: Final = (
    ("Case", "One pupil, set or class whose results were taken again and again."),
    ("Phase", "The results of a case before its practice was changed, and those after."),
    ("Ratio", "The mean after over the mean before: 1.5 times is half as much again."),
    (
        "Tau-U",
        "Of all pairs of a result before and one after: those in which the later one is better less those in "
        "which it is worse, as a share. The trend before is taken off, which can carry the figure beyond 1.",
    ),
)
_SCHEMES: Final = {
    "starts": "each case’s own start, among several",
    "order": "which case got which of the starts",
    None: "nothing",
}
_FIRST_DAY: Final = date(2000, 1, 1).toordinal()
"""Where sessions that are only counted are laid on a scale of days."""


def report_of_cases(result: CasesResult) -> Report:
    """Return the report of a study of cases: answer, series, what it can show and cannot, doubts, details."""
    told = result.as_dict()
    return Report(
        title=result.study.title,
        summary=f"{counted(told['study']['n_cases'], 'case')}, each before and after its own change",
        digest=result.digest,
        version=version("ridgeway"),
        sections=(
            _answer(result),
            _pictures(result),
            _shows(result),
            _objections(result),
            _method(result, told),
            glossary(_TERMS, more=_MORE_TERMS),
        ),
    )


def _answer(result: CasesResult) -> Section:
    blocks: list[Block] = []
    for outcome in result.outcomes:
        if len(result.outcomes) > 1:
            blocks.append(Heading(heading_of(outcome.name)))
        blocks += [Figures(tuple(_large(outcome))), Words(outcome.words)]
    return Section("answer", "The answer", tuple(blocks))


def _large(outcome: CaseOutcome) -> list[tuple[str, str]]:
    found = [("mean change", signed(outcome.change, step=0.1))]
    if outcome.ratio is not None:
        found.append(("after, of before", f"×{number_label(exp(outcome.ratio.estimate), 0.01)}"))
    found.append(("Tau-U, on average", number_label(outcome.tau, 0.01)))
    if outcome.chance is not None:
        found.append(("chance does as well", chance(outcome.chance.p_value)))
    return found


def _pictures(result: CasesResult) -> Section:
    blocks: list[Block] = []
    for outcome in result.outcomes:
        if len(result.outcomes) > 1:
            blocks.append(Heading(heading_of(outcome.name)))
        blocks += [Picture(_series(result, outcome, each), each.case.name) for each in outcome.cases]
    blocks.append(Words("Dashed lines are the means of the two phases.", "note"))
    return Section("picture", "The picture", tuple(blocks))


def _series(result: CasesResult, outcome: CaseOutcome, found: CaseFound) -> Chart:
    """Draw one case: its results before and after, each phase with its mean."""
    series, start, values = result.series, found.case.start, found.case.values
    days = [date.fromordinal(time if series.by_day else _FIRST_DAY + time) for time in series.times]
    points = [(day, value) for day, value in zip(days, values.tolist(), strict=True)]
    phases = [
        Series(name, [(day, value) for day, value in part if np.isfinite(value)], _mean(part))
        for name, part in (("before", points[:start]), ("after", points[start:]))
    ]
    title = f"{heading_of(outcome.name)}: {found.case.name}"
    names = dict(zip(days, map(str, series.times), strict=True))
    return line_chart(
        title,
        phases,
        when="Day" if series.by_day else "Session",
        called=None if series.by_day else names.__getitem__,
        description=f"{found.case.name}, changed from {series.called(start)} on: {_means(found)}.",
        frame=Frame(width=400, height=200),
    )


def _mean(part: list[tuple[date, float]]) -> list[tuple[date, float]]:
    known = [(day, value) for day, value in part if np.isfinite(value)]
    mean = sum(value for _, value in known) / len(known)
    return [(known[0][0], mean), (known[-1][0], mean)]


def _means(found: CaseFound) -> str:
    before, after = (number_label(float(part.mean())) for part in (found.before, found.after))
    return f"on average {before} before ({len(found.before)} results) and {after} after ({len(found.after)})"


def _shows(result: CasesResult) -> Section:
    first = result.outcomes[0]
    blocks = (Words("It shows:"), Points(first.can), Words("It cannot show:"), Points(first.cannot))
    return Section("shows", "What such a study can and cannot show", blocks)


def _objections(result: CasesResult) -> Section:
    many = len(result.outcomes) > 1
    items = tuple(
        Objected(each.title, each.severity, each.figure, each.words, each.source, heading_of(outcome.name) * many)
        for outcome in result.outcomes
        for each in outcome.objections
    )
    blocks: tuple[Block, ...] = (
        (Objections(items),)
        if items
        else (Words("None of the usual objections holds here. That is no proof that nothing is wrong.", "lead"),)
    )
    return Section("objections", "What an expert would object to", blocks)


def _method(result: CasesResult, told: Mapping[str, Any]) -> Section:
    blocks: list[Block] = []
    for outcome in result.outcomes:
        blocks.append(Table(f"{heading_of(outcome.name)}: every case", _cases(told["outcomes"][outcome.name])))
        blocks.append(Facts(tuple(_figures(told["outcomes"][outcome.name]))))
    if result.notes:
        blocks.append(Points(result.notes))
    design = told["study"]["design"]
    blocks += [
        Heading("How it was done"),
        Facts(
            (
                ("Method", named(design["method"])),
                ("Better is", design["better"]),
                ("Chance drew", _SCHEMES[design["lot"]]),
                ("Study file", result.study.path.name),
                ("Command", f"ridgeway evaluate {result.study.path.name} --out DIR"),
            )
        ),
    ]
    if notes := told["study"]["protocol"]:
        blocks += [Words("Notes in the study file:"), Points(tuple(notes))]
    return Section("method", "Details for the expert", tuple(blocks))


def _cases(told: Mapping[str, Any]) -> DataTable:
    columns = ("Case", "Changed from", "Before", "After", "Change", "Ratio", "Tau-U")
    return DataTable(columns, tuple(_row(each) for each in told["cases"]))


def _row(each: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        each["case"],
        each["from"],
        f"{plainly(each['mean_before'])} ({each['n_before']})",
        f"{plainly(each['mean_after'])} ({each['n_after']})",
        signed(each["change"], step=0.01),
        f"×{number_label(each['ratio']['times'], 0.01)}" if each["ratio"] else NONE,
        number_label(each["tau_u"], 0.01),
    )


def _figures(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    drawn = told["randomisation"]
    how = "" if drawn is None else f", {drawn['draws']:,} draws, {'all' if drawn['exact'] else 'a sample'}"
    ends = NONE if told["ci_low"] is None else interval(told["ci_low"], told["ci_high"])
    return [
        ("Mean change", signed(told["estimate"])),
        ("Standard error over cases", plainly(told["std_error"])),
        (f"{told['level']:.0%} interval", ends),
        ("By drawing the starts anew", f"{chance(told['p_value'])}{how}"),
        ("The same, adjusted for all outcomes (Holm)", chance(told["p_adjusted"])),
        ("Method", told["method"]),
    ]
