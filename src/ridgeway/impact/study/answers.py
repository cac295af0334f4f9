"""What the checks of an outcome found: each as a question, its figure, its answer in words, and whether it holds.

Lines are those of the objections (`doubt.objections`); a check that could not be made says why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from ridgeway.impact.doubt import SpecificationTable
from ridgeway.impact.doubt.objections import (
    ALPHA,
    HIDDEN_ODDS,
    LOST,
    LOST_DIFFERENCE,
    REBOUND_SHARE,
)
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.say.sentences import decimals, number
from ridgeway.impact.study.checking import Checks

Verdict = Literal["holds", "doubt", "not possible"]
"""Whether the finding stands this check, is put in doubt by it, or the check could not be made."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One check: its key, a title, the question it asks, the figure, the answer in words, and what follows."""

    check: str
    title: str
    question: str
    figure: str
    words: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Asked:
    """An outcome with what is needed to answer for it: its estimate, its checks, and p adjusted by Holm.

    `drawn` are what a lot drew in a trial of pupils, None where schools are followed over years.
    """

    estimate: Estimate
    checks: Checks
    p_holm: float
    outcomes: int
    drawn: str | None = None

    def number(self, value: float) -> str:
        """Return a figure in the outcome's unit, with as many decimals as the estimate deserves."""
        return number(value, decimals(self.estimate.std_error))


_Said = tuple[str, str, bool]
"""Figure, words, and whether the finding holds."""


def answers(asked: Asked) -> tuple[Answer, ...]:
    """Return the answers to all questions, in the order of the questions."""
    found = []
    for key, title, question, answer, refusals in _QUESTIONS:
        if said := answer(asked):
            figure, words, holds = said
            found.append(Answer(key, title, question, figure, words, "holds" if holds else "doubt"))
        elif why := [asked.checks.refused[name].remedy for name in refusals if name in asked.checks.refused]:
            found.append(Answer(key, title, question, "", why[0], "not possible"))
    return tuple(found)


def _before(asked: Asked) -> _Said | None:
    by_year = asked.checks.by_year
    if by_year is None or by_year.before is None:
        return None
    p = by_year.before.p_value
    apart = "moved apart" if p <= ALPHA else "did not move apart more than chance would have it"
    return _p(p), f"In the years before the start the two groups {apart} (joint test, {_p(p)}).", p > ALPHA


def _drift(asked: Asked) -> _Said | None:
    drift = asked.checks.drift
    if drift is None:
        return None
    bounds, reached = drift.bounds, drift.breakdown.of_interval
    words = (
        f"Had the groups drifted apart in the first year by the largest step seen before "
        f"({asked.number(bounds.largest_step)}), the difference of that year would lie between "
        f"{asked.number(bounds.ci_low)} and {asked.number(bounds.ci_high)}. "
    )
    if reached == 0:
        words += "Even without any drift no difference at all is not ruled out in that year."
    else:
        words += f"It would no longer be told from none with a drift {reached:.2f} times that step."
    return f"M̄ = {reached:.2f}", words, reached >= 1


def _placebo(asked: Asked) -> _Said | None:
    years = asked.checks.placebo
    if years is None:
        return None
    told = "; ".join(
        f"{each.years_early} earlier: {asked.number(each.estimate.estimate)} ({_p(each.estimate.p_value)})"
        for each in years
    )
    smallest = min(each.estimate.p_value for each in years)
    words = f"Made to start earlier, when nothing was done, the same schools show, by years: {told}."
    return f"{_p(smallest)}, smallest of {len(years)}", words, smallest * len(years) > ALPHA


def _groups(asked: Asked) -> _Said | None:
    group = asked.checks.groups
    if group is None:
        return None
    mean, seen = asked.number(group.mean), asked.number(group.observed)
    words = (
        f"{group.draws} groups of untreated schools as likely to be treated show {mean} on average (standard "
        f"deviation {asked.number(group.sd)}), the treated schools {seen}. A share of {group.p_value:.2f} of such "
        "groups, these schools among them, stands as far from none or farther."
    )
    small = abs(group.mean) < REBOUND_SHARE * abs(group.observed)
    return mean, words, small and group.p_value <= ALPHA


def _chance(asked: Asked) -> _Said | None:
    chance = asked.checks.chance
    if chance is None:
        return None
    how = "all possible" if chance.exact else "drawn at random"
    words = (
        f"Of {chance.assignments:,} other choices of {asked.drawn or 'schools'}, {how}, a share of "
        f"{chance.p_value:.3f} does as well or better, these counted among them."
    )
    return _p(chance.p_value), words, chance.p_value <= ALPHA


def _rebound(asked: Asked) -> _Said | None:
    back = asked.checks.rebound
    if back is None or back.share != back.share:
        return None
    words = (
        f"The treated schools changed by {asked.number(back.gain.mean)}. Untreated schools with the same result "
        f"before changed by {asked.number(back.equally_weak.mean)}, all untreated ones by "
        f"{asked.number(back.everyone.mean)}."
    )
    return f"{back.share:.0%} of the gain", words, back.share < REBOUND_SHARE


def _single(asked: Asked) -> _Said | None:
    out = asked.checks.leave_one_out
    if out is None:
        return None
    words = (
        f"With any one treated school left out the figure lies between {asked.number(out.low)} and "
        f"{asked.number(out.high)}. {out.without[0].name} moves it most."
    )
    return f"{asked.number(out.low)} to {asked.number(out.high)}", words, out.sign_holds


def _lost(asked: Asked) -> _Said | None:
    lost = asked.checks.losses
    if lost is None:
        return None
    schools = ("schools with a result before", "have none in the last year")
    whom, lack = schools if asked.drawn is None else ("pupils", "have no result")
    words = (
        f"Of the {whom}, {lost.treated.share:.0%} of the treated and {lost.comparison.share:.0%} of the others "
        f"{lack} ({_p(lost.p_value)} for no difference)."
    )
    holds = lost.share <= LOST and abs(lost.difference) <= LOST_DIFFERENCE
    return f"{lost.share:.0%} lost", words, holds


def _hidden(asked: Asked) -> _Said | None:
    hidden = asked.checks.hidden
    if hidden is None:
        return None
    if hidden.gamma == 1:
        words = f"In {hidden.sets} matched sets even a finding without hidden bias is not told from chance."
    else:
        words = (
            f"Something unseen would have to make one of two matched schools {hidden.gamma:.2f} times as likely "
            f"to join, in odds, before chance could explain the finding ({hidden.sets} sets)."
        )
    return f"Γ = {hidden.gamma:.2f}", words, hidden.gamma >= HIDDEN_ODDS


def _unknown(asked: Asked) -> _Said | None:
    unknown = asked.checks.unknown
    if unknown is None:
        return None
    delta = unknown.found.delta
    words = (
        f"The difference in mean change is {asked.number(unknown.without)}, and "
        f"{asked.number(unknown.controlled)} once {', '.join(unknown.controls)} are known. "
    )
    if delta < 0:
        words += "Unknown differences like the known ones would make it larger, not smaller."
    else:
        words += f"Unknown differences would have to matter {delta:.2f} times as much as these to explain it."
    return f"δ = {delta:.2f}", words, not 0 <= delta < 1


def _ways(asked: Asked) -> _Said | None:
    return _table(asked, asked.checks.other_ways, "With other comparison schools or weights")


def _years(asked: Asked) -> _Said | None:
    return _table(asked, asked.checks.other_years, "With one year left out at a time")


def _table(asked: Asked, table: SpecificationTable | None, start: str) -> _Said | None:
    if table is None or not table.estimates:
        return None
    low, high = table.estimates[0], table.estimates[-1]
    words = (
        f"{start} the figure lies between {asked.number(low)} and {asked.number(high)}, in the middle at "
        f"{asked.number(table.median)} ({len(table.estimates)} ways)."
    )
    same = (low > 0) == (high > 0) == (asked.estimate.estimate > 0)
    return f"{asked.number(low)} to {asked.number(high)}", words, same


def _many(asked: Asked) -> _Said | None:
    if asked.outcomes == 1:
        return None
    together = asked.checks.p_together
    words = f"For {asked.outcomes} outcomes Holm's p value is {asked.p_holm:.3f}"
    words += (
        "."
        if together is None
        else f", Romano and Wolf's, which keeps a school's outcomes together, {together:.3f}."
    )
    least = asked.p_holm if together is None else min(asked.p_holm, together)
    return _p(least), words, least <= ALPHA


def _p(value: float) -> str:
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"


_Question = tuple[str, str, str, Callable[[Asked], _Said | None], tuple[str, ...]]

_QUESTIONS: Final[tuple[_Question, ...]] = (
    ("years_before", "The years before", "Did the two groups move alike before the start?", _before, ("by_year",)),
    (
        "parallel_trends",
        "A drift between the groups",
        "How far may the groups have drifted apart?",
        _drift,
        ("parallel_trends", "by_year"),
    ),
    (
        "placebo_years",
        "Placebo years",
        "Is something found in years in which nothing was done?",
        _placebo,
        ("placebo",),
    ),
    (
        "placebo_groups",
        "Placebo groups",
        "Is something found in schools with which nothing was done?",
        _groups,
        ("placebo_groups",),
    ),
    ("chance", "Schools drawn anew", "How often does chance do as well?", _chance, ("randomisation_p",)),
    ("rebound", "Rebound", "What did equally weak schools do by themselves?", _rebound, ("rebound",)),
    ("leave_one_out", "One school left out", "Does it hang on one school?", _single, ("leave_one_out",)),
    ("attrition", "Schools lost", "Who has no result afterwards?", _lost, ("attrition",)),
    (
        "hidden_bias",
        "A hidden bias",
        "How strong would an unseen reason to join have to be?",
        _hidden,
        ("hidden_bias",),
    ),
    (
        "unknown_differences",
        "Unknown differences",
        "How much would unknown differences have to matter?",
        _unknown,
        ("unknown_differences",),
    ),
    ("other_ways", "Other comparison schools", "Does it hang on who is beside them?", _ways, ("other_ways",)),
    ("other_years", "Other years", "Does it hang on the years taken?", _years, ("other_years",)),
    ("many_outcomes", "Many outcomes", "Is it clear for so many outcomes?", _many, ()),
)
"""Key, title, question, who answers it, and under which names a refusal of the check is kept."""
