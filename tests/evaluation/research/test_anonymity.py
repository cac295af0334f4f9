"""Nobody stands out in a release, by counting again; and no more is lost than must be."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.evaluation.research.anonymity import ANY, MOST_LEFT_OUT, Facts, Ladder, least_alike, make_alike
from ridgeway.evaluation.research.facts import CHOSEN, YEAR_GROUP, ladders_of, values_of
from ridgeway.evaluation.research.pseudonyms import Pseudonyms

LADDERS = (Ladder("school", worth=3), Ladder("year", ({"1": "low", "2": "low", "3": "high"},)), Ladder("sex"))
PUPILS = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("123"), st.sampled_from("FM")), max_size=60)


@given(PUPILS, st.integers(1, 12))
def test_each_combination_that_is_told_is_that_of_k_pupils_or_more(pupils: list[Facts], k: int) -> None:
    found = make_alike(pupils, LADDERS, k=k)
    told = [facts for facts in found.told if facts is not None]
    assert len(found.told) == len(pupils)
    assert all(count >= k for count in Counter(told).values())
    assert found.k == least_alike(told)
    assert found.left_out == len(pupils) - len(told)
    assert bool(told) == (len(pupils) >= k)


@given(PUPILS, st.integers(1, 12))
def test_what_is_told_is_the_truth_or_coarser(pupils: list[Facts], k: int) -> None:
    found = make_alike(pupils, LADDERS, k=k)
    for pupil, told in zip(pupils, found.told, strict=True):
        if told is not None:
            values = zip(LADDERS, pupil, found.levels, strict=True)
            assert told == tuple(ladder.told(value, level) for ladder, value, level in values)


@given(PUPILS.filter(lambda pupils: len(pupils) >= 10))
def test_no_other_way_loses_less(pupils: list[Facts]) -> None:
    """Brute force over every way, with the loss written out pupil by pupil."""

    def cost(levels: tuple[int, ...]) -> tuple[float, float]:
        told = [tuple(lad.told(v, lev) for lad, v, lev in zip(LADDERS, p, levels, strict=True)) for p in pupils]
        counts = Counter(told)
        share = [lad.worth * lev / lad.height for lad, lev in zip(LADDERS, levels, strict=True)]
        lost = [sum(share) if counts[facts] >= 5 else sum(lad.worth for lad in LADDERS) for facts in told]
        gone = sum(counts[facts] < 5 for facts in told) / len(told)
        return (gone if gone > MOST_LEFT_OUT else 0.0), sum(lost) / len(told)

    best = min(map(cost, product(range(2), range(3), range(2))))
    assert cost(make_alike(pupils, LADDERS, k=5).levels) == pytest.approx(best)


def test_pupils_who_are_alike_already_are_told_as_they_are() -> None:
    found = make_alike([("A", "1", "F")] * 10 + [("A", "3", "M")] * 12, LADDERS, k=10)
    assert (found.levels, found.left_out, found.k) == ((0, 0, 0), 0, 10)


def test_one_who_stands_out_among_many_is_left_out_and_costs_the_others_nothing() -> None:
    found = make_alike([("A", "1", "F")] * 40 + [("A", "3", "M")], LADDERS, k=10)
    assert (found.levels, found.left_out) == ((0, 0, 0), 1)


def test_one_in_twenty_may_be_left_out_and_no_more() -> None:
    found = make_alike([("A", "1", "F")] * 19 + [("A", "1", "M")], LADDERS, k=10)
    assert (found.levels, found.left_out) == ((0, 0, 0), 1)
    found = make_alike([("A", "1", "F")] * 18 + [("A", "1", "M")], LADDERS, k=10)
    assert (found.levels, found.left_out) == ((0, 0, 1), 0)


def test_many_who_stand_out_are_told_of_more_coarsely() -> None:
    found = make_alike([("A", "1", "F")] * 8 + [("A", "2", "F")] * 8, LADDERS, k=10)
    assert found.told[0] == ("A", "low", "F")


def test_k_is_at_least_one() -> None:
    with pytest.raises(ValueError, match="at least 1, not 0"):
        make_alike([], LADDERS, k=0)


@pytest.mark.parametrize("ladder", ladders_of(tuple(CHOSEN)))
def test_every_value_of_a_fact_can_be_told_at_every_level(ladder: Ladder) -> None:
    for level in range(ladder.height + 1):
        values_of(ladder, level)
    assert values_of(ladder, ladder.height) == ANY


def test_year_groups_become_pairs_and_then_halves() -> None:
    assert [YEAR_GROUP.told("4", level) for level in range(4)] == ["4", "3 and 4", "3 to 6", ANY]
    assert YEAR_GROUP.told("R", 2) == "up to 2"


@given(st.integers(1, 2**60), st.integers(1, 2**60))
def test_a_pseudonym_is_of_one_pupil_in_one_release(one: int, other: int) -> None:
    names, another_release = Pseudonyms(), Pseudonyms()
    assert names.of("pupil", one) == names.of("pupil", one)
    assert (names.of("pupil", one) == names.of("pupil", other)) == (one == other)
    assert names.of("pupil", one) != another_release.of("pupil", one)
    assert names.of("pupil", one)[2:] != names.of("school", one)[2:]


def test_a_pseudonym_is_the_keyed_hash_of_rfc_2104() -> None:
    """Worked out with: printf 'pupil 7' | openssl dgst -sha256 -hmac ridgeway -binary | base32."""
    assert Pseudonyms(b"ridgeway").of("pupil", 7) == "p-d2bctgxx2wo6v3am"
