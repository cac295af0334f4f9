"""Letters right and wrong in a text that is written again and again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.foundations.activities.letters import FURTHEST, Letters, count_letters, letters_of

TEXT = "The owl slept until dark."
words = st.text(alphabet="abcde", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("typed", "right", "wrong"),
    [
        ("", 0, 0),
        ("The owl slept until dark.", 20, 0),
        ("the owl sleptuntil DARK the ow", 25, 0),
        ("The owl slept intil", 15, 1),  # a letter wrong
        ("The owll slept", 11, 1),  # one too many
        ("The owl slpt", 10, 1),  # one left out
        ("zzz", 0, 3),
    ],
)
def test_each_letter_wrong_too_many_or_left_out_is_one_wrong(typed: str, right: int, wrong: int) -> None:
    assert count_letters(typed, TEXT) == Letters(right, wrong)


def test_a_text_without_letters_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to write"):
        count_letters("a", "…")


def levenshtein(one: str, other: str) -> int:
    """The textbook's distance, by recursion over rows."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, row = row, [i]
        for j, b in enumerate(other, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b)))
    return row[-1]


@given(typed=st.text(alphabet="abcde", max_size=20), text=words)
def test_wrong_is_the_least_distance_to_any_beginning_of_the_text(typed: str, text: str) -> None:
    endless = text * (len(typed) + FURTHEST)
    nearest = min(levenshtein(typed, endless[:length]) for length in range(len(typed) + FURTHEST))
    counted = count_letters(typed, text)
    assert counted.wrong == nearest
    assert len(typed) - counted.wrong <= counted.right <= len(typed)


@given(text=words, length=st.integers(0, 200))
def test_what_is_written_rightly_is_all_right_wherever_it_ends(text: str, length: int) -> None:
    typed = (text * 200)[:length]
    assert count_letters(typed, text) == Letters(len(letters_of(typed)), 0)
