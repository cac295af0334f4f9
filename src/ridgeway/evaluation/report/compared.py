"""Who is compared: named, matched, dropped and why, and how alike the two groups are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from ridgeway.evaluation.report.document import Block, Figures, Heading, Picture, Points, Section, Table, Words
from ridgeway.evaluation.report.figures import counted
from ridgeway.evaluation.report.names import fact_of
from ridgeway.evaluation.report.pictures import funnel_of
from ridgeway.evaluation.report.subject import Subject
from ridgeway.impact.errors import ImpactError
from ridgeway.web.charts import DataTable, Unlike, love_plot
from ridgeway.web.charts.scales import number_label

_REASONS: Final = {
    "missing": "something needed for matching is not known of them",
    "stratum": "no other school agrees with them in what was to be exact",
    "support": "no other school was as likely to take part",
    "caliper": "the nearest school is too unlike them",
    "taken": "other treated schools had taken every school near them",
}


def compared(subject: Subject) -> Section:
    """Return the section with the numbers of schools, who was dropped, and the balance."""
    blocks: list[Block] = [_numbers(subject)]
    blocks += _dropped(subject)
    blocks += _balance(subject)
    if subject.over_years:
        blocks += _funnels(subject)
    return Section("compared", "Who is compared", tuple(blocks))


def _numbers(subject: Subject) -> Figures:
    study, match = subject.told["study"], subject.result.comparison.match
    if not subject.over_years:
        drawn = (("drawn for the programme", study["n_treated"]), ("others", study["n_comparison"]))
        return Figures(tuple((name, f"{count:,}") for name, count in drawn))
    items = [("schools named as treated", study["n_named"])]
    if match is not None:
        items.append(("of them matched", match.n_treated))
    items.append(("of them in the estimate", study["n_treated"]))
    if match is not None:
        items.append(("other schools to choose from", int((~match.candidates.treated).sum())))
    items.append(("comparison schools in it", study["n_comparison"]))
    return Figures(tuple((name, f"{count:,}") for name, count in items))


def _dropped(subject: Subject) -> Iterator[Block]:
    match = subject.result.comparison.match
    reasons = Counter(each.reason for each in match.dropped if each.treated) if match else Counter()
    if reasons:
        rows = tuple((_REASONS[reason], str(count)) for reason, count in reasons.most_common())
        yield Table("Treated schools left out", DataTable(("Reason", "Schools"), rows))
    if reasons and match:
        yield Words(
            f"What is found holds for the {match.n_treated} matched schools, not for those left out.", "note"
        )
    lacking = [
        f"{outcome.heading}: {counted(len(outcome.told['without_result']), 'treated school')} without any result "
        f"({', '.join(outcome.told['without_result'])})"
        for outcome in subject.outcomes
        if outcome.told["without_result"]
    ]
    if lacking:
        yield Points(tuple(lacking))


def _balance(subject: Subject) -> Iterator[Block]:
    rows = subject.told["balance"]
    if not rows:
        return
    matched = subject.result.comparison.match is not None
    ordered = sorted(rows, key=lambda row: -abs(row["before"]["difference"] or 0.0))
    shown = [
        Unlike(fact_of(row["name"]), row["before"]["difference"], row["after"]["difference"] if matched else None)
        for row in ordered
        if row["before"]["difference"] is not None and row["after"]["difference"] is not None
    ]
    yield Heading("How alike they were before")
    if shown:
        of = "treated schools" if subject.over_years else "those treated"
        title = f"Difference before the start, in standard deviations of {of}"
        yield Picture(love_plot(title, shown, width=460))
    yield Words(
        "Up to 0.1 groups are alike; beyond 0.25 (the second dotted line) a comparison leans on the model."
        + ("" if matched else f" Nothing was matched: the {subject.beside} are as they are."),
        "note",
    )
    stage = "after" if matched else "before"
    columns = ("Before the start", "Treated", "Comparison", "Variance ratio", "KS")
    cells = tuple(
        (
            fact_of(row["name"]),
            *(_written(row[stage][key]) for key in ("mean_treated", "mean_comparison", "variance_ratio", "ks")),
        )
        for row in ordered
    )
    yield Table("Means after matching" if matched else "Means of both groups", DataTable(columns, cells))


def _written(value: float | None) -> str:
    return "–" if value is None else number_label(value)


def _funnels(subject: Subject) -> Iterator[Block]:
    drawn, refused = [], []
    for outcome in subject.outcomes:
        try:
            made = funnel_of(outcome)
        except ImpactError as refusal:
            refused.append(f"{outcome.heading}: {refusal}")
            continue
        if made is not None:
            drawn.append(made)
    if drawn:
        yield Heading("Where they stand among all schools")
    for chart, words in drawn:
        yield Picture(chart, note=words)
    if refused:
        yield Words("A funnel plot could not be drawn:", "note")
        yield Points(tuple(refused))
