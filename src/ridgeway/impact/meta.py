"""Several studies or networks together: their mean, how much true effects differ, and what a next one might see.

The model: study i reports y_i = μ + u_i + e_i with known sampling variance v_i of e_i and var(u_i) = τ². With
weights w_i = 1 / (v_i + τ²) the mean is Σ w y / Σ w. τ² by

- *REML*: the top of the restricted likelihood (Viechtbauer 2005, Journal of Educational and Behavioral Statistics
  30, 261-293), searched from zero upwards, so that a second, lower top cannot be taken for the first;
- *DL*: DerSimonian and Laird (1986, Controlled Clinical Trials 7, 177-188), the moment of Q, cut off at 0;
- *PM*: Paule and Mandel (1982), the τ² at which the generalised Q is its degrees of freedom.

The interval of the mean is by default that of Hartung and Knapp (2001) and Sidik and Jonkman (2002): variance
Σ w (y − μ)² / ((k − 1) Σ w), t with k − 1 degrees of freedom. *at_least_normal* never lets that variance be under
1 / Σ w (Jackson et al. 2017, Statistics in Medicine 36, 3923-3934). *normal* is 1 / Σ w and the normal quantile,
too short with few studies.

Prediction interval: μ ± t with k − 2 degrees of freedom × √(τ² + 1 / Σ w) (Higgins, Thompson and Spiegelhalter
2009, JRSS A 172, 137-159); it needs three studies. Interval of τ²: the values whose generalised Q lies between the
quantiles of χ² with k − 1 degrees of freedom (Viechtbauer 2007, Statistics in Medicine 26, 37-52). I² is
τ² / (τ² + s²) with the typical sampling variance s² = (k − 1) Σ v⁻¹ / ((Σ v⁻¹)² − Σ v⁻²) (Higgins and Thompson
2002, Statistics in Medicine 21, 1539-1558); its interval is that of τ² put through the same formula.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2, norm, t

from ridgeway.impact.errors import DataError, DesignError, TooLittleError
from ridgeway.impact.outcomes import Floats

Heterogeneity = Literal["REML", "DL", "PM"]
Interval = Literal["HKSJ", "at_least_normal", "normal"]

_GRID: Final = 200
_EXACT: Final = 1e-14


@dataclass(frozen=True, slots=True)
class Pooled:
    """A mean of several studies, in their unit, and how much their true effects differ.

    `df` are those of the mean's t distribution (infinite for a normal one). `tau2` is the variance of true
    effects, `i2` the share of the variance of results that is due to it, 0 to 1. `prediction_low` and
    `prediction_high` hold the true effect of a next study; None with fewer than three studies. `weights` are
    shares of the mean, in the order of the studies.
    """

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    p_value: float
    df: float
    tau2: float
    tau2_low: float
    tau2_high: float
    i2: float
    i2_low: float
    i2_high: float
    q: float
    q_df: int
    q_p: float
    prediction_low: float | None
    prediction_high: float | None
    weights: tuple[float, ...]
    studies: int
    method: str
    level: float


@dataclass(frozen=True, slots=True)
class Without:
    """What the other studies say together when one is left out."""

    study: str
    pooled: Pooled


def pool(
    effects: Sequence[float],
    variances: Sequence[float],
    *,
    heterogeneity: Heterogeneity = "REML",
    interval: Interval = "HKSJ",
    level: float = 0.95,
) -> Pooled:
    """Pool studies: `effects` in one unit (most often g), `variances` their squared standard errors.

    Refused with fewer than two studies, or a variance that is not above 0.
    """
    y, v = np.asarray(effects, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    _require_usable(y, v, heterogeneity, interval, level)
    tau2 = {"REML": _reml, "DL": _dersimonian_laird, "PM": _paule_mandel}[heterogeneity](y, v)
    tau2_low, tau2_high = _tau2_interval(y, v, level)
    mean, weights = _mean(y, v, tau2)
    error, df = _error(y, mean, weights, interval)
    reach, total = _quantile(level, df) * error, generalised_q(y, v, 0.0)
    prediction_low, prediction_high = _prediction(mean, tau2, weights, level)
    return Pooled(
        mean, error, mean - reach, mean + reach, _p_value(mean, error, df), df,
        tau2, tau2_low, tau2_high, _share(tau2, v), _share(tau2_low, v), _share(tau2_high, v),
        q=total,
        q_df=len(y) - 1,
        q_p=float(chi2.sf(total, len(y) - 1)),
        prediction_low=prediction_low,
        prediction_high=prediction_high,
        weights=tuple((weights / weights.sum()).tolist()),
        studies=len(y),
        method=f"random effects, {heterogeneity}, {interval} interval",
        level=level,
    )  # fmt: skip


def leave_one_out(
    effects: Sequence[float],
    variances: Sequence[float],
    *,
    names: Sequence[str],
    heterogeneity: Heterogeneity = "REML",
    interval: Interval = "HKSJ",
    level: float = 0.95,
) -> tuple[Without, ...]:
    """Pool all studies but one, for each of them in turn. Refused with fewer than three studies."""
    if len(effects) < 3:
        raise TooLittleError("studies", len(effects), "To leave one out, at least 3 are needed.")
    if len(names) != len(effects):
        raise DataError("names", len(names), f"There must be one for each of {len(effects)} studies.")
    others = [[place for place in range(len(effects)) if place != left] for left in range(len(effects))]
    return tuple(
        Without(
            name,
            pool(
                [effects[place] for place in rest],
                [variances[place] for place in rest],
                heterogeneity=heterogeneity,
                interval=interval,
                level=level,
            ),
        )
        for name, rest in zip(names, others, strict=True)
    )


def generalised_q(effects: Floats, variances: Floats, tau2: float) -> float:
    """Return Σ (y − μ)² / (v + τ²) about the mean with the same weights; with τ² 0 it is Cochran's Q."""
    mean, weights = _mean(effects, variances, tau2)
    return float(weights @ np.square(effects - mean))


def _require_usable(y: Floats, v: Floats, heterogeneity: str, interval: str, level: float) -> None:
    if heterogeneity not in get_args(Heterogeneity):
        raise DesignError("heterogeneity", heterogeneity, f"It may be {', '.join(get_args(Heterogeneity))}.")
    if interval not in get_args(Interval):
        raise DesignError("interval", interval, f"It may be {', '.join(get_args(Interval))}.")
    if not 0 < level < 1:
        raise DesignError("level", level, "It must be between 0 and 1.")
    if y.shape != v.shape:
        raise DataError("variances", len(v), f"There must be one for each of {len(y)} studies.")
    if not np.isfinite(y).all():
        raise DataError("effects", y.tolist(), "Every study must have a number.")
    if not (np.isfinite(v) & (v > 0)).all():
        raise DataError("variances", v.tolist(), "Every one must be a number above 0.")
    if len(y) < 2:
        raise TooLittleError("studies", len(y), "At least 2 are needed.")


def _mean(y: Floats, v: Floats, tau2: float) -> tuple[float, Floats]:
    weights = 1 / (v + tau2)
    return float(weights @ y / weights.sum()), weights


def _error(y: Floats, mean: float, weights: Floats, interval: Interval) -> tuple[float, float]:
    """The standard error of the mean, and the degrees of freedom to read it with."""
    plain = 1 / weights.sum()
    if interval == "normal":
        return float(np.sqrt(plain)), np.inf
    spread = weights @ np.square(y - mean) / (len(y) - 1) * plain
    return float(np.sqrt(max(spread, plain) if interval == "at_least_normal" else spread)), len(y) - 1.0


def _quantile(level: float, df: float) -> float:
    return float(norm.ppf((1 + level) / 2) if np.isinf(df) else t.ppf((1 + level) / 2, df))


def _p_value(mean: float, error: float, df: float) -> float:
    if error == 0:
        return float(mean == 0)
    statistic = abs(mean) / error
    return float(2 * (norm.sf(statistic) if np.isinf(df) else t.sf(statistic, df)))


def _prediction(
    mean: float, tau2: float, weights: Floats, level: float
) -> tuple[float, float] | tuple[None, None]:
    if len(weights) < 3:
        return None, None
    reach = _quantile(level, len(weights) - 2) * np.sqrt(tau2 + 1 / weights.sum())
    return float(mean - reach), float(mean + reach)


def _share(tau2: float, v: Floats) -> float:
    precision = 1 / v
    typical = (len(v) - 1) * precision.sum() / (precision.sum() ** 2 - precision @ precision)
    return float(tau2 / (tau2 + typical))


def _dersimonian_laird(y: Floats, v: Floats) -> float:
    precision = 1 / v
    spare = generalised_q(y, v, 0.0) - (len(y) - 1)
    return float(max(0.0, spare / (precision.sum() - precision @ precision / precision.sum())))


def _paule_mandel(y: Floats, v: Floats) -> float:
    return _tau2_where_q_is(y, v, len(y) - 1.0)


def _tau2_interval(y: Floats, v: Floats, level: float) -> tuple[float, float]:
    df = len(y) - 1
    low = _tau2_where_q_is(y, v, float(chi2.ppf((1 + level) / 2, df)))
    return low, _tau2_where_q_is(y, v, float(chi2.ppf((1 - level) / 2, df)))


def _tau2_where_q_is(y: Floats, v: Floats, target: float) -> float:
    """The generalised Q falls as τ² rises; 0 where it is under the target already without any."""

    def above(tau2: float) -> float:
        return generalised_q(y, v, tau2) - target

    if above(0.0) <= 0:
        return 0.0
    return _root(above, 0.0, _first_below(above, float(v.max())))


def _first_below(above: Callable[[float], float], start: float) -> float:
    while above(start) > 0:
        start *= 2
    return start


def _reml(y: Floats, v: Floats) -> float:
    """The τ² of the greatest restricted likelihood: the best of a grid, then the root of the slope beside it.

    The top is not above τ² = Σ (y − ȳ)²: from there on the likelihood of every contrast of studies falls.
    """
    furthest = float(np.square(y - y.mean()).sum())
    if furthest == 0:
        return 0.0
    grid = np.concatenate([[0.0], np.geomspace(min(v.min(), furthest) * 1e-6, furthest, _GRID)])
    best = int(np.argmax([_restricted(y, v, float(tau2)) for tau2 in grid]))
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, len(grid) - 1)])
    if _restricted_slope(y, v, low) <= 0:
        return float(grid[best])
    return _root(lambda tau2: _restricted_slope(y, v, tau2), low, high)


def _restricted(y: Floats, v: Floats, tau2: float) -> float:
    weights = 1 / (v + tau2)
    return float(np.log(weights).sum() - np.log(weights.sum()) - generalised_q(y, v, tau2)) / 2


def _restricted_slope(y: Floats, v: Floats, tau2: float) -> float:
    mean, weights = _mean(y, v, tau2)
    leverage = weights @ weights / weights.sum()
    return float(np.square(weights) @ np.square(y - mean) - weights.sum() + leverage) / 2


def _root(line: Callable[[float], float], low: float, high: float) -> float:
    return float(brentq(line, low, high, xtol=_EXACT, rtol=8 * np.finfo(np.float64).eps))
