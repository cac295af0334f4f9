"""A reading heard aloud is counted by the rules of oral reading fluency; the next text follows from the last."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.fluency.errors import OutOfRangeError
from ridgeway.fluency.growth import reading as rates_of_reading
from ridgeway.fluency.passages import passages
from ridgeway.fluency.reading import (
    ERRORS,
    LONGEST,
    MARK_KINDS,
    Mark,
    Reading,
    count_marks,
    level_for,
    next_form,
    read_marks,
)

WORDS = 200
MARKED = st.dictionaries(st.integers(1, WORDS), st.sampled_from(MARK_KINDS)).map(
    lambda found: [Mark(word, kind) for word, kind in found.items()]
)


def test_substitutions_omissions_and_hesitations_are_errors_and_nothing_else_is() -> None:
    marks = [Mark(place, kind) for place, kind in enumerate(MARK_KINDS, start=1)]
    assert Reading.of(marks, last_word=100, seconds=60).errors == 3
    assert {"substitution", "omission", "hesitation"} == ERRORS


def test_a_published_example_of_scoring() -> None:
    """Hasbrouck and Tindal's rule: words read in a minute less the errors."""
    marks = [Mark(place, "substitution") for place in (3, 17, 40, 41, 88)]
    heard = Reading.of(marks, last_word=103, seconds=60)
    assert (heard.words, heard.errors, heard.correct, heard.words_correct_a_minute) == (103, 5, 98, 98.0)


@given(marks=MARKED, last_word=st.integers(0, WORDS), seconds=st.integers(1, LONGEST))
def test_only_marks_up_to_the_last_word_count(marks: list[Mark], last_word: int, seconds: int) -> None:
    heard = Reading.of(marks, last_word=last_word, seconds=seconds)
    errors = [mark for mark in marks if mark.kind in ERRORS and mark.word <= last_word]
    assert heard == Reading(last_word, len(errors), seconds)
    assert heard.correct + heard.errors == heard.words == last_word
    assert heard.rates == rates_of_reading(words=last_word, errors=len(errors), seconds=seconds)
    assert heard.words_correct_a_minute == pytest.approx(60 * heard.correct / seconds)


@given(marks=MARKED, last_word=st.integers(0, WORDS))
def test_kinds_are_counted_apart(marks: list[Mark], last_word: int) -> None:
    counted = count_marks(marks, last_word=last_word)
    for kind in MARK_KINDS:
        assert counted[kind] == sum(mark.kind == kind and mark.word <= last_word for mark in marks)


def test_half_a_minute_makes_the_same_rate_as_a_minute() -> None:
    assert Reading(40, 2, 30).words_correct_a_minute == Reading(80, 4, 60).words_correct_a_minute == 76


@pytest.mark.parametrize(
    ("errors", "difficulty"), [(0, "easy"), (5, "easy"), (6, "right"), (10, "right"), (11, "hard"), (100, "hard")]
)
def test_a_text_is_easy_from_95_per_cent_and_right_for_teaching_from_90(errors: int, difficulty: str) -> None:
    assert Reading(100, errors, 60).difficulty == difficulty


def test_no_word_read_has_no_accuracy() -> None:
    silent = Reading(0, 0, 60)
    assert (silent.accuracy, silent.difficulty) == (None, None)
    assert silent.words_correct_a_minute == 0


@pytest.mark.parametrize("figures", [(-1, 0, 60), (10, 11, 60), (10, -1, 60), (10, 0, 0), (10, 0, LONGEST + 1)])
def test_a_reading_that_cannot_be_is_refused(figures: tuple[int, int, int]) -> None:
    with pytest.raises(OutOfRangeError):
        Reading(*figures)


@given(marks=MARKED)
def test_marks_come_back_in_order_of_their_words(marks: list[Mark]) -> None:
    pairs = [(mark.word, mark.kind) for mark in marks]
    assert read_marks(pairs, words=WORDS) == tuple(sorted(marks, key=lambda mark: mark.word))


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ([(0, "omission")], r"word = 0 .* from 1 to 200"),
        ([(201, "omission")], r"word = 201 .* from 1 to 200"),
        ([(True, "omission")], r"word = True"),
        ([("4", "omission")], r"word = '4'"),
        ([(4, "omission"), (4, "hesitation")], r"word = 4 .* one mark at most"),
        ([(4, "mumble")], r"kind = 'mumble' .* one of substitution"),
        ([(4, None)], r"kind = 'None'"),
    ],
)
def test_marks_that_cannot_be_are_refused_with_their_place(
    entries: list[tuple[object, object]], problem: str
) -> None:
    with pytest.raises(OutOfRangeError, match=problem):
        read_marks(entries, words=WORDS)


@pytest.mark.parametrize(
    ("year", "month", "level"),
    [
        (1, 9, 1), (1, 3, 1), (1, 4, 2), (1, 8, 2), (2, 12, 3), (2, 1, 3), (2, 6, 4),
        (3, 9, 5), (4, 2, 6), (5, 5, 7), (6, 11, 8), (0, 11, None), (7, 11, None),
    ],
)  # fmt: skip
def test_the_level_follows_the_school_year_and_its_term(year: int, month: int, level: int | None) -> None:
    assert level_for(year, dt.date(2026, month, 15)) == level


@given(year=st.integers(1, 6), day=st.dates())
def test_every_level_has_passages_for_its_year(year: int, day: dt.date) -> None:
    level = level_for(year, day)
    assert {form.year for form in passages(level=level)} == {year}


def test_forms_come_in_turn_until_all_have_been_heard() -> None:
    heard: list[str] = []
    for _ in "abcde":
        heard.append(next_form(6, heard).id)
    assert heard == ["r6a", "r6b", "r6c", "r6d", "r6e"]


@given(heard=st.lists(st.sampled_from([f"r6{form}" for form in "abcde"] + ["r5a", "own"]), max_size=12))
def test_the_next_form_is_new_or_the_one_heard_longest_ago(heard: list[str]) -> None:
    chosen = next_form(6, heard).id
    forms = [form.id for form in passages(level=6)]
    new = [form for form in forms if form not in heard]
    latest = {form: len(heard) - heard[::-1].index(form) for form in forms if form in heard}
    assert chosen == (new[0] if new else min(forms, key=lambda form: latest[form]))
