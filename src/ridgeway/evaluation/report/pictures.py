"""Charts of what lies behind a result: years, re-draws, funnels; None where there is nothing to draw."""

from __future__ import annotations

from math import isfinite
from typing import Final

import numpy as np
from scipy import stats

from ridgeway.evaluation.report.subject import Outcome, Subject
from ridgeway.impact.describe.funnel import LEVELS, Funnel, funnel_in
from ridgeway.impact.outcomes import Flags, Floats, Outcomes
from ridgeway.web.charts import (
    Chart,
    Estimated,
    Limit,
    Placed,
    YearLine,
    YearPoint,
    funnel_chart,
    histogram,
    interval_chart,
    years_chart,
)

RANDOM: Final = "What schools picked at random show"
"""The caption of the picture of re-draws."""

MOST_OTHERS: Final = 1000
"""Other schools drawn in a funnel; of more, every second, third, … is."""

_STEPS: Final = 40
"""Points of a limit's line."""


def all_outcomes(subject: Subject) -> Chart | None:
    """Draw every outcome's difference on one scale, where all are in standard deviations of the same."""
    spreads = {each.told["effect_spread"] for each in subject.outcomes}
    if len(spreads) != 1 or None in spreads:
        return None
    shown = [
        Estimated(each.heading, each.told["effect_size"], *each.told["effect_ci"]) for each in subject.outcomes
    ]
    title = f"Difference from {subject.beside}, in standard deviations of {spreads.pop()}"
    return interval_chart(title, shown, what="Standard deviations", of="Outcome", step=0.01, width=440)


def by_year(outcome: Outcome) -> Chart:
    """Draw the mean of the treated and of the schools beside them, year by year, each with its own interval."""
    subject = outcome.of
    used, level = subject.result.comparison.used[outcome.name], subject.design["level"]
    lines = [
        YearLine(name, _means(used, which, level))
        for name, which in (("Treated schools", used.treated), (_capital(subject.beside), ~used.treated))
    ]
    staggered = subject.result.loaded.staggered
    return years_chart(
        f"{outcome.heading}, by year",
        lines,
        start=float(used.starts.min()),
        starts="the first schools begin" if staggered else "programme begins",
        unit="%" if outcome.is_percent else "",
        step=outcome.step,
    )


def differences(outcome: Outcome) -> Chart | None:
    """Draw the difference in each year, beside the last year before the start."""
    told = outcome.told["by_year"]
    if not told or not told["years"]:
        return None
    starts = outcome.of.design["starts"]
    first = starts[0] if len(starts) == 1 else 0
    points = [YearPoint(first + told["baseline"], 0.0)]
    points += [
        YearPoint(first + each["relative_year"], each["estimate"], each["ci_low"], each["ci_high"])
        for each in told["years"]
        if each["relative_year"] != told["baseline"]
    ]
    return years_chart(
        f"{outcome.heading}: difference from {outcome.of.beside}, year by year",
        [YearLine("Difference", points)],
        when="Year" if first else "Years from each school’s start",
        start=float(first),
        starts="programme begins",
        zero=True,
        step=outcome.step,
    )


def redrawn(outcome: Outcome) -> Chart | None:
    """Draw the differences that schools picked at random show, by the same re-draws as in the result."""
    found, made = outcome.doubts["randomisation"], outcome.of.redrawn
    if not found or made is None:
        return None
    every = made.statistics[:, made.measures.index(outcome.name)].tolist()
    return histogram(
        outcome.titled(RANDOM),
        [value for value in every if isfinite(value)],
        observed=found["observed"],
        called="these schools",
        of="re-draws",
    )


def funnel_of(outcome: Outcome) -> tuple[Chart, str] | None:
    """Draw schools by their number of pupils in the last year, with what is said of it. Raises `ImpactError`."""
    result = outcome.of.result
    outcomes, year = result.loaded.outcomes[outcome.name], outcome.described["after"]
    pupil_sd = result.study.choices.pupil_sd.get(outcome.name)
    of_pupils = outcomes.weights.max(initial=0.0) > 1
    if not of_pupils or not (outcome.is_percent or pupil_sd) or result.study.plan.standardise:
        return None
    made = funnel_in(outcomes, year, pupil_sd=pupil_sd, overdispersion="multiplicative")
    named = set(result.loaded.starts)
    sizes = np.unique(np.linspace(made.pupils.min(), made.pupils.max(), _STEPS).round()).astype(np.int64)
    chart = funnel_chart(
        outcome.titled(f"Every school in {year}"),
        _placed(made, named),
        centre=made.target,
        limits=[_limit(made, sizes, level) for level in LEVELS],
        names=("treated schools", "other schools"),
        sizes="Pupils in the year group",
        what=str(year),
        unit="%" if outcome.is_percent else "",
    )
    return chart, made.words


def _placed(made: Funnel, named: set[str]) -> list[Placed]:
    every = [
        Placed(school, size, value, school in named)
        for school, size, value in zip(made.schools, made.pupils.tolist(), made.values.tolist(), strict=True)
    ]
    others = [each for each in every if not each.marked]
    return [each for each in every if each.marked] + others[:: -(-len(others) // MOST_OTHERS) or 1]


def _limit(made: Funnel, sizes: np.ndarray[tuple[int], np.dtype[np.int64]], level: float) -> Limit:
    low, high = made.limits(sizes, level)
    points = zip(sizes.tolist(), low.tolist(), high.tolist(), strict=True)
    return Limit(f"{level:.1%}".replace(".0%", "%"), list(points))


def _means(used: Outcomes, which: Flags, level: float) -> list[YearPoint]:
    points = []
    for column, year in enumerate(used.years.tolist()):
        here = which & used.known[:, column]
        if here.any():
            mean, reach = _mean(used.values[here, column], used.weights[here, column], level)
            ends = (None, None) if reach is None else (mean - reach, mean + reach)
            points.append(YearPoint(year, mean, *ends))
    return points


def _mean(values: Floats, weights: Floats, level: float) -> tuple[float, float | None]:
    """Return a weighted mean and half its interval: t with n − 1 degrees, variance n ÷ (n − 1) Σ w² (x − m)² ÷ W²
    (Cochran 1977), None for a single school."""
    if not weights.any():
        weights = np.ones_like(values)
    count, total = int((weights > 0).sum()), weights.sum()
    mean = float(weights @ values / total)
    if count < 2:
        return mean, None
    variance = count / (count - 1) * float(weights**2 @ (values - mean) ** 2) / total**2
    return mean, float(stats.t.ppf((1 + level) / 2, count - 1) * np.sqrt(variance))


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
