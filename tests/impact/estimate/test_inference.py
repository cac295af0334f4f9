"""Clustered errors: as published, as other programs, and as the algebra written out in full says.

Tolerances: published figures to the last digit printed; other programs and brute force 1e-8 relative.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import linalg, stats

from ridgeway.impact.errors import TooLittleError
from ridgeway.impact.estimate.inference import (
    Inference,
    Spread,
    estimate_from,
    hotelling,
    joint_test,
    recommended,
    spread,
    welch_df,
)  # fmt: skip
from ridgeway.impact.estimate.least_squares import Fit, indicators, least_squares
from ridgeway.impact.outcomes import Floats, Whole
from tests.impact.estimate.peers import PEERS, published

PEER = 1e-8


def achievement_awards(sectors: bool) -> tuple[Fit, list[str]]:
    """The regressions of Pustejovsky & Tipton (2018), section 5.1, on the girls of Angrist & Lavy (2009)."""
    table = published("achievement_awards_school_rct.csv.gz", schema_overrides={"qrtl": str, "half": str})
    table = table.filter((table["sex"] == "Girl") & (table["year"] != 1999))
    column = {name: table[name].to_numpy() for name in table.columns}
    treated = (column["year"] == 2001) & (column["treated"] == 1)
    sector = np.unique(column["school_type"], return_inverse=True)[1]
    cells = indicators(sector * 10_000 + column["year"])
    pupil = [column[name] for name in ("father_ed", "mother_ed", "immigrant")] + [column["siblings"] >= 4]
    quarters = indicators(np.unique(column["qrtl"], return_inverse=True)[1])
    halves = {name: treated & (column["half"] == half) for name, half in (("lower", "1"), ("upper", "2"))}
    named = {name: half.astype(float) for name, half in halves.items()}
    extra = {
        f"{name} in sector {place}": (half & (sector == place)).astype(float)
        for name, half in halves.items()
        for place in (1, 2)
    }
    school = np.unique(column["school_id"], return_inverse=True)[1]
    fit = least_squares(
        column["Bagrut_status"].astype(float), named | (extra if sectors else {}),
        nuisance=np.column_stack([cells, *pupil, quarters]).astype(float), within=school, clusters=school,
    )  # fmt: skip
    return fit, list(extra)


def test_achievement_awards_effect_and_joint_test_are_as_published() -> None:
    fit, _ = achievement_awards(sectors=False)
    found = spread(fit, fit.axis("upper"), "CR2")
    f = (fit.coefficient("upper") / found.std_error) ** 2
    assert (round(f, 3), round(found.df, 2), round(float(stats.f.sf(f, 1, found.df)), 5)) == (
        5.169,
        18.13,
        0.03539,
    )
    joint = joint_test(fit, ["lower", "upper"])
    assert (round(joint.statistic, 3), round(joint.df2, 2), round(joint.p_value, 5)) == (3.389, 16.97, 0.05775)
    plain = spread(fit, fit.axis("upper"), "CR0")
    standard = (fit.coefficient("upper") / plain.std_error) ** 2 * 34 / 35
    assert round(standard, 3) == 5.746


def test_achievement_awards_moderation_by_sector_is_as_published() -> None:
    fit, extra = achievement_awards(sectors=True)
    upper = joint_test(fit, extra[2:])
    both = joint_test(fit, extra)
    assert (round(upper.statistic, 3), round(upper.df2, 2), round(upper.p_value, 5)) == (1.665, 7.84, 0.24959)
    assert (round(both.statistic, 3), round(both.df2, 2), round(both.p_value, 5)) == (3.091, 3.69, 0.16057)


@pytest.mark.parametrize(("inference", "peer"), [("CR0", "HC0"), ("CR1", "HC1"), ("CR2", "HC2"), ("CR3", "HC3")])
def test_with_every_row_alone_the_errors_are_the_hc_family_of_statsmodels(inference: Inference, peer: str) -> None:
    case = PEERS["cross_section"]
    y, treated, x = (np.array(case[name]) for name in ("y", "treated", "x"))
    fit = least_squares(y, {"treated": treated, "x": x}, nuisance=np.ones((60, 1)))
    found = spread(fit, fit.axis("treated"), inference)
    np.testing.assert_allclose(found.std_error, case[peer], rtol=PEER)
    assert peer in found.words


def by_brute_force(y: Floats, x: Floats, school: Whole, year: Whole, weights: Floats) -> tuple[float, float]:
    """CR2 and Satterthwaite's df with all effects written out, n × n matrices and generalised inverse roots."""
    root = np.sqrt(weights)
    design = np.column_stack([x, indicators(school), indicators(year)]) * root[:, None]
    bread = np.linalg.pinv(design.T @ design)
    rest = np.eye(len(y)) - design @ bread @ design.T
    residuals, scores, pulls = rest @ (y * root), [], []
    for place in np.unique(school):
        own = school == place
        values, vectors = linalg.eigh(rest[np.ix_(own, own)])
        powers = np.array([value**-0.5 if value > 1e-8 else 0.0 for value in values])
        part = (vectors * powers) @ vectors.T @ design[own] @ bread[0]
        scores.append(part @ residuals[own])
        pulls.append(rest[:, own] @ part)
    gram = np.array(pulls) @ np.array(pulls).T
    return float(np.linalg.norm(scores)), float(np.trace(gram) ** 2 / (gram**2).sum())


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.booleans())
def test_cr2_with_absorbed_effects_is_cr2_with_every_effect_written_out(seed: int, weighted: bool) -> None:
    random = np.random.default_rng(seed)
    school, year = (grid.ravel() for grid in np.indices((8, 5)))
    kept = random.random(40) > 0.15
    school, year = school[kept], year[kept]
    y, x = random.normal(size=(2, len(school)))
    x = np.where(random.random() < 0.5, x, (school < 3) & (year > 2)).astype(float)
    weights = random.uniform(5, 90, len(school)) if weighted else np.ones(len(school))
    fit = least_squares(y, {"x": x}, nuisance=indicators(year), weights=weights, within=school, clusters=school)
    found = spread(fit, fit.axis("x"), "CR2")
    error, df = by_brute_force(y, x, school, year, weights)
    np.testing.assert_allclose([found.std_error, found.df], [error, df], rtol=PEER)
    joint = joint_test(fit, ["x"])
    np.testing.assert_allclose([joint.statistic, joint.df2], [(fit.coefficient("x") / error) ** 2, df], rtol=PEER)


def test_two_groups_of_equal_spread_give_welch_and_two_equal_groups_student() -> None:
    treated = np.repeat([1.0, 0.0], 10)
    y = np.random.default_rng(5).normal(size=20)
    fit = least_squares(y, {"treated": treated}, nuisance=np.ones((20, 1)))
    found = spread(fit, fit.axis("treated"), "CR2")
    pooled = np.sqrt(y[:10].var(ddof=1) / 10 + y[10:].var(ddof=1) / 10)
    np.testing.assert_allclose([found.std_error, found.df], [pooled, 18], rtol=1e-10)


def test_few_clusters_on_either_side_call_for_cr2_with_the_bootstrap_beside_it() -> None:
    assert recommended(40, 300) == ("CR1",)
    assert recommended(39, 16_000) == ("CR2", "wild bootstrap")
    assert recommended(300, 39) == ("CR2", "wild bootstrap")
    assert recommended(24, 25) == ("CR2", "wild bootstrap")


def test_too_many_figures_for_the_clusters_are_refused() -> None:
    school = np.repeat(np.arange(4), 6)
    table = np.random.default_rng(6).normal(size=(24, 5))
    fit = least_squares(
        table[:, 0], {name: table[:, place] for place, name in enumerate("abcd", 1)}, clusters=school
    )
    with pytest.raises(TooLittleError, match="A joint test of 4 figures at once needs more schools"):
        joint_test(fit, ["a", "b", "c", "d"])


def test_with_infinite_degrees_of_freedom_the_joint_test_is_chi_squared() -> None:
    found = hotelling(np.array([1.0, 2.0]), np.diag([1.0, 4.0]), np.inf, "")
    assert found.statistic == 1.0
    np.testing.assert_allclose(found.p_value, stats.chi2.sf(2.0, 2))


def test_an_estimate_without_any_error_is_certain() -> None:
    common = {"method": "", "n_treated": 2, "n_comparison": 2, "rows": 8, "level": 0.95}
    assert estimate_from(0.0, Spread(0.0, 5.0, ""), **common).p_value == 1.0  # type: ignore[arg-type]
    assert estimate_from(1.0, Spread(0.0, 5.0, ""), **common).p_value == 0.0  # type: ignore[arg-type]


def test_welch_counts_each_group_for_its_schools_less_one_and_pools_those_alone() -> None:
    even = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    groups = np.array([2014, 2014, 2014, np.inf, np.inf, np.inf])
    np.testing.assert_allclose(welch_df(even, groups), 4)
    alone = np.array([2014, 2015, 2015, np.inf, np.inf, np.inf])
    np.testing.assert_allclose(welch_df(even, alone), 4)
