"""What knowing one fact tells about its partners: never nothing, never all, and as much as ledgers show."""

from __future__ import annotations

import re
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.fluency import Answer, Knowledge, Prediction, catalogue
from ridgeway.fluency.errors import OutOfRangeError
from ridgeway.fluency.link_strengths import estimate_links, first_tries
from ridgeway.fluency.links import LINKS, UNLINKED, Links, together, told_by_partners
from ridgeway.fluency.priors import Prior
from tests.fluency.pupils import START, random_answers, random_pupil

FACTS = catalogue()
PRIOR = Prior.national(4)
AT = START + timedelta(days=5)
strengths = st.floats(0, 1)
places = {
    name: FACTS.position(name) for name in ("mul:7x8", "mul:8x7", "div:56/8", "div:56/7", "mul:6x9", "add:7+8")
}


def practised(item: str, *, latency_ms: float = 1500.0, correct: bool = True, count: int = 6) -> list[Answer]:
    return [Answer(item, START + timedelta(hours=place), correct, latency_ms) for place in range(count)]


def after(answers: list[Answer], links: Links = LINKS) -> Prediction:
    return Knowledge.new(FACTS).update(answers).predict(AT, prior=PRIOR, links=links)


def test_a_fluent_fact_makes_its_partners_likelier_and_quicker_but_not_known() -> None:
    told, apart = after(practised("mul:7x8")), after(practised("mul:7x8"), UNLINKED)
    known = told.fluent[places["mul:7x8"]]
    for partner in ("mul:8x7", "div:56/8", "div:56/7"):
        place = places[partner]
        assert apart.fluent[place] + 0.05 < told.fluent[place] < known - 0.05
        assert told.log_rt[place] < apart.log_rt[place]
    for stranger in ("mul:6x9", "add:7+8"):
        assert told.fluent[places[stranger]] == pytest.approx(apart.fluent[places[stranger]])


def test_an_unknown_fact_makes_its_partners_less_likely() -> None:
    wrong = practised("mul:7x8", correct=False)
    assert after(wrong).correct[places["mul:8x7"]] < after(wrong, UNLINKED).correct[places["mul:8x7"]]


def test_the_turned_round_form_is_told_more_than_the_inverse() -> None:
    told = after(practised("mul:7x8"))
    assert told.fluent[places["mul:8x7"]] > told.fluent[places["div:56/8"]] > told.fluent[places["div:56/7"]]


def test_an_items_own_evidence_outweighs_its_partners() -> None:
    many = practised("mul:7x8") + [
        Answer("mul:8x7", START + timedelta(hours=9 + place), True, 9000.0) for place in range(10)
    ]
    told, apart = after(many), after(many, UNLINKED)
    place = places["mul:8x7"]
    unmet = after(practised("mul:7x8")).log_rt[place] - after(practised("mul:7x8"), UNLINKED).log_rt[place]
    assert abs(told.log_rt[place] - apart.log_rt[place]) < 0.5 * abs(unmet)


@given(strengths, strengths, st.floats(0.1, 4))
def test_a_stronger_link_tells_more(one: float, other: float, beyond: float) -> None:
    weaker, stronger = sorted((one, other))
    partners = np.array([[1, -1, -1], [0, -1, -1]])
    known, belief = np.array([beyond, 0.0]), np.array([0.8, 0.0])
    less, more = (told_by_partners(known, belief, partners, Links(each, 0, 0)) for each in (weaker, stronger))
    assert 0 <= less.moved[1] <= more.moved[1] <= beyond
    assert more.moved[0] == 0


@given(
    st.lists(st.tuples(st.floats(-3, 3), st.floats(0, 1)), min_size=3, max_size=3), strengths, strengths, strengths
)
def test_partners_together_tell_no_more_than_the_strongest_and_are_surer_than_each(
    partners: list[tuple[float, float]], turned: float, inverse: float, both: float
) -> None:
    each = (turned, inverse, both)
    told = together(((np.array(beyond), np.array(belief)) for beyond, belief in partners), Links(*each))
    weights = [belief * strength for (_, belief), strength in zip(partners, each, strict=True)]
    heard = [beyond for (beyond, _), weight in zip(partners, weights, strict=True) if weight > 0]
    assert abs(told.moved) <= max((abs(beyond) for beyond in heard), default=0) + 1e-12
    assert max(weights) - 1e-12 <= told.strength <= 1


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_links_of_no_strength_are_none(seed: int) -> None:
    known = random_pupil(seed, 60)
    told = known.predict(AT + timedelta(days=400), links=UNLINKED)
    place = int(np.flatnonzero(known.rows.answers == 0)[0])
    partner = int(FACTS.partners[place][FACTS.partners[place] >= 0][0])
    beside = known.update([Answer(FACTS.items[partner].id, AT + timedelta(days=399), True, 900.0)])
    if FACTS.set_of[partner] != FACTS.set_of[place]:
        apart = beside.predict(AT + timedelta(days=400), links=UNLINKED)
        assert apart.fluent[place] == pytest.approx(told.fluent[place], abs=0.1)


@pytest.mark.parametrize("strength", [-0.1, 1.1, float("nan")])
def test_an_impossible_strength_is_refused(strength: float) -> None:
    with pytest.raises(OutOfRangeError, match=re.escape(f"inverse = {strength}")):
        Knowledge.new(FACTS).predict(AT, links=Links(0.5, strength, 0.5))


# Estimation


def ledger(rng: np.random.Generator, strength: float, kind: int, facts: int = 40) -> list[Answer]:
    """Answers to facts that are met six times, then once to a partner whose time is linked so strongly."""
    at, answers = START, list[Answer]()
    for place in rng.choice(np.flatnonzero(FACTS.partners[:, kind] >= 0), facts, replace=False).tolist():
        own, other = rng.normal(0, 0.7, 2)
        linked = strength * own + np.sqrt(1 - strength**2) * other
        partner = int(FACTS.partners[place, kind])
        for position, off in [(place, own)] * 6 + [(partner, linked)]:
            at += timedelta(seconds=20)
            latency = float(np.exp(8.3 + off + rng.normal(0, 0.3)))
            answers.append(Answer(FACTS.items[position].id, at, True, latency))
    return answers


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_strengths_are_found_from_ledgers(kind: int) -> None:
    rng = np.random.default_rng(kind)
    weak, strong = (
        estimate_links([ledger(rng, strength, kind) for _ in range(6)], FACTS)[kind] for strength in (0.0, 0.95)
    )
    assert weak < 0.25
    assert strong > 0.6


def test_without_partners_in_the_ledger_the_packaged_strengths_stay() -> None:
    told = first_tries([Answer("mul:7x8", START, True, 2000.0)], FACTS)
    assert len(told.right) == 0
    assert estimate_links([[Answer("mul:7x8", START, True, 2000.0)]], FACTS) == pytest.approx(LINKS)
    assert estimate_links([[]], FACTS, start=Links(0.1, 0.2, 0.3)) == pytest.approx((0.1, 0.2, 0.3))


def test_first_tries_are_each_items_first_answer_without_help() -> None:
    answers = [
        *practised("mul:7x8", count=2),
        Answer("mul:8x7", AT, True, 1500.0, "model"),
        Answer("mul:8x7", AT, False, 2500.0),
        Answer("mul:8x7", AT, True, 2500.0),
        Answer("div:56/8", AT, True, 2000.0),
    ]
    told = first_tries(answers, FACTS, prior=PRIOR)
    assert told.right.tolist() == [0, 1]
    assert np.isnan(told.log_ms).tolist() == [True, False]
    assert told.odds.shape == told.times.shape == (2, 7)
    assert (told.odds[0, 4:] > 0).tolist() == [True, False, False]


def test_estimation_needs_a_pupil() -> None:
    with pytest.raises(OutOfRangeError, match="at least one pupil"):
        estimate_links([], FACTS)


def test_estimates_stay_within_their_range() -> None:
    links = estimate_links([random_answers(seed, 80) for seed in range(3)], FACTS, year=4, prior=PRIOR)
    assert all(0 <= strength <= 1 for strength in links)
