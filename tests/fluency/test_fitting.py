"""Weights fitted to a ledger: better where there is something to learn, the default where there is not."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.fluency.errors import OutOfRangeError
from ridgeway.fluency.fitting import LEAST_PUPILS, fit_strands, fit_weights, most_probable
from ridgeway.fluency.likelihood import log_losses
from ridgeway.fluency.reviews import Reviews
from ridgeway.fluency.weights import DEFAULT, WEIGHTS_WITH_BOUNDS, ItemWeights, Weights
from tests.fluency.ledgers import reviews_of

CHILDREN = Weights(
    (0.6, 2.0, 5.0, 14.0, 5.5, 0.7, 2.4, 0.05, 1.5, 0.12, 1.2, 1.2, 0.08, 0.35, 1.2, 0.4, 2.6, 0.4, 0.2, 0.1, 0.35)
)
"""Learners unlike those of the default weights."""

FORGETFUL = Weights((0.1, 0.4, 0.8, 2.0, 7.5, *DEFAULT.w[5:8], 0.9, *DEFAULT.w[9:20], 0.3))


def loss(weights: Weights, reviews: Reviews) -> float:
    histories = reviews.histories()
    return float(log_losses(histories, weights).sum() / histories.predicted.sum())


def test_known_weights_are_found_again_as_far_as_other_pupils_can_tell() -> None:
    others = reviews_of(CHILDREN, pupils=200, seed=77)
    best, default = loss(CHILDREN, others), loss(DEFAULT, others)
    fit = fit_weights(reviews_of(CHILDREN, pupils=60))
    assert fit.used
    assert fit.held_out_after < fit.held_out_before
    assert loss(fit.weights, others) - best < 0.25 * (default - best)


def test_what_is_held_out_loses_what_other_pupils_lose() -> None:
    fit = fit_weights(reviews_of(CHILDREN, pupils=100))
    others = reviews_of(CHILDREN, pupils=200, seed=77)
    gain = fit.held_out_before - fit.held_out_after
    assert gain == pytest.approx(loss(DEFAULT, others) - loss(fit.weights, others), abs=4 * fit.standard_error)


@pytest.mark.parametrize("seed", range(5))
def test_pupils_who_are_as_the_default_says_keep_the_default(seed: int) -> None:
    fit = fit_weights(reviews_of(DEFAULT, pupils=20, seed=seed), seed=seed)
    assert fit.weights == DEFAULT
    assert not fit.used


def test_too_few_pupils_keep_the_default_and_can_show_nothing() -> None:
    fit = fit_weights(reviews_of(CHILDREN, pupils=LEAST_PUPILS - 1))
    assert fit.weights == DEFAULT
    assert not fit.used
    assert np.isnan([fit.held_out_before, fit.held_out_after, fit.standard_error]).all()
    assert fit.pupils == LEAST_PUPILS - 1


def test_short_histories_keep_the_default() -> None:
    once = fit_weights(reviews_of(CHILDREN, pupils=40, turns=1))
    assert (once.used, once.pupils, once.reviews) == (False, 0, 0)
    assert not fit_weights(reviews_of(CHILDREN, pupils=12, items=2, turns=2)).used


def test_no_reviews_keep_the_default() -> None:
    none = reviews_of(DEFAULT, pupils=1)
    assert fit_weights(none.where(none.pupil > 0)).weights == DEFAULT


def test_only_predictions_are_counted() -> None:
    reviews = reviews_of(CHILDREN, pupils=15, turns=4)
    fit = fit_weights(reviews)
    later = (reviews.days >= 1) & (np.arange(len(reviews)) >= 15 * 20)
    assert (fit.pupils, fit.reviews) == (15, int(later.sum()))


def test_the_same_seed_gives_the_same_fit() -> None:
    reviews = reviews_of(CHILDREN, pupils=30)
    assert fit_weights(reviews, seed=3) == fit_weights(reviews, seed=3)


def test_another_seed_deals_the_pupils_otherwise() -> None:
    reviews = reviews_of(CHILDREN, pupils=30)
    assert fit_weights(reviews, seed=3).held_out_after != fit_weights(reviews, seed=4).held_out_after


def test_the_order_in_which_histories_are_given_does_not_matter() -> None:
    reviews = reviews_of(CHILDREN, pupils=12, turns=6)
    by_pupil = np.argsort(reviews.pupil, kind="stable")
    sorted_by_pupil = Reviews(*(getattr(reviews, each.name)[by_pupil] for each in fields(Reviews)))
    np.testing.assert_allclose(most_probable(sorted_by_pupil).w, most_probable(reviews).w, rtol=1e-6)


@settings(max_examples=10)
@given(st.integers(0, 10**6), st.sampled_from([1, 5, 30]), st.floats(0, 1))
def test_fitted_weights_are_within_the_bounds_whatever_was_answered(seed: int, pupils: int, right: float) -> None:
    rng = np.random.default_rng(seed)
    drawn = reviews_of(DEFAULT, pupils=pupils, items=5, turns=6, seed=seed)
    grade = np.where(rng.random(len(drawn)) < right, 4, 1)
    fitted = most_probable(replace(drawn, grade=grade))
    assert all(low <= value <= high for value, (_, low, high) in zip(fitted.w, WEIGHTS_WITH_BOUNDS, strict=True))


def test_a_few_answers_move_the_weights_little_and_many_move_them_far() -> None:
    def moved(pupils: int) -> float:
        fitted = most_probable(reviews_of(CHILDREN, pupils=pupils, items=4, turns=5))
        return abs(fitted.w[20] - DEFAULT.w[20])

    assert moved(1) < 0.5 * moved(300)


def two_strands(*, pupils: int, seed: int = 1) -> Reviews:
    """Reviews of ten items of a strand where pupils are as by default, and of ten where they forget."""
    kinds = ItemWeights((DEFAULT, FORGETFUL), np.arange(20) // 10)
    return reviews_of(kinds, pupils=pupils, seed=seed)


STRAND_OF = np.arange(20) // 10


def test_strands_that_are_learned_alike_share_their_weights() -> None:
    fit = fit_strands(reviews_of(CHILDREN, pupils=30), ["add", "mul"], STRAND_OF)
    assert fit.together.used
    assert fit.weights.default == fit.together.weights
    assert not fit.weights.own


def test_a_strand_that_is_learned_otherwise_gets_its_own_weights() -> None:
    fit = fit_strands(two_strands(pupils=40), ["add", "mul"], STRAND_OF)
    assert set(fit.weights.own) == {"add", "mul"}
    others = two_strands(pupils=100, seed=9)
    for place, strand in enumerate(("add", "mul")):
        in_strand = others.where(STRAND_OF[others.item] == place)
        assert loss(fit.weights.own[strand], in_strand) < loss(fit.together.weights, in_strand)
        assert fit.by_strand[strand].held_out_after < fit.by_strand[strand].held_out_before


def test_a_strand_of_few_pupils_keeps_the_weights_of_all() -> None:
    reviews = two_strands(pupils=40)
    rare = reviews.where((reviews.item < 10) | (reviews.pupil < 5))
    fit = fit_strands(rare, ["add", "mul"], STRAND_OF)
    assert fit.by_strand["mul"].weights == fit.together.weights
    assert "mul" not in fit.weights.own


def test_where_nothing_is_better_every_strand_keeps_the_default() -> None:
    fit = fit_strands(reviews_of(DEFAULT, pupils=15), ["add", "mul", "never met"], STRAND_OF)
    assert fit.weights.of_items(["add", "mul"], STRAND_OF) is DEFAULT
    assert fit.by_strand["never met"].reviews == 0


def test_an_item_without_a_strand_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="item = 19 is not allowed: it must be from 0 to 9"):
        fit_strands(reviews_of(DEFAULT, pupils=1), ["add"], np.zeros(10, np.int64))
