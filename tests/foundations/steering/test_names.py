"""Teachers read and type names, never ids."""

import pytest

from ridgeway.fluency import SUBJECTS, catalogue
from ridgeway.foundations.models import Steer
from ridgeway.foundations.steering.models import Kind
from ridgeway.foundations.steering.names import decision_in_words, find_fact, in_words, what_can_be_named


@pytest.mark.parametrize("typed", ["7 × 8", "7x8", "7 X 8", "7*8"])
def test_a_fact_is_found_as_people_type_it(typed: str) -> None:
    assert find_fact(typed, SUBJECTS) == "mul:7x8"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("15-8", "sub:15-8"), ("56 / 8", "div:56/8"), ("7 + ? = 15", "miss:7+?=15"), ("7+9=", None), ("", None)],
)
def test_other_signs_are_read_too_and_what_is_no_question_is_not_found(typed: str, found: str | None) -> None:
    assert find_fact(typed, SUBJECTS) == found


def test_a_fact_of_a_subject_that_is_not_practised_is_not_found() -> None:
    assert find_fact("7 + ? = 15", ["number-facts"]) is None


def test_every_question_of_a_fact_finds_itself() -> None:
    for subject in SUBJECTS[:2]:
        assert all(find_fact(item.prompt, [subject]) == item.id for item in catalogue(subject))


@pytest.mark.parametrize(
    ("name", "words"),
    [("mul", "All of multiplication"), ("mul-7", "7 times table"), ("mul:7x8", "7 × 8"), ("gone", "gone")],
)
def test_each_name_is_said_in_words(name: str, words: str) -> None:
    assert in_words(name) == words


def test_a_strand_is_named_whole_and_by_its_sets_in_teaching_order() -> None:
    strands = dict(what_can_be_named(catalogue()))
    assert strands["Multiplication"][:3] == [
        ("mul", "All of multiplication"),
        ("mul-10", "10 times table"),
        ("mul-2", "2 times table"),
    ]


@pytest.mark.parametrize(
    ("steer", "words"),
    [
        (Steer(kind=Kind.AIM, names=["mul"], milliseconds=4500), "Aim of 4.5 seconds: All of multiplication"),
        (Steer(kind=Kind.SLOWER), "Fewer new ones: half as many a session"),
        (Steer(kind=Kind.PAUSE, names=["mul:7x8"]), "Leave alone: 7 × 8"),
        (
            Steer(kind=Kind.SET, names=["mul-2", "mul-5", "mul-10", "mul-4", "mul-3", "mul-8"]),
            "Practise only: 2 times table, 5 times table, 10 times table, 4 times table and 2 more",
        ),
    ],
)
def test_a_decision_is_said_in_one_line(steer: Steer, words: str) -> None:
    assert decision_in_words(steer) == words
