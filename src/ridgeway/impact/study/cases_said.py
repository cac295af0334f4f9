"""What a study of single cases found, in words that claim no more than it can show, and what speaks against it.

Lines of the objections: three changes at three different times and five results a phase (Kratochwill et al. 2013,
Remedial and Special Education 34, 26-38); chance that draws the starts (Kratochwill & Levin 2010, Psychological
Methods 15, 124-144); a trend before by Mann and Kendall's S, summed over cases (Parker et al. 2011, Behavior
Therapy 42, 284-299).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp
from typing import Final

import numpy as np
from scipy import stats

from ridgeway.impact.doubt import Objection
from ridgeway.impact.doubt.objections import ALPHA
from ridgeway.impact.estimate import DrawnStarts
from ridgeway.impact.estimate.single_case import Direction
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.outcomes import Floats
from ridgeway.impact.say.sentences import decimals, number
from ridgeway.impact.study.file import CaseLot

_TIMES: Final = 3
_POINTS: Final = 5
_STANDARDS: Final = "Kratochwill et al. (2013)"
_BY_LOT: Final = "Kratochwill & Levin (2010)"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Said:
    """What is known of one outcome of a study of cases. `phases` are each case's results before and after, and
    `starts` counts the different times of change."""

    name: str
    better: Direction
    phases: tuple[tuple[Floats, Floats], ...]
    change: float
    estimate: Estimate | None
    ratio: Estimate | None
    tau: float
    chance: DrawnStarts | None
    lot: CaseLot | None
    starts: int


def words_of(said: Said) -> str:
    """Return the finding in plain English."""
    return " ".join((_seen(said), *_ratio(said), _pairs(said), _chance(said), _open(said)))


def can(said: Said) -> tuple[str, ...]:
    """Return what such a study shows, in sentences."""
    told = ["How these cases changed when their practice was changed, result by result."]
    if said.starts >= _TIMES:
        told.append(
            f"Whether one event that met all cases at once stands behind it: they changed at {said.starts} "
            "different times."
        )
    if said.lot is not None:
        told.append("Whether chance alone does as well: chance drew the starts, so no model is needed.")
    return tuple(told)


def cannot(said: Said) -> tuple[str, ...]:
    """Return what such a study does not show, in sentences."""
    told = [
        "What other pupils or classes would do: these cases stand for none but themselves.",
        "Months of progress, or a difference in standard deviations of pupils.",
        "Whether it lasts beyond the last result.",
    ]
    if said.lot is None:
        told.insert(0, "Growth that was under way, or what else began in the same weeks: nobody drew the start.")
    if said.starts < _TIMES:
        told.insert(0, "What happened to all cases at once: they did not change at three different times.")
    return tuple(told)


def objected(said: Said) -> tuple[Objection, ...]:
    """Return what an expert would object to, the gravest first."""
    return tuple(_objections(said))


def _seen(said: Said) -> str:
    cases = "the one case" if len(said.phases) == 1 else f"the {len(said.phases)} cases, on average,"
    places = decimals(said.estimate.std_error) if said.estimate else 2
    side = "higher" if said.change >= 0 else "lower"
    told = (
        f"In {cases} {said.name} came out {number(abs(said.change), places)} {side} after the change than before"
    )
    if said.estimate is None:
        return f"{told}."
    ends = f"{number(said.estimate.ci_low, places)} to {number(said.estimate.ci_high, places)}"
    return f"{told} ({said.estimate.level:.0%} interval over cases: {ends})."


def _ratio(said: Said) -> Iterator[str]:
    if said.ratio is not None:
        low, high = (number(exp(end), 2) for end in (said.ratio.ci_low, said.ratio.ci_high))
        yield f"That is {number(exp(said.ratio.estimate), 2)} times what it was ({low} to {high})."


def _pairs(said: Said) -> str:
    return (
        f"Tau-U, with the trend before taken off, is {number(said.tau, 2)}: at 0 as many later results are worse "
        "as are better than the earlier ones, at 1 all are better."
    )


def _chance(said: Said) -> str:
    if said.chance is None:
        return (
            "Nothing tells this change from growth that was under way: no test by drawing the starts was possible."
        )
    drawn = "all possible" if said.chance.exact else "drawn at random"
    told = (
        f"Chance drew the starts: of {said.chance.draws:,} draws, {drawn}, a share of {said.chance.p_value:.3f} "
        "does as well or better."
    )
    return told if said.chance.p_value <= ALPHA else f"{told} That is no more than chance alone often does."


def _open(said: Said) -> str:
    if said.lot is not None:
        return "It holds for these cases, and says nothing of others."
    return "This tells what happened to these cases, not why, and says nothing of others."


def _objections(said: Said) -> Iterator[Objection]:
    if said.lot is None:
        words = (
            "Who chooses the start chooses a good moment, knowingly or not. Draw it by lot next time: among six "
            "sessions for each of three cases there are 216 draws."
        )
        yield Objection("Nobody drew when the change came", "no lot", words, "serious", _BY_LOT)
    if said.starts < _TIMES:
        words = "What happened to all cases at the same time cannot be told from the change."
        figure = f"{said.starts} of {_TIMES} different times"
        yield Objection("Too few different starts", figure, words, "serious", _STANDARDS)
    if said.chance is not None and said.chance.p_value > ALPHA:
        words = "Other draws of the starts, for which nothing was done, show as large a change."
        yield Objection("Chance does as well", f"p = {said.chance.p_value:.3f}", words, "serious", _BY_LOT)
    if (p := _growing(said)) <= ALPHA:
        words = "They were getting better before the change. The later mean is then better whatever is done."
        yield Objection("Growth was under way", _p(p), words, "notable", "Parker et al. (2011)")
    if (least := min(len(part) for phases in said.phases for part in phases)) < _POINTS:
        words = "So few results do not show how far a case swings by itself."
        yield Objection("Short phases", f"{least} of {_POINTS} results", words, "notable", _STANDARDS)


def _growing(said: Said) -> float:
    """Return the chance of such a trend towards better before the change, were there none (one-sided)."""
    sign = 1.0 if said.better == "increase" else -1.0
    total = variance = 0.0
    for before, _ in said.phases:
        earlier, later = np.triu_indices(len(before), 1)
        total += sign * float(np.sign(before[later] - before[earlier]).sum())
        variance += len(before) * (len(before) - 1) * (2 * len(before) + 5) / 18
    return float(stats.norm.sf(total / variance**0.5))


def _p(value: float) -> str:
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"
