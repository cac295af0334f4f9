"""The report of several studies together: their mean, each of them beside it, and how far they differ."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from math import sqrt
from typing import Final

from ridgeway.evaluation.report.document import (
    Block,
    Facts,
    Finding,
    Heading,
    Picture,
    Points,
    Report,
    Section,
    Table,
    Words,
)
from ridgeway.evaluation.report.figures import chance, counted, interval, listed, percent, plainly, signed
from ridgeway.evaluation.report.glossary import glossary
from ridgeway.evaluation.report.names import heading_of, in_words
from ridgeway.impact.say.footing import WORDS
from ridgeway.impact.study import PooledOutcome, PooledStudies
from ridgeway.web.charts import Chart, DataTable, Estimated, interval_chart, steps

_STEP: Final = 0.01
"""Effects are written with two decimals of a standard deviation."""

_TERMS: Final = ("Comparison school", "Footing", "Interval", "p value", "Standard deviation", "Treated school")
_MORE_TERMS: Final = (
    (
        "I²",
        "The share of the variance of the studies’ results that is of true differences between them, not chance.",
    ),
    (
        "Next study",
        "Where the true difference of one more study like these is expected. Where studies truly differ this is "
        "wider than the interval of the mean, and the one to plan by.",
    ),
    ("Weight", "A study’s share of the mean: the surer its figure, the larger."),
)


def report_of_pooled(pooled: PooledStudies) -> Report:
    """Return the report of several studies pooled: the answer, each study, how far they differ, details."""
    titles = [title for title, _ in pooled.studies]
    return Report(
        title="Several studies together",
        summary=f"{counted(len(titles), 'study', 'studies')}: {listed(titles)}",
        digest=pooled.digest,
        version=version("ridgeway"),
        sections=(
            _answer(pooled),
            _studies(pooled),
            _apart(pooled),
            _method(pooled),
            glossary(_TERMS, more=_MORE_TERMS),
        ),
        kind="Report of several studies",
        hashed="The results pooled and the code",
    )


def _answer(pooled: PooledStudies) -> Section:
    independent = (
        "Pooling takes the studies as independent of one another. Where the same schools stand in two of them, "
        "treated or beside, the interval is too short."
    )
    return Section("answer", "The answer", (*map(_finding, pooled.outcomes), Words(independent, "note")))


def _finding(outcome: PooledOutcome) -> Finding:
    found, score = outcome.found, outcome.footing
    return Finding(
        name=heading_of(outcome.name),
        figure=signed(found.estimate, f" standard deviations of {outcome.spread}", step=_STEP),
        interval=f"{found.level:.0%} interval {interval(found.ci_low, found.ci_high, step=_STEP)}",
        text=outcome.words,
        footing=steps("Footing", score, len(WORDS) - 1, word=WORDS[score]),
        reasons=tuple(f"{row.study}: {WORDS[row.footing]} ({row.footing})." for row in outcome.rows),
    )


def _studies(pooled: PooledStudies) -> Section:
    blocks: list[Block] = []
    for outcome in pooled.outcomes:
        blocks.append(Picture(_forest(outcome), note="A line that crosses zero holds no difference at all."))
        blocks.append(Table(f"{heading_of(outcome.name)}: what each study brings", _brought(outcome)))
    return Section("studies", "The studies", tuple(blocks))


def _forest(outcome: PooledOutcome) -> Chart:
    """Draw each study, the mean of all, and where a next study is expected, one below the other."""
    found = outcome.found
    shown = [Estimated(row.study, row.effect_size, row.ci_low, row.ci_high) for row in outcome.rows]
    shown.append(Estimated("All together", found.estimate, found.ci_low, found.ci_high, marked=True))
    if found.prediction_low is not None:
        shown.append(Estimated("A next study", found.estimate, found.prediction_low, found.prediction_high))
    title = f"{heading_of(outcome.name)}: difference in standard deviations of {outcome.spread}"
    return interval_chart(title, shown, what="Standard deviations", of="Study", step=_STEP, width=440)


def _brought(outcome: PooledOutcome) -> DataTable:
    columns = ("Study", f"Difference ({outcome.found.level:.0%} interval)", "Weight", "Schools", "Footing")
    rows = tuple(
        (
            row.study,
            f"{signed(row.effect_size, step=_STEP)} ({interval(row.ci_low, row.ci_high, step=_STEP)})",
            percent(row.weight),
            f"{row.n_treated:,} beside {row.n_comparison:,}",
            f"{WORDS[row.footing]} ({row.footing})",
        )
        for row in outcome.rows
    )
    return DataTable(columns, rows)


def _apart(pooled: PooledStudies) -> Section:
    blocks: list[Block] = [
        Words(
            "A mean says little where studies truly differ: the same programme may do more in one network than in "
            "another. With few studies how far they differ is known only roughly, so look at its interval too."
        )
    ]
    for outcome in pooled.outcomes:
        if len(pooled.outcomes) > 1:
            blocks.append(Heading(heading_of(outcome.name)))
        blocks.append(Facts(tuple(_differences(outcome))))
        if outcome.without:
            blocks.append(Picture(_without(outcome), note="Does the mean hang on one study?"))
    return Section("apart", "How far the studies differ", tuple(blocks))


def _differences(outcome: PooledOutcome) -> Iterator[tuple[str, str]]:
    found, level = outcome.found, f"{outcome.found.level:.0%}"
    low, high = sqrt(found.tau2_low), sqrt(found.tau2_high)
    yield (
        f"Standard deviation of true differences, τ ({level} interval)",
        f"{plainly(sqrt(found.tau2))} ({plainly(low)} to {plainly(high)})",
    )
    yield (
        f"Share of the variance that is of them, I² ({level} interval)",
        f"{percent(found.i2)} ({percent(found.i2_low)} to {percent(found.i2_high)})",
    )
    yield "Were there none: Q", f"{plainly(found.q)} on {found.q_df}, {chance(found.q_p)}"
    expected = interval(found.prediction_low, found.prediction_high, step=_STEP)
    three = "not known: three studies are needed"
    yield f"A next study ({level} interval)", three if found.prediction_low is None else expected


def _without(outcome: PooledOutcome) -> Chart:
    shown = [
        Estimated(f"Without {each.study}", each.pooled.estimate, each.pooled.ci_low, each.pooled.ci_high)
        for each in outcome.without
    ]
    title = f"{heading_of(outcome.name)}: the mean with one study left out"
    return interval_chart(title, shown, what="Standard deviations", of="Left out", step=_STEP, width=440)


def _method(pooled: PooledStudies) -> Section:
    blocks: list[Block] = [Table("Every figure", _figures(pooled))]
    for outcome in pooled.outcomes:
        rows = tuple((row.study, plainly(row.effect_se), row.method) for row in outcome.rows)
        title = f"{heading_of(outcome.name)}: how each study was made"
        blocks.append(Table(title, DataTable(("Study", "Standard error", "Method"), rows)))
    if pooled.refused:
        blocks.append(Words("What could not be pooled, and why:"))
        say = in_words(pooled.refused)
        blocks.append(Points(tuple(f"{heading_of(name)}: {say(why)}" for name, why in pooled.refused.items())))
    blocks += [Heading("The studies’ hashes"), Facts(pooled.studies)]
    return Section("method", "Details for the expert", tuple(blocks))


def _figures(pooled: PooledStudies) -> DataTable:
    columns = [_column(outcome) for outcome in pooled.outcomes]
    headings = ("", *(heading_of(outcome.name) for outcome in pooled.outcomes))
    return DataTable(
        headings, tuple((row[0][0], *(cell for _, cell in row)) for row in zip(*columns, strict=True))
    )


def _column(outcome: PooledOutcome) -> list[tuple[str, str]]:
    found = outcome.found
    return [
        ("Name in the data", outcome.name),
        ("Mean difference", signed(found.estimate)),
        ("Standard error", plainly(found.std_error)),
        ("Interval", f"{interval(found.ci_low, found.ci_high)} ({found.level:.0%})"),
        ("p value", chance(found.p_value)),
        ("Degrees of freedom", plainly(found.df)),
        ("Method", found.method),
    ]
