"""Readings of the demo grow recognisably, are as readings can be, and are the same from the same seed."""

import datetime as dt
from statistics import fmean

import numpy as np
import pytest

from ridgeway.demo.reading import USUAL_RATE, ReadAloud, read_aloud
from ridgeway.fluency.reading import level_for

DAYS = [dt.date(2026, 9, 14) + dt.timedelta(weeks=2 * each) for each in range(5)]


def readings(year: int, seed: int) -> list[ReadAloud]:
    return list(read_aloud(year, DAYS, np.random.default_rng(seed)))


@pytest.mark.parametrize("year", sorted(USUAL_RATE))
def test_a_class_reads_more_words_in_the_last_round_than_in_the_first(year: int) -> None:
    pupils = [readings(year, seed) for seed in range(30)]
    first = fmean(each[0].figures.words_correct_a_minute for each in pupils)
    last = fmean(each[-1].figures.words_correct_a_minute for each in pupils)
    assert 1.03 < last / first < 1.2
    assert fmean(each.figures.accuracy or 0 for one in pupils for each in one) > 0.93


def test_every_reading_is_of_another_form_of_the_pupils_level() -> None:
    for seed in range(10):
        read = readings(4, seed)
        assert len({each.passage.id for each in read}) == len(read) >= 3
        assert {each.passage.level for each in read} == {level_for(4, DAYS[0])}


def test_marks_stand_on_words_that_were_read() -> None:
    for seed in range(10):
        for each in readings(6, seed):
            assert all(1 <= mark.word <= each.figures.words <= len(each.passage.words) for mark in each.marks)
            assert 1 <= each.expression <= 4


def test_the_same_seed_reads_the_same() -> None:
    assert readings(3, 5) == readings(3, 5) != readings(3, 6)


def test_before_year_1_nobody_is_heard() -> None:
    assert not list(read_aloud(0, DAYS, np.random.default_rng(1)))
