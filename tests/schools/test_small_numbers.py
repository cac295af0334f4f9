"""Small numbers stay inside the school."""

from hypothesis import given
from hypothesis import strategies as st

from ridgeway.schools.small_numbers import LEAST, hide_small_counts

COUNTS = st.lists(st.integers(0, 40), max_size=8)


def test_a_part_of_one_to_five_pupils_is_hidden_and_six_are_shown() -> None:
    assert hide_small_counts([6, 7]) == [False, False]
    assert hide_small_counts([5, 5, 30]) == [True, True, False]


def test_one_small_part_hides_the_next_larger_one_too() -> None:
    assert hide_small_counts([3, 20, 9]) == [True, False, True]


def test_nobody_at_all_is_no_secret() -> None:
    assert hide_small_counts([0, 12]) == [False, False]


@given(COUNTS)
def test_every_small_part_is_hidden(counts: list[int]) -> None:
    assert all(hide for count, hide in zip(counts, hide_small_counts(counts), strict=True) if 0 < count < LEAST)


@given(COUNTS)
def test_what_is_left_of_the_whole_is_never_few_unless_all_is_hidden(counts: list[int]) -> None:
    hidden = hide_small_counts(counts)
    left = sum(count for count, hide in zip(counts, hidden, strict=True) if hide)
    everything = all(hide or not count for count, hide in zip(counts, hidden, strict=True))
    assert left == 0 or left >= LEAST or everything


@given(COUNTS)
def test_nothing_is_hidden_where_all_parts_are_large(counts: list[int]) -> None:
    large = [count + LEAST for count in counts]
    assert not any(hide_small_counts(large))
