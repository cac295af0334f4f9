"""Effect sizes: an effect in standard deviations, with its interval and the small-sample correction made.

Hedges' g = J × difference / S with J = 1 − 3 / (4 df − 1), df the degrees of freedom of S (Hedges 1981, Journal
of Educational Statistics 6, 107-128; the short form of the gamma functions there). S is the *total* standard
deviation of pupils, not what is left after covariates or between classes, so that studies can be laid side by
side (Hedges 2007, Journal of Educational and Behavioral Statistics 32, 341-370).

A g on the standard deviation of *schools* is larger, often two to three times: schools differ less than pupils.
It says so in `spread`, and months are not made of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import brentq
from scipy.stats import nct, norm, t

from ridgeway.impact.errors import DataError, DesignError, TooLittleError
from ridgeway.impact.estimates import Estimate

Spread = Literal["pupils", "schools"]


@dataclass(frozen=True, slots=True)
class Group:
    """The results of independent pupils: mean, standard deviation (n − 1) and number."""

    mean: float
    sd: float
    n: int

    def __post_init__(self) -> None:
        if self.n < 2:
            raise TooLittleError("n", self.n, "A group of at least 2 is needed.")
        if not self.sd >= 0:
            raise DataError("sd", self.sd, "A standard deviation is 0 or more.")


@dataclass(frozen=True, slots=True)
class EffectSize:
    """An effect in standard deviations.

    `sd` is the standard deviation it was divided by, in the outcome's unit, `sd_df` its degrees of freedom
    (infinite for one taken as known), `spread` whose it is. `correction` is J. `method` names the interval.
    """

    g: float
    ci_low: float
    ci_high: float
    std_error: float
    correction: float
    sd: float
    sd_df: float
    spread: Spread
    method: str
    level: float


def correction(df: float) -> float:
    """Return J, which takes the upward bias of small samples out of a standardised difference."""
    if not df >= 1:
        raise TooLittleError("degrees of freedom", df, "At least 1 is needed.")
    return 1 - 3 / (4 * df - 1)


def hedges_g(treated: Group, comparison: Group, *, level: float = 0.95) -> EffectSize:
    """Return g of two groups of independent pupils, with the exact interval from the noncentral t distribution.

    The interval holds the noncentralities for which the observed t is neither in the upper nor in the lower tail
    (Steiger and Fouladi 1997; Kelley 2007, Journal of Statistical Software 20/8), turned into standard
    deviations; it is that of the true effect and takes no J. The standard error is J × √((n₁ + n₂)/(n₁ n₂) +
    d²/(2 (n₁ + n₂))) (Hedges and Olkin 1985). Where pupils share schools both are too small: use `standardised`
    on a clustered estimate.
    """
    _require_level(level)
    df = treated.n + comparison.n - 2
    sd = pooled_sd(treated, comparison)
    d = (treated.mean - comparison.mean) / sd
    times = correction(df)
    root = np.sqrt((treated.n + comparison.n) / (treated.n * comparison.n))
    low, high = (_noncentrality(d / root, df, tail) * root for tail in ((1 + level) / 2, (1 - level) / 2))
    error = times * np.sqrt(root**2 + d**2 / (2 * (treated.n + comparison.n)))
    return EffectSize(
        times * d, float(low), float(high), float(error), times, sd, df, "pupils", "noncentral t", level
    )


def standardised(
    estimate: Estimate, *, sd: float, sd_df: float = np.inf, spread: Spread = "pupils", level: float | None = None
) -> EffectSize:
    """Return an estimate of a model, in the outcome's unit, as g.

    `sd` is the total standard deviation (`pupil_sd_of_share` and `pupil_sd_of_schools` help), `sd_df` its degrees
    of freedom, infinite where it comes from the nation's results. By the delta method the standard error is J ×
    √(se²/S² + b²/(2 df S²)), its second part for not knowing S exactly; the interval is g ± t × that, with the
    estimate's degrees of freedom.
    """
    wanted = estimate.level if level is None else level
    _require_level(wanted)
    if not (np.isfinite(sd) and sd > 0):
        raise DataError("sd", sd, "A standard deviation above 0 is needed.")
    times = 1.0 if np.isinf(sd_df) else correction(sd_df)
    g = times * estimate.estimate / sd
    error = times * np.sqrt(estimate.std_error**2 + estimate.estimate**2 / (2 * sd_df)) / sd
    reach = norm.ppf((1 + wanted) / 2) if np.isinf(estimate.df) else t.ppf((1 + wanted) / 2, estimate.df)
    reach = float(reach * error)
    return EffectSize(g, g - reach, g + reach, float(error), times, sd, sd_df, spread, "delta method", wanted)


def pooled_sd(*groups: Group) -> float:
    """Return the standard deviation within groups, pooled by their degrees of freedom. Refused where it is 0."""
    df = sum(group.n - 1 for group in groups)
    pooled = float(np.sqrt(sum((group.n - 1) * group.sd**2 for group in groups) / df))
    if pooled == 0:
        raise DataError("sd", pooled, "Results that do not differ have no effect size.")
    return pooled


def pupil_sd_of_share(percent: float) -> float:
    """Return the standard deviation, in points, of pupils in an outcome that each reaches or does not.

    `percent` of them reach it: 100 √(p (1 − p)), 46 points at 70 per cent. Refused at 0 and 100.
    """
    if not 0 < percent < 100:
        raise DataError("percent", percent, "It must be between 0 and 100.")
    return float(np.sqrt(percent * (100 - percent)))


def pupil_sd_of_schools(sd: float, icc: float) -> float:
    """Return the total standard deviation of pupils from that of schools' true means.

    `icc` is the share of pupils' variance that lies between schools, so that the total is sd / √icc. The standard
    deviation of schools' *observed* means carries the chance of small cohorts: take that out first.
    """
    if not sd > 0:
        raise DataError("sd", sd, "A standard deviation above 0 is needed.")
    if not 0 < icc <= 1:
        raise DataError("icc", icc, "It must be above 0 and at most 1.")
    return float(sd / np.sqrt(icc))


def _noncentrality(statistic: float, df: float, tail: float) -> float:
    """The noncentrality at which the chance of a lower statistic is the tail; it falls as that rises.

    SciPy gives NaN far out where the chance is 1 or 0 to all decimals.
    """

    def above(centre: float) -> float:
        chance = float(nct.cdf(statistic, df, centre))
        return (float(statistic > centre) if np.isnan(chance) else chance) - tail

    reach = 8.0
    while above(statistic - reach) < 0 or above(statistic + reach) > 0:
        reach *= 2
    return float(brentq(above, statistic - reach, statistic + reach, xtol=1e-12))


def _require_level(level: float) -> None:
    if not 0 < level < 1:
        raise DesignError("level", level, "It must be between 0 and 1.")
