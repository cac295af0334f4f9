"""What would an expert object to? A list made from the facts of a study, the gravest first, each with its figure.

`CONDITIONS` is the whole of it: each row has a title, how grave it is, where its line comes from, and a check,
which returns the figure and the words when the objection holds and None when it does not. Where a line is called
a house line, no source draws it there; it was drawn so that a head teacher is warned rather too often than too
seldom.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from ridgeway.impact.doubt.facts import Facts

Severity = Literal["serious", "notable", "minor"]
"""`serious`: on its own it may overturn the finding. `notable`: it weakens it. `minor`: to be read with it."""

ALPHA: Final = 0.05
FEW_SCHOOLS: Final = 50
FEW_A_SIDE: Final = 20
LARGE_IMBALANCE: Final = 0.25
SMALL_IMBALANCE: Final = 0.10
LOST: Final = 0.10
LOST_DIFFERENCE: Final = 0.05
DETECTABLE: Final = 0.20
REBOUND_SHARE: Final = 0.25
YEARS_BEFORE: Final = 3
HIDDEN_ODDS: Final = 1.5


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection in plain English, with the figure it rests on and where its line is drawn."""

    title: str
    figure: str
    words: str
    severity: Severity
    source: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A row of the table: when there is something to object, and in what words."""

    title: str
    severity: Severity
    source: str
    check: Callable[[Facts], tuple[str, str] | None]


def objections(facts: Facts) -> tuple[Objection, ...]:
    """Return the objections that the facts give rise to, the gravest first, then in the order of the table."""
    found = []
    for condition in CONDITIONS:
        if (said := condition.check(facts)) is not None:
            found.append(Objection(condition.title, *said, condition.severity, condition.source))
    return tuple(sorted(found, key=lambda objection: get_args(Severity).index(objection.severity)))


def _no_comparison(facts: Facts) -> tuple[str, str] | None:
    if facts.n_comparison > 0:
        return None
    words = "No school without the programme was followed, so nothing says what would have happened anyway."
    return "0 comparison schools", words


def _chosen(facts: Facts) -> tuple[str, str] | None:
    if facts.randomised or not facts.chosen_by_outcome:
        return None
    figure = "chosen by results" if facts.gap_before is None else f"{facts.gap_before:+.2f} standard deviations"
    words = (
        "The schools were chosen by their results. Schools chosen for low results mostly do better the next time, "
        "and schools chosen for high ones worse, with nothing done to them."
    )
    return figure, words


def _rebound(facts: Facts) -> tuple[str, str] | None:
    if facts.randomised or facts.rebound_share is None or facts.rebound_share < REBOUND_SHARE:
        return None
    share = f"{facts.rebound_share:.0%}"
    if facts.rebound_share >= 1:
        return share, "Equally weak schools without the programme gained as much, or more."
    return share, f"Equally weak schools without the programme made {share} of this gain."


def _bad_year(facts: Facts) -> tuple[str, str] | None:
    if facts.randomised or facts.pattern != "one bad year":
        return None
    words = (
        "The schools had done better the year before: they were chosen in a bad year, not for lasting weakness, "
        "and a better one was likely to follow."
    )
    return "one bad year", words


def _trends_differ(facts: Facts) -> tuple[str, str] | None:
    if facts.randomised or facts.pre_trend_p is None or facts.pre_trend_p > ALPHA:
        return None
    words = "The two groups were already moving apart before the programme began, and may simply have gone on."
    return _p(facts.pre_trend_p), words


def _trends_unseen(facts: Facts) -> tuple[str, str] | None:
    if facts.randomised or facts.years_before is None or facts.years_before >= YEARS_BEFORE:
        return None
    words = (
        "There are too few years before the programme to see whether the two groups moved alike. "
        f"At least {YEARS_BEFORE} are needed."
    )
    return _count(facts.years_before, "year before", "years before"), words


def _large_imbalance(facts: Facts) -> tuple[str, str] | None:
    if facts.worst_imbalance is None or abs(facts.worst_imbalance) <= LARGE_IMBALANCE:
        return None
    words = "The two groups differed so much before that adjusting for it cannot be relied on."
    return _imbalance(facts), words


def _small_imbalance(facts: Facts) -> tuple[str, str] | None:
    if facts.worst_imbalance is None or not SMALL_IMBALANCE < abs(facts.worst_imbalance) <= LARGE_IMBALANCE:
        return None
    words = "The two groups were not quite alike before, so the finding leans on how that was adjusted for."
    return _imbalance(facts), words


def _few_schools(facts: Facts) -> tuple[str, str] | None:
    few = (
        facts.n_treated + facts.n_comparison < FEW_SCHOOLS or min(facts.n_treated, facts.n_comparison) < FEW_A_SIDE
    )
    if facts.small_samples_allowed or facts.n_comparison == 0 or not few:
        return None
    words = "With so few schools the usual standard errors are too small, and the finding looks surer than it is."
    return f"{facts.n_treated} treated, {facts.n_comparison} comparison schools", words


def _undetectable(facts: Facts) -> tuple[str, str] | None:
    if facts.mdes is None or facts.mdes <= DETECTABLE:
        return None
    if facts.clear:
        words = (
            "Only effects larger than almost any programme has could be seen with so few schools. "
            "Those that are seen all the same tend to be overestimates."
        )
    else:
        words = "A good effect of ordinary size would most likely have been missed: this is not evidence of none."
    return f"smallest detectable effect {facts.mdes:.2f}", words


def _breaks(facts: Facts) -> tuple[str, str] | None:
    if not facts.breaks:
        return None
    words = (
        f"What was measured changed within these years: {'; '.join(each.rstrip('.') for each in facts.breaks)}."
    )
    return _count(len(facts.breaks), "break in the series", "breaks in the series"), words


def _many_outcomes(facts: Facts) -> tuple[str, str] | None:
    if facts.outcomes < 2 or facts.adjusted:
        return None
    chance = f"{1 - (1 - ALPHA) ** facts.outcomes:.0%}"
    words = (
        f"Of {facts.outcomes} independent outcomes at least one would look like an effect by chance {chance} of "
        "the time. The p values are not adjusted for that."
    )
    return f"{facts.outcomes} outcomes", words


def _not_frozen(facts: Facts) -> tuple[str, str] | None:
    if facts.frozen is not False:
        return None
    words = "Years, outcomes and method could be chosen with the results in view."
    return "protocol not frozen", words


def _period(facts: Facts) -> tuple[str, str] | None:
    if facts.other_periods is None or not facts.other_periods[0] <= 0 <= facts.other_periods[1]:
        return None
    words = "With other years taken for before and after the effect vanishes or turns round."
    return _range(facts.other_periods), words


def _lost(facts: Facts) -> tuple[str, str] | None:
    if facts.lost is None or facts.lost <= LOST:
        return None
    return (
        f"{facts.lost:.0%} without a result",
        "Many schools have no result afterwards; those left may be the better.",
    )


def _lost_unequally(facts: Facts) -> tuple[str, str] | None:
    if facts.lost_difference is None or abs(facts.lost_difference) <= LOST_DIFFERENCE:
        return None
    more = "treated" if facts.lost_difference > 0 else "comparison"
    words = f"More of the {more} schools have no result afterwards, so those left no longer compare."
    return f"{100 * abs(facts.lost_difference):.0f} percentage points", words


def _spillover(facts: Facts) -> tuple[str, str] | None:
    if not facts.same_network:
        return None
    words = "They work with treated schools and may have had part of the programme, which makes it look smaller."
    return _count(facts.same_network, "comparison school", "comparison schools") + " in the same network", words


def _contaminated(facts: Facts) -> tuple[str, str] | None:
    if not facts.similar_programme or not facts.n_comparison:
        return None
    share = facts.similar_programme / facts.n_comparison
    words = "The comparison is with other programmes in part, not with schools that had none."
    return f"{facts.similar_programme} of {facts.n_comparison} comparison schools ({share:.0%})", words


def _placebo(facts: Facts) -> tuple[str, str] | None:
    if facts.placebo_p is None or facts.placebo_p * max(1, facts.placebos) > ALPHA:
        return None
    words = "The same method finds an effect where there can have been none."
    return f"{_p(facts.placebo_p)}, smallest of {max(1, facts.placebos)}", words


def _redrawn(facts: Facts) -> tuple[str, str] | None:
    if facts.randomisation_p is None or not facts.clear or facts.randomisation_p <= ALPHA:
        return None
    words = "Schools picked at random in place of these do as well too often for the finding to be called clear."
    return _p(facts.randomisation_p), words


def _one_school(facts: Facts) -> tuple[str, str] | None:
    if facts.left_out is None or not facts.left_out[0] <= 0 <= facts.left_out[1]:
        return None
    return _range(facts.left_out), "The direction of the effect hangs on a single school."


def _hidden_odds(facts: Facts) -> tuple[str, str] | None:
    if facts.randomised or not facts.clear or facts.gamma is None or facts.gamma >= HIDDEN_ODDS:
        return None
    words = (
        "If something unseen made one of two matched schools this many times as likely to join, in odds, that "
        "alone could explain the finding."
    )
    return f"Γ = {facts.gamma:.2f}", words


def _hidden_controls(facts: Facts) -> tuple[str, str] | None:
    if facts.randomised or not facts.clear or facts.delta is None or not 0 <= facts.delta < 1:
        return None
    words = "Unknown differences would explain the effect even if they mattered less than the known ones."
    return f"δ = {facts.delta:.2f}", words


def _drift(facts: Facts) -> tuple[str, str] | None:
    if facts.randomised or not facts.clear or facts.trend_breakdown is None or facts.trend_breakdown >= 1:
        return None
    words = "A drift between the groups no larger than one seen before the programme could explain the finding."
    return f"M̄ = {facts.trend_breakdown:.2f}", words


CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition("No comparison", "serious", "EEF padlocks: no comparator, none", _no_comparison),
    Condition("Chosen by results", "serious", "Barnett, van der Pols & Dobson 2005", _chosen),
    Condition(
        "Weak schools recover anyway", "serious", "Barnett et al. 2005; a quarter is a house line", _rebound
    ),
    Condition("Apart before the start", "serious", "Roth 2022; p at most 0.05", _trends_differ),
    Condition("Unlike before", "serious", "Rubin 2001; What Works Clearinghouse: above 0.25", _large_imbalance),
    Condition("An effect where there is none", "serious", "p at most 0.05 after Bonferroni", _placebo),
    Condition(
        "Too few schools for these errors",
        "serious",
        "Cameron & Miller 2015: below 50, or 20 a side",
        _few_schools,
    ),
    Condition("Hangs on the years chosen", "serious", "Simonsohn, Simmons & Nelson 2020", _period),
    Condition("Hangs on one school", "serious", "Belsley, Kuh & Welsch 1980", _one_school),
    Condition("Lost unequally", "serious", "What Works Clearinghouse; 5 points is a house line", _lost_unequally),
    Condition("Chosen in a bad year", "notable", "Galton 1886; Barnett et al. 2005", _bad_year),
    Condition("Trends before not to be seen", "notable", "Roth 2022; three years is a house line", _trends_unseen),
    Condition("Not quite alike before", "notable", "Austin 2009: above 0.10", _small_imbalance),
    Condition("Effects of ordinary size not to be seen", "notable", "EEF padlocks: above 0.20", _undetectable),
    Condition("Chance does as well", "notable", "Fisher 1935; Young 2019", _redrawn),
    Condition("Many outcomes", "notable", "Westfall & Young 1993", _many_outcomes),
    Condition("Schools lost", "notable", "EEF padlocks: above 10 per cent", _lost),
    Condition("A broken series", "notable", "Shadish, Cook & Campbell 2002: instrumentation", _breaks),
    Condition("Comparison schools had part of it", "notable", "Shadish et al. 2002: diffusion", _spillover),
    Condition("Comparison schools had something else", "notable", "Shadish et al. 2002: rivalry", _contaminated),
    Condition("A small hidden bias would do", "notable", "Rosenbaum 2002; 1.5 is a house line", _hidden_odds),
    Condition("Unknown differences would do", "notable", "Oster 2019: below 1", _hidden_controls),
    Condition("A drift as seen before would do", "notable", "Rambachan & Roth 2023: below 1", _drift),
    Condition("Planned with results in view", "minor", "EEF: protocol before outcomes", _not_frozen),
)
"""Every objection this room knows."""


def _p(value: float) -> str:
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _range(ends: tuple[float, float]) -> str:
    return f"{ends[0]:+.2f} to {ends[1]:+.2f}"


def _imbalance(facts: Facts) -> str:
    of = f" in {facts.worst_covariate}" if facts.worst_covariate else ""
    return f"{abs(facts.worst_imbalance or 0.0):.2f} standard deviations{of}"
