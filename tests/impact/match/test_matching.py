"""Nearest neighbours, against a search of every pair: exact equality of sets, distances to 1e-9."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ridgeway.impact.errors import DesignError, ImpactError, TooLittleError
from ridgeway.impact.match import DISTANCES, Candidates, Distance, Match, Options, match, propensity, whitened
from tests.impact.match.schools import crowds, few, michigan

ANY = Options(distance="mahalanobis", ratio=1)


def names(made: Match) -> dict[str, list[str]]:
    """Who stands with whom, by name."""
    schools = made.candidates.schools
    return {schools[each.treated]: [schools[row] for row in each.comparison] for each in made.sets}


def far(schools: Candidates, distance: Distance, reach: float) -> Callable[[int, int], float]:
    """The distance between two rows in plain words: the root of a sum of squares, infinite beyond the caliper."""
    fitted = propensity(schools.covariates, schools.treated)
    odds = fitted.score / fitted.sd
    places = odds[:, np.newaxis] if distance == "propensity" else whitened(schools.covariates, schools.treated)

    def between(first: int, second: int) -> float:
        apart = float(np.linalg.norm(places[first] - places[second]))
        limited = abs(odds[first] - odds[second]) if distance == "mahalanobis_in_caliper" else apart
        return apart if limited <= reach else np.inf

    return between


@given(crowds(), st.sampled_from(DISTANCES), st.integers(1, 4), st.sampled_from([0.3, 1.0, None]))
def test_with_replacement_each_treated_school_has_its_nearest_in_stratum_and_caliper(
    schools: Candidates, distance: Distance, ratio: int, caliper: float | None
) -> None:
    options = Options(distance=distance, ratio=ratio, caliper=caliper, replace=True)
    try:
        made = match(schools, options)
    except ImpactError:
        assume(False)
    between = far(schools, distance, options.reach)
    others = np.flatnonzero(~schools.treated).tolist()
    for row in np.flatnonzero(schools.treated).tolist():
        pool = [other for other in others if schools.stratum(other) == schools.stratum(row)]
        best = sorted(gap for other in pool if np.isfinite(gap := between(row, other)))[:ratio]
        found = [each for each in made.sets if each.treated == row]
        assert (len(found) == 1) == bool(best)
        if found:
            assert found[0].distances == pytest.approx(best, abs=1e-9)
            assert [between(row, other) for other in found[0].comparison] == pytest.approx(best, abs=1e-9)
            assert len(set(found[0].comparison)) == len(found[0].comparison)
            assert set(found[0].comparison) <= set(pool)


@given(crowds(), st.sampled_from(DISTANCES), st.integers(1, 3), st.integers(0, 9))
def test_without_replacement_nobody_stands_twice_and_nobody_free_was_nearer(
    schools: Candidates, distance: Distance, ratio: int, seed: int
) -> None:
    options = Options(distance=distance, ratio=ratio, seed=seed)
    try:
        made = match(schools, options)
    except ImpactError:
        assume(False)
    stand = [row for each in made.sets for row in each.comparison]
    assert len(set(stand)) == len(stand)
    between = far(schools, distance, options.reach)
    free = set(np.flatnonzero(~schools.treated).tolist()) - set(stand)
    for row in np.flatnonzero(schools.treated).tolist():
        reachable = [between(row, other) for other in free if schools.stratum(other) == schools.stratum(row)]
        left = [distance for distance in reachable if np.isfinite(distance)]
        mine = next((each.distances for each in made.sets if each.treated == row), ())
        if len(mine) < ratio:
            assert not left
        elif left:
            assert min(left) >= max(mine) - 1e-9


@given(crowds(), st.booleans(), st.integers(1, 3))
def test_a_comparison_school_weighs_its_shares_and_all_together_weigh_as_much_as_the_treated(
    schools: Candidates, again: bool, ratio: int
) -> None:
    try:
        made = match(schools, Options(ratio=ratio, replace=again))
    except ImpactError:
        assume(False)
    treated = schools.treated
    assert set(made.weights[treated].tolist()) <= {0.0, 1.0}
    assert made.weights[~treated].sum() == pytest.approx(made.n_treated)
    shares = np.zeros(len(schools.schools))
    for each in made.sets:
        for row in each.comparison:
            shares[row] += 1 / len(each.comparison)
    assert made.weights[~treated] == pytest.approx(shares[~treated])
    assert made.n_effective <= made.n_comparison + 1e-9


def test_two_at_the_same_distance_are_taken_in_their_order() -> None:
    made = match(few([3, 13], [12, 4, 2, 14, 4]), replace(ANY, replace=True))
    assert names(made) == {"T0": ["C1"], "T1": ["C0"]}


def test_everybody_chooses_once_before_anybody_chooses_twice() -> None:
    schools = few([5, 5.5], [5.1, 5.2, 9, 10])
    made = match(schools, replace(ANY, ratio=2))
    assert {group[0] for group in names(made).values()} == {"C0", "C1"}


def test_the_seed_decides_who_chooses_first() -> None:
    schools = few([5, 5.2], [5.15, 9, 1.25])
    seeds = {tuple(sorted(match(schools, replace(ANY, seed=seed)).of_school)) for seed in range(20)}
    first = {names(match(schools, replace(ANY, seed=seed)))["T0"][0] for seed in range(20)}
    assert first == {"C0", "C2"}
    assert len(seeds) == 2
    assert (
        match(schools, replace(ANY, seed=4)).weights.tolist()
        == match(schools, replace(ANY, seed=4)).weights.tolist()
    )


def test_schools_left_out_are_named_with_the_reason() -> None:
    strata: dict[str, Sequence[str | None]] = {"phase": ["P", "P", "P", "Infant", None, "P", "P", "P", "P", None]}
    schools = few([4, 6, 90, 5, 5], [4, 6, 5, np.nan, 5], strata=strata)
    made = match(schools, Options(distance="mahalanobis", ratio=1, caliper=1.0, replace=True))
    assert {each.school: each.reason for each in made.dropped} == {
        "T4": "missing",
        "C3": "missing",
        "C4": "missing",
        "T3": "stratum",
        "T2": "caliper",
    }
    words = "\n".join(made.account)
    assert "2 of 5 treated schools are compared with 2 comparison schools" in words
    assert "T3 is left out: there is no comparison school with phase Infant." in words
    assert "beyond the caliper of 1." in words
    assert "T4 is left out: it has no phase." in words
    assert "2 comparison schools lack a covariate or stratum" in words
    assert [each.words for each in made.dropped if each.school == "C3"] == ["C3 is left out: it has no level."]


def test_a_school_whose_near_ones_others_took_is_told_so() -> None:
    made = match(few([5, 5, 5], [5, 5.1, 50, 60]), Options(distance="mahalanobis", ratio=1, caliper=0.2))
    assert [(each.reason, each.words.partition(": ")[2]) for each in made.dropped] == [
        ("taken", "others took every school within its reach.")
    ]


def test_a_set_with_fewer_than_asked_is_told() -> None:
    made = match(few([1, 9], [1, 1.1, 9, 9.1, 9.2]), Options(distance="mahalanobis", caliper=1.0))
    assert "1 of them has fewer than 3 comparison schools." in made.account
    assert made.ratio == 3
    two = match(few([1, 9], [1, 1.1, 9, 9.1]), Options(distance="mahalanobis", caliper=1.0))
    assert "2 of them have fewer than 3 comparison schools." in two.account


def test_schools_outside_the_common_range_of_odds_are_told_and_on_request_left_out() -> None:
    schools = few([1, 5, 6, 30], [2, 3, 4, 5, 6, 7, 8])
    anyhow = match(schools, Options(distance="mahalanobis", ratio=1))
    assert anyhow.n_treated == 4
    assert anyhow.support.treated_outside == 2
    assert any("2 treated schools lie outside the range" in line for line in anyhow.account)
    inside = match(schools, Options(distance="mahalanobis", ratio=1, inside_support=True))
    assert inside.n_treated == 2
    assert [each.reason for each in inside.dropped] == ["support", "support"]
    assert set(names(inside)) == {"T1", "T2"}


def test_a_caliper_in_the_score_tells_the_gap_in_the_score() -> None:
    schools = few([4, 6, 300], [4, 6, 5, 7])
    made = match(schools, Options(distance="mahalanobis_in_caliper", ratio=1, replace=True, caliper=0.5))
    fitted = propensity(schools.covariates, schools.treated)
    gap = (fitted.score[~schools.treated] - fitted.score[2]) / fitted.sd
    words = f"its nearest comparison school is {np.abs(gap).min():.2f} away, beyond the caliper of 0.5."
    assert [each.words for each in made.dropped] == [f"T2 is left out: {words}"]


def test_published_schools_are_more_alike_after_matching_than_before() -> None:
    made = match(michigan())
    assert made.balance.worst < max(line.before for line in made.balance.love)
    assert made.n_treated + sum(each.treated for each in made.dropped) == 74


def test_the_method_is_told_in_words() -> None:
    schools = few([4, 6], [4, 6, 5, 7], strata={"phase": ["P"] * 6})
    assert match(schools, Options(distance="mahalanobis", seed=3)).method == (
        "exact on phase; nearest by Mahalanobis distance, 3 to 1, no caliper, without replacement, order by seed 3"
    )
    assert Options(replace=True).words == (
        "nearest log odds of being treated, 3 to 1, caliper 0.2 SD of the log odds, with replacement"
    )
    assert Options(distance="mahalanobis", caliper=2).words.count("caliper 2,") == 1


@pytest.mark.parametrize(
    ("options", "where"),
    [
        ({"distance": "near"}, "distance"),
        ({"ratio": 0}, "ratio"),
        ({"caliper": 0.0}, "caliper"),
        ({"caliper": "wide"}, "caliper"),
    ],
)
def test_options_without_a_meaning_are_refused(options: dict[str, object], where: str) -> None:
    with pytest.raises(DesignError, match=where):
        Options(**options)  # type: ignore[arg-type]


def test_a_match_of_one_treated_school_is_refused_with_what_stood_in_the_way() -> None:
    schools = few([4, 90, np.nan], [4, 6, 5, 7])
    with pytest.raises(TooLittleError, match="treated schools with a match") as refusal:
        match(schools, Options(distance="mahalanobis", caliper=1.0))
    assert refusal.value.found == 1
    assert "left out were 1 for missing values, 1 for the caliper. Widen the caliper" in refusal.value.remedy


def test_schools_that_are_weaker_than_every_other_are_told_so() -> None:
    with pytest.raises(TooLittleError, match="No other school is like these"):
        match(few([1, 2, 3, 4], [40, 50, 60, 70]))


def test_schools_with_one_score_cannot_be_matched_on_it() -> None:
    with pytest.raises(DesignError, match="propensity score"):
        match(few([1, 3], [1, 3]))


def test_covariates_that_repeat_one_another_have_no_mahalanobis_distance() -> None:
    one = few([4, 6, 5], [4, 6, 5, 7])
    twice = replace(one, names=("level", "double"), covariates=np.hstack([one.covariates, 2 * one.covariates]))
    with pytest.raises(DesignError, match="covariance without an inverse"):
        match(twice, Options(distance="mahalanobis"))


def test_whitened_places_are_as_far_apart_as_the_formula_of_mahalanobis_says() -> None:
    schools = michigan()
    places = whitened(schools.covariates, schools.treated)
    groups = [schools.covariates[schools.treated], schools.covariates[~schools.treated]]
    pooled = sum((len(group) - 1) * np.cov(group.T) for group in groups) / (len(places) - 2)
    apart = schools.covariates[0] - schools.covariates[100]
    formula = np.sqrt(apart @ np.linalg.inv(pooled) @ apart)
    assert np.linalg.norm(places[0] - places[100]) == pytest.approx(formula, rel=1e-10)
