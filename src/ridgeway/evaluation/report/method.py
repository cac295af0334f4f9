"""For the expert: every figure, how it was made, and what is needed to make it again."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.metadata import version
from typing import Any, Final

from ridgeway.evaluation.report.document import Block, Facts, Heading, Points, Section, Table, Words
from ridgeway.evaluation.report.figures import chance, interval, named, plainly, signed
from ridgeway.evaluation.report.names import fact_of
from ridgeway.evaluation.report.subject import Outcome, Subject
from ridgeway.web.charts import DataTable

_PACKAGES: Final = ("ridgeway", "numpy", "scipy", "polars")
NO: Final = "–"
_TOLD_HERE: Final = (
    "title",
    "hash",
    "design",
    "n_treated",
    "n_comparison",
    "n_named",
    "protocol",
    "notes",
    "frozen",
    "deviations",
)


def method(subject: Subject) -> Section:
    """Return the section with all figures, the design, the protocol and the hash."""
    blocks: list[Block] = [Table("Every figure", _figures(subject))]
    blocks += [Heading("How schools were compared"), Facts(tuple(_design(subject)))]
    if notes := subject.told["study"]["notes"]:
        blocks += [
            Words("What was done, school by school where it matters:"),
            Points(tuple(map(subject.say, notes))),
        ]
    blocks += _protocol(subject)
    blocks += [Heading("To make it again"), Facts(tuple(_again(subject)))]
    return Section("method", "Details for the expert", tuple(blocks))


def _figures(subject: Subject) -> DataTable:
    rows = [_column(outcome) for outcome in subject.outcomes]
    names = [name for name, _ in rows[0]]
    columns = ("", *(outcome.heading for outcome in subject.outcomes))
    return DataTable(columns, tuple((name, *(dict(column)[name] for column in rows)) for name in names))


def _column(outcome: Outcome) -> list[tuple[str, str]]:
    told = outcome.told
    size = NO if told["effect_size"] is None else f"{signed(told['effect_size'])} ({interval(*told['effect_ci'])})"
    months = NO if told["months"] is None else f"{signed(told['months'])} ({interval(*told['months_ci'])})"
    return [
        ("Name in the data", outcome.name),
        ("Estimate, in the outcome’s unit", signed(told["estimate"])),
        ("Standard error", plainly(told["std_error"])),
        (f"{outcome.of.level} interval", interval(told["ci_low"], told["ci_high"])),
        ("p value", chance(told["p_value"])),
        ("p value adjusted for all outcomes (Holm)", chance(told["p_adjusted"])),
        ("Degrees of freedom", plainly(told["df"])),
        ("Hedges’ g, or its like (interval)", size),
        ("Standard deviation it is in", f"{plainly(told['effect_sd'])} ({plainly(told['effect_spread'])})"),
        ("Months (interval)", months),
        ("Table of months", plainly(told["months_table"])),
        ("Smallest difference that could be seen, in these", plainly(told["mdes"])),
        ("Treated and comparison schools", f"{told['n_treated']}, {told['n_comparison']}"),
        ("Method", told["method"]),
        ("Standard errors", told["inference"]),
        ("Years before, tested together", _before(told["by_year"])),
    ]


def _before(by_year: Mapping[str, Any] | None) -> str:
    test = by_year["before"] if by_year else None
    if not test:
        return NO
    statistic = f"F({plainly(test['df1'])}, {plainly(test['df2'])}) = {plainly(test['statistic'])}"
    return f"{statistic}, {chance(test['p_value'])}"


def _design(subject: Subject) -> Iterator[tuple[str, str]]:
    design = subject.design
    yield "Method", design["method"].replace("_", " ")
    if design["matching"]:
        yield "Matching", design["matching"]
        yield "Matched on", "; ".join(map(fact_of, design["match_on"]))
    if design["exact"]:
        yield "Exactly alike in", ", ".join(map(fact_of, design["exact"]))
    told = ("method", "matching", "match_on", "exact")
    for key, value in design.items():
        if key not in told and value not in (None, []):
            yield named(key), plainly(value) if key != "level" else f"{value:.0%}"


def _protocol(subject: Subject) -> Iterator[Block]:
    study = subject.told["study"]
    frozen, deviations = study["frozen"], study["deviations"]
    yield Heading("What was decided beforehand")
    if frozen is None:
        yield Words("No protocol was frozen before the results were read, so nothing shows what was decided when.")
    else:
        day = f"{date.fromisoformat(frozen['on']):%-d %B %Y}"
        state = "It is unaltered." if frozen["intact"] else "It was altered afterwards, so it shows nothing."
        yield Words(f"The protocol was frozen on {day}; freezing reads no result from the start on. {state}")
        yield Facts((("Hash of the protocol", frozen["digest"]), ("Frozen with", f"Ridgeway {frozen['version']}")))
        yield Words("What is otherwise now:" if deviations else "Nothing is otherwise now than it was then.")
    if deviations:
        yield Points(tuple(map(subject.say, deviations)))
    if notes := study["protocol"]:
        yield Words("Notes in the study file:")
        yield Points(tuple(map(subject.say, notes)))
    for key, told in study.items():
        if key not in _TOLD_HERE and told not in (None, [], {}):
            yield Facts(((named(key), plainly(told)),))


def _again(subject: Subject) -> Iterator[tuple[str, str]]:
    yield "Study file", subject.result.study.path.name
    yield "Hash of data, study file and code", subject.told["study"]["hash"]
    yield "Programs", ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    yield "Python", platform.python_version()
    yield "Command", f"ridgeway evaluate {subject.result.study.path.name} --out DIR"
