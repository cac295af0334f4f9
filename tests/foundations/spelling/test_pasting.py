"""Words as a teacher pastes them: what is read, and what is said where something is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.foundations.spelling.pasting import (
    LONGEST_SENTENCE,
    LONGEST_WORD,
    MOST_WORDS,
    PastedWord,
    PasteError,
    read_words,
    spelled_alike,
    write_words,
)

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéèêçñäöüß"
parts = st.lists(st.text(LETTERS, min_size=1, max_size=4), min_size=1, max_size=3)
words = st.builds(lambda found, sign: sign.join(found), parts, st.sampled_from(["'", "’", "-", " "])).filter(
    lambda word: len(word) <= LONGEST_WORD
)
sentences = st.text(LETTERS + "0123456789 .,;:|!?'’-–“”", max_size=LONGEST_SENTENCE).map(
    lambda text: " ".join(text.split()).lstrip("|: ")
)
lists = st.lists(
    st.builds(PastedWord, words, sentences),
    min_size=1,
    max_size=MOST_WORDS,
    unique_by=lambda word: spelled_alike(word.text),
)


@given(lists)
def test_what_is_written_out_is_read_again(words: list[PastedWord]) -> None:
    assert read_words(write_words(words)) == words


@given(lists, st.sampled_from(["\r\n", "\n\n", "\r", " \n\t"]))
def test_ends_of_lines_blank_lines_and_spaces_do_not_matter(words: list[PastedWord], end: str) -> None:
    assert read_words(write_words(words).replace("\n", end) + end) == words


@given(st.text(max_size=400))
def test_whatever_is_pasted_it_is_read_whole_or_refused_with_reasons(pasted: str) -> None:
    try:
        found = read_words(pasted)
    except PasteError as refusal:
        assert refusal.faults
        assert all(fault.endswith(".") for fault in refusal.faults)
    else:
        assert 1 <= len(found) <= MOST_WORDS
        assert read_words(write_words(found)) == found
        assert len({spelled_alike(word.text) for word in found}) == len(found)


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("because | I stayed in because it rained.", [("because", "I stayed in because it rained.")]),
        ("because: It rained, so I stayed.", [("because", "It rained, so I stayed.")]),
        ("because\tIt rained.", [("because", "It rained.")]),
        (
            "colour, favourite; grey\nprogramme",
            [("colour", ""), ("favourite", ""), ("grey", ""), ("programme", "")],
        ),
        ("  ice   cream ,\n\n,o’clock", [("ice cream", ""), ("o’clock", "")]),
        ("time | It is 8:30 | now.", [("time", "It is 8:30 | now.")]),
        ("1. because\n2)\tisland | We saw it.\n10. yak", [("because", ""), ("island", "We saw it."), ("yak", "")]),
        ("• cat\n–  dog, hen\n * pig", [("cat", ""), ("dog", ""), ("hen", ""), ("pig", "")]),
        ("cafe\u0301", [("café", "")]),
        ("Christmas\ndogs'", [("Christmas", ""), ("dogs'", "")]),
    ],
)
def test_a_list_is_read_as_it_is_spelled(pasted: str, read: list[tuple[str, str]]) -> None:
    assert read_words(pasted) == read


@pytest.mark.parametrize(
    ("pasted", "faults"),
    [
        (" \n,", ["There are no words yet: type at least one, each on a line of its own."]),
        ("cat\n7up", ["Line 2: “7up” is not a word. Use letters, with an apostrophe"]),
        ("1.cat", ["Line 1: “1.cat” is not a word."]),
        ("cat\n| It sat.", ["Line 2: there is no word before the sentence."]),
        ("a, b | Both.", ["Line 1: “a, b” is not a word."]),
        ("cat\ndog\nCat", ["Line 3: “Cat” stands on line 1 already. Take one of the two out."]),
        ("don't, don’t", ["Line 1: “don’t” stands on this line already."]),
        ("x" * 21, [f"Line 1: “{'x' * 21}” has 21 letters; a word has up to 20."]),
        (f"cat | {'a' * 121}", ["Line 1: the sentence for “cat” has 121 characters; shorten it to 120."]),
        ("cat | It\u200bsat.", ["Line 1: the sentence for “cat” has a sign that cannot be printed."]),
        (
            ", ".join(f"word{chr(97 + place)}" for place in range(26)) + ", yak, cat, dog, hen, pig",
            ["These are 31 words: a list holds up to 30. Make two lists of them."],
        ),
    ],
)
def test_what_is_wrong_names_the_line_the_value_and_what_to_do(pasted: str, faults: list[str]) -> None:
    with pytest.raises(PasteError) as refusal:
        read_words(pasted)
    assert len(refusal.value.faults) == len(faults)
    for said, expected in zip(refusal.value.faults, faults, strict=True):
        assert said.startswith(expected)


def test_all_that_is_wrong_is_said_at_once_but_no_more_than_five_times() -> None:
    with pytest.raises(PasteError) as refusal:
        read_words("\n".join(str(number) for number in range(8)))
    assert [fault.split(":")[0] for fault in refusal.value.faults[:5]] == [f"Line {line}" for line in range(1, 6)]
    assert refusal.value.faults[5:] == ("And 3 more like these.",)
