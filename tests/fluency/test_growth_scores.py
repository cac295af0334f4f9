"""Digits correct and correct letter sequences against hand-scored answers."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.fluency.errors import OutOfRangeError
from ridgeway.fluency.growth import Score, digits_correct, letter_sequences

NUMBERS = st.integers(0, 99_999).map(str)
WORDS = st.text("abc", min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("given_answer", "expected", "score"),
    [
        ("56", "56", Score(2, 2)),
        ("46", "56", Score(1, 2)),
        ("65", "56", Score(0, 2)),
        ("6", "56", Score(1, 2)),
        ("5", "56", Score(0, 2)),
        ("", "56", Score(0, 2)),
        ("100", "100", Score(3, 3)),
        ("10", "100", Score(1, 3)),
        ("156", "56", Score(2, 2)),
        (" 56 ", "56", Score(2, 2)),
        ("5 6", "56", Score(1, 2)),
        ("0.52", "0.25", Score(1, 3)),
        ("0.2", "0.25", Score(2, 3)),
        ("25", "0.25", Score(0, 3)),
        ("x", "7", Score(0, 1)),
    ],
)
def test_a_digit_earns_credit_in_its_right_place(given_answer: str, expected: str, score: Score) -> None:
    assert digits_correct(given_answer, expected) == score


@given(NUMBERS, NUMBERS)
def test_digits_correct_are_the_same_whichever_number_is_the_answer(one: str, other: str) -> None:
    assert digits_correct(one, other).correct == digits_correct(other, one).correct


@given(st.text(max_size=8), NUMBERS)
def test_digits_correct_are_between_none_and_all(written: str, expected: str) -> None:
    score = digits_correct(written, expected)
    assert 0 <= score.correct <= score.possible == len(expected)
    assert score.missed == score.possible - score.correct


@pytest.mark.parametrize("expected", ["", "seven", "-5", "1.", ".5", "1.2.3", "٣"])
def test_an_answer_that_is_no_number_has_no_digits(expected: str) -> None:
    with pytest.raises(OutOfRangeError, match="expected = "):
        digits_correct("5", expected)


@pytest.mark.parametrize(
    ("spelt", "word", "correct"),
    [
        ("cat", "cat", 4),
        ("stop", "stop", 5),
        ("sop", "stop", 3),  # ^s, op, p^
        ("becuase", "because", 5),  # ^b, be, ec, se, e^
        ("freind", "friend", 4),  # ^f, fr, nd, d^
        ("hows", "house", 2),  # ^h, ho
        ("buter", "butter", 5),  # of the double letter only the first
        ("catt", "cat", 3),  # the blank does not follow the first t
        ("Cat", "cat", 4),
        ("I’ll", "I'll", 5),
        ("", "cat", 0),
    ],
)
def test_each_right_pair_of_neighbours_earns_credit_blanks_included(spelt: str, word: str, correct: int) -> None:
    assert letter_sequences(spelt, word) == Score(correct, len(word) + 1)


@given(st.text("abcdefghij'-", min_size=1, max_size=12))
def test_a_word_spelt_right_earns_one_more_than_its_letters(word: str) -> None:
    assert letter_sequences(word, word).correct == len(word) + 1


@given(WORDS, WORDS)
def test_letter_sequences_are_the_same_whichever_word_is_the_answer(one: str, other: str) -> None:
    assert letter_sequences(one, other).correct == letter_sequences(other, one).correct


@given(WORDS, WORDS)
def test_of_all_ways_to_lay_letters_side_by_side_the_best_counts(spelt: str, word: str) -> None:
    assert letter_sequences(spelt, word).correct == _by_trying_all(f"<{spelt}>", f"<{word}>")


def _by_trying_all(one: str, other: str) -> int:
    most = 0
    for count in range(1, min(len(one), len(other)) + 1):
        for left in combinations(range(len(one)), count):
            for right in combinations(range(len(other)), count):
                pairs = list(zip(left, right, strict=True))
                if all(one[i] == other[j] for i, j in pairs):
                    earned = sum((i + 1, j + 1) in pairs for i, j in pairs)
                    most = max(most, earned)
    return most


def test_an_answer_without_letters_is_no_word() -> None:
    with pytest.raises(OutOfRangeError, match="expected = ' '"):
        letter_sequences("cat", " ")
