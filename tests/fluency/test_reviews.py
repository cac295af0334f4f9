"""Reviews: what a ledger says about memory."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.fluency import Answer, Knowledge, catalogue
from ridgeway.fluency.answers import as_answers
from ridgeway.fluency.errors import OutOfRangeError
from ridgeway.fluency.likelihood import follow
from ridgeway.fluency.reviews import Reviews
from ridgeway.fluency.weights import DEFAULT
from tests.fluency.pupils import START, random_answers


def reviews(**changed: list[float]) -> Reviews:
    columns = {"pupil": [0, 0, 0], "item": [7, 7, 8], "days": [np.nan, 2.0, np.nan], "grade": [3, 1, 4], **changed}
    days = np.array(columns.pop("days"), np.float64)
    tried = np.ones(len(days), np.bool_)
    return Reviews(
        days=days, tried=tried, **{name: np.array(numbers, np.int64) for name, numbers in columns.items()}
    )


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.integers(0, 120), st.sampled_from([None, 1, 4]))
def test_memories_that_follow_the_reviews_end_where_knowledge_does(
    seed: int, count: int, year: int | None
) -> None:
    items = catalogue()
    answers = random_answers(seed, count, pool=12)
    rows = Knowledge.new(items).update(answers, year=year).rows
    found = Reviews.of_pupil(answers, items, year=year)
    histories = found.histories()
    after = follow(histories, DEFAULT).after
    stability, difficulty = np.full((2, len(items)), np.nan)
    position = found.item[histories.order]
    stability[position], difficulty[position] = after
    np.testing.assert_allclose(stability, rows.stability, rtol=1e-12)
    np.testing.assert_allclose(difficulty, rows.difficulty, rtol=1e-12)


def test_a_copied_answer_was_not_tried() -> None:
    asked = Answer("add:7+8", START, True, 9000.0, "delay", delay_ms=3000.0)
    alone = Answer("add:7+8", START + timedelta(days=1), True, 2000.0, "delay", delay_ms=3000.0)
    found = Reviews.of_pupil([asked, alone], catalogue())
    assert found.tried.tolist() == [False, True]
    assert found.grade.tolist() == [2, 4]


def test_answers_as_arrays_give_the_same_reviews() -> None:
    items, answers = catalogue(), random_answers(5, 60)
    listed, arrays = (Reviews.of_pupil(each, items) for each in (answers, as_answers(answers, items)))
    assert listed.grade.tolist() == arrays.grade.tolist()
    assert listed.days.tobytes() == arrays.days.tobytes()


def test_pupils_together_are_numbered_in_the_order_given() -> None:
    together = Reviews.together([reviews(), reviews(pupil=[9, 9, 9], item=[1, 1, 2])])
    assert together.pupil.tolist() == [0, 0, 0, 1, 1, 1]
    assert together.item.tolist() == [7, 7, 8, 1, 1, 2]
    assert together.grade.tolist() == [3, 1, 4] * 2
    assert len(together) == 6


def test_no_two_memories_share_a_number() -> None:
    together = Reviews.together([reviews(), reviews(item=[0, 0, 1])])
    pairs = set(zip(together.pupil.tolist(), together.item.tolist(), strict=True))
    assert len(set(together.history.tolist())) == len(pairs) == 4


def test_no_pupils_have_no_reviews_to_put_together() -> None:
    with pytest.raises(OutOfRangeError, match="pupils"):
        Reviews.together([])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"grade": [3, 0, 4]}, "grade = 0 is not allowed: it must be from 1 to 4"),
        ({"grade": [3, 5, 4]}, "grade = 5"),
        ({"days": [np.nan, -1.0, np.nan]}, "days = -1.0"),
        ({"days": [np.nan, np.inf, np.nan]}, "days = inf"),
        (
            {"days": [np.nan, np.nan, np.nan]},
            "days = nan is not allowed: it must be a finite number, at least 0, after",
        ),
        ({"item": [-1, -1, 8]}, "item = -1"),
        ({"pupil": [0, 0, -2]}, "pupil = -2"),
        ({"pupil": [0, 0]}, "all arrays must have one length"),
    ],
)
def test_what_cannot_be_a_review_is_named(changed: dict[str, list[float]], message: str) -> None:
    with pytest.raises(OutOfRangeError, match=message):
        reviews(**changed)
