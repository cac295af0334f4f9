"""Pooling studies, against published answers.

metafor's own checks of its examples (four decimals, so 5e-5; three where it rounds to three), statsmodels 0.15
`combine_effects` (1e-7), and the figures of DerSimonian–Laird, Hartung–Knapp and REML for the thirteen BCG trials
(Colditz et al. 1994) that metafor's documentation prints.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.impact.errors import DataError, DesignError, ImpactError, TooLittleError
from ridgeway.impact.meta import Heterogeneity, Interval, generalised_q, leave_one_out, pool

PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "evaluation"
FOUR = 5.1e-5

BCG_TREATED = [
    *[(4, 119), (6, 300), (3, 228), (62, 13536), (33, 5036), (180, 1361), (8, 2537)],
    *[(505, 87886), (29, 7470), (17, 1699), (186, 50448), (5, 2493), (27, 16886)],
]
BCG_OTHERS = [
    *[(11, 128), (29, 274), (11, 209), (248, 12619), (47, 5761), (372, 1079), (10, 619)],
    *[(499, 87892), (45, 7232), (65, 1600), (141, 27197), (3, 2338), (29, 17825)],
]


def study_table(name: str, effect: str = "yi", variance: str = "vi") -> tuple[list[float], list[float]]:
    path = PUBLISHED / name
    if not path.exists():
        pytest.skip(f"needs {path}, which is not part of the repository")
    with path.open() as file:
        rows = list(csv.DictReader(file))
    return [float(row[effect]) for row in rows], [float(row[variance]) for row in rows]


def bcg() -> tuple[list[float], list[float]]:
    """Log risk ratios and their variances."""
    ill, well = np.array(BCG_TREATED, dtype=float).T
    others_ill, others_well = np.array(BCG_OTHERS, dtype=float).T
    ratio = np.log(ill / (ill + well)) - np.log(others_ill / (others_ill + others_well))
    variance = 1 / ill - 1 / (ill + well) + 1 / others_ill - 1 / (others_ill + others_well)
    return ratio.tolist(), variance.tolist()


def test_teacher_expectancy_is_pooled_as_raudenbush_did() -> None:
    made = pool(*study_table("meta_teacher_expectancy.csv"), interval="normal")
    assert made.tau2 == pytest.approx(0.0188, abs=FOUR)
    assert made.estimate == pytest.approx(0.0837, abs=FOUR)
    assert made.estimate / made.std_error == pytest.approx(1.6208, abs=FOUR)
    assert (made.q, made.q_df) == pytest.approx((35.8295, 18), abs=FOUR)
    assert made.q_p == pytest.approx(0.007, abs=5e-4)
    assert made.i2 == pytest.approx(0.4186, abs=2e-4)  # metafor stops its search when τ² moves less than 1e-5
    assert made.std_error == pytest.approx(0.052, abs=5e-4)


def test_school_calendars_are_pooled_as_konstantopoulos_did() -> None:
    made = pool(*study_table("meta_school_calendar.csv"), interval="normal")
    assert (made.estimate, made.std_error) == pytest.approx((0.1279, 0.0439), abs=FOUR)
    assert made.tau2 == pytest.approx(0.0884, abs=FOUR)
    assert (made.tau2_low, made.tau2_high) == pytest.approx((0.0564, 0.1388), abs=1e-4)


@pytest.mark.parametrize(
    ("heterogeneity", "tau2", "mean", "error", "wide"),
    [
        ("DL", 0.047097340463899934, 0.12963935711665897, 0.033851317464055654, 0.043081815546635954),
        ("PM", 0.08591390190080184, 0.1280267016097739, 0.04333245603556204, 0.043332456084055004),
    ],
)
def test_moment_estimators_agree_with_statsmodels(
    heterogeneity: Heterogeneity, tau2: float, mean: float, error: float, wide: float
) -> None:
    table = study_table("meta_school_calendar.csv")
    plain = pool(*table, heterogeneity=heterogeneity, interval="normal")
    assert (plain.tau2, plain.estimate, plain.std_error) == pytest.approx((tau2, mean, error), abs=1e-7)
    assert pool(*table, heterogeneity=heterogeneity).std_error == pytest.approx(wide, abs=1e-7)


def test_the_eight_schools_differ_no_more_than_by_chance() -> None:
    effects, errors = study_table("eight_schools.csv", "est", "se")
    made = pool(effects, np.square(errors).tolist(), heterogeneity="DL", interval="normal")
    assert made.estimate == pytest.approx(7.871, abs=5e-4)
    assert made.std_error == pytest.approx(4.166, abs=5e-4)
    assert (made.q, made.q_df) == pytest.approx((4.563, 7), abs=5e-4)
    assert (made.tau2, made.i2) == (0, 0)
    rounded = pool([28, 8, -3, 7, -1, 1, 18, 12], np.square([15, 10, 16, 11, 9, 11, 10, 18]).tolist())
    assert rounded.estimate == pytest.approx(7.7, abs=0.05)


def test_bcg_trials_by_dersimonian_and_laird_with_the_intervals_metafor_gives() -> None:
    made = pool(*bcg(), heterogeneity="DL", interval="normal")
    assert (made.estimate, made.ci_low, made.ci_high) == pytest.approx((-0.7141, -1.0644, -0.3638), abs=FOUR)
    assert (made.tau2, made.tau2_low, made.tau2_high) == pytest.approx((0.3088, 0.1197, 1.1115), abs=FOUR)
    assert (made.i2, made.i2_low, made.i2_high) == pytest.approx((0.921173, 0.819177, 0.976781), abs=5e-5)
    assert made.q == pytest.approx(152.2330, abs=FOUR)


def test_bcg_trials_by_reml_and_hartung_and_knapp() -> None:
    made = pool(*bcg())
    assert (made.tau2, made.i2) == pytest.approx((0.3132, 0.9222), abs=FOUR)
    assert (made.ci_low, made.ci_high, made.p_value) == pytest.approx((-1.1084, -0.3206, 0.0019), abs=FOUR)
    assert made.df == 12


def test_the_prediction_interval_is_that_of_higgins_thompson_and_spiegelhalter() -> None:
    made = pool(*bcg(), heterogeneity="DL")
    low, high = made.prediction_low, made.prediction_high
    assert low is not None
    assert high is not None
    t_with_11_df, error = 2.200985, 0.17874209
    assert (high - low) / 2 == pytest.approx(t_with_11_df * np.sqrt(made.tau2 + error**2), abs=1e-6)
    assert (np.exp(low), np.exp(high)) == pytest.approx((0.14, 1.77), abs=0.005)


def test_two_studies_predict_nothing() -> None:
    made = pool([0.1, 0.3], [0.01, 0.02])
    assert (made.prediction_low, made.prediction_high) == (None, None)


def test_the_cautious_interval_is_never_shorter_than_the_normal_variance_allows() -> None:
    alike = [0.10, 0.11, 0.10, 0.09], [0.01] * 4
    short, cautious, normal = (pool(*alike, interval=interval) for interval in get_args(Interval))
    assert short.std_error < cautious.std_error == pytest.approx(normal.std_error)
    assert cautious.df == 3


def test_studies_that_agree_to_the_last_digit_do_not_differ() -> None:
    same = pool([0.2, 0.2, 0.2], [0.01, 0.02, 0.03])
    assert (same.tau2, same.tau2_low, same.tau2_high, same.p_value) == (0, 0, 0, 0)
    assert pool([0.0, 0.0], [0.01, 0.02]).p_value == 1


effects_and_variances = st.lists(st.tuples(st.floats(-3, 3), st.floats(0.001, 2)), min_size=2, max_size=12)


@given(effects_and_variances)
def test_reml_is_not_beaten_anywhere_on_a_fine_grid(studies: list[tuple[float, float]]) -> None:
    effects, variances = np.array(studies).T
    made = pool(effects.tolist(), variances.tolist())

    def height(tau2: float) -> float:
        weights = 1 / (variances + tau2)
        return float(np.log(weights).sum() - np.log(weights.sum()) - generalised_q(effects, variances, tau2)) / 2

    best = height(made.tau2)
    assert all(height(tau2) <= best + 1e-7 for tau2 in np.concatenate([[0.0], np.geomspace(1e-6, 100, 400)]))


@given(effects_and_variances)
def test_paule_and_mandel_put_q_at_its_degrees_of_freedom(studies: list[tuple[float, float]]) -> None:
    effects, variances = np.array(studies).T
    made = pool(effects.tolist(), variances.tolist(), heterogeneity="PM")
    left = generalised_q(effects, variances, made.tau2)
    assert left == pytest.approx(made.q_df, rel=1e-6) if made.tau2 > 0 else left <= made.q_df
    assert made.tau2_low <= made.tau2_high


@given(effects_and_variances, st.floats(0.01, 100))
def test_in_another_unit_everything_is_told_in_that_unit(studies: list[tuple[float, float]], unit: float) -> None:
    effects, variances = np.array(studies).T
    once = pool(effects.tolist(), variances.tolist(), heterogeneity="DL")
    again = pool((effects * unit).tolist(), (variances * unit**2).tolist(), heterogeneity="DL")
    assert again.estimate == pytest.approx(once.estimate * unit, rel=1e-6, abs=1e-6)
    assert again.tau2 == pytest.approx(once.tau2 * unit**2, rel=1e-6, abs=1e-9)
    assert again.i2 == pytest.approx(once.i2, abs=1e-6)
    assert sum(once.weights) == pytest.approx(1)


def test_leaving_one_out_pools_the_others() -> None:
    effects, variances = study_table("meta_teacher_expectancy.csv")
    names = [f"study {place}" for place in range(len(effects))]
    without = leave_one_out(effects, variances, names=names)
    assert [each.study for each in without] == names
    assert without[3].pooled == pool(effects[:3] + effects[4:], variances[:3] + variances[4:])


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"heterogeneity": "ML"}, DesignError),
        ({"interval": "wide"}, DesignError),
        ({"level": 1.0}, DesignError),
        ({"variances": [0.1]}, DataError),
        ({"variances": [0.1, 0.0]}, DataError),
        ({"effects": [0.1, np.nan]}, DataError),
        ({"effects": [0.1], "variances": [0.1]}, TooLittleError),
    ],
)
def test_what_cannot_be_pooled_is_refused(change: dict[str, object], error: type[ImpactError]) -> None:
    with pytest.raises(error):
        pool(**({"effects": [0.1, 0.2], "variances": [0.1, 0.1]} | change))  # type: ignore[arg-type]


def test_leaving_out_one_of_two_or_without_names_is_refused() -> None:
    with pytest.raises(TooLittleError):
        leave_one_out([0.1, 0.2], [0.1, 0.1], names=["A", "B"])
    with pytest.raises(DataError):
        leave_one_out([0.1, 0.2, 0.3], [0.1, 0.1, 0.1], names=["A", "B"])
