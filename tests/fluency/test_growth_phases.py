"""Phases: jump, turn and level at each change, from lines that were drawn by hand."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.fluency.errors import FluencyError, OutOfRangeError, TimeOrderError
from ridgeway.fluency.growth import Change, Phase, celeration, growth_by_phase

BASELINE, MODEL = Phase(0, "as before"), Phase(14, "model first")
DAYS = list(range(28))


@given(st.floats(0.5, 4), st.floats(0.5, 2), st.floats(0.5, 2))
def test_the_jump_is_between_the_lines_and_the_turn_between_their_celerations(
    jump: float, first: float, second: float
) -> None:
    at_change = 10 * first**2
    rates = [
        10 * first ** (day / 7) if day < 14 else at_change * jump * second ** ((day - 14) / 7) for day in DAYS
    ]
    before, after = growth_by_phase(DAYS, rates, [BASELINE, MODEL])
    assert before.change is None
    assert before.growth is not None
    assert before.growth.per_week == pytest.approx(first)
    assert after.change is not None
    assert after.change.jump == pytest.approx(jump)
    assert after.change.turn == pytest.approx(second / first)


def test_level_is_the_ratio_of_the_geometric_means() -> None:
    _, after = growth_by_phase([0, 1, 14, 15], [5, 20, 16, 25], [BASELINE, MODEL])
    assert after.change is not None
    assert after.change.level == pytest.approx(2)


def test_where_nothing_changed_all_three_are_1() -> None:
    _, after = growth_by_phase([0, 7, 14, 21], [10, 10, 10, 10], [BASELINE, MODEL])
    assert after.change == Change(jump=1, turn=1, level=1)


def test_each_phase_has_the_line_of_its_own_days_whatever_their_order() -> None:
    found = growth_by_phase([20, 3, 14, 1, 17, 0], [8, 5, 6, 6, 9, 4], [BASELINE, MODEL])
    assert [each.growth for each in found] == [
        celeration([3, 1, 0], [5, 6, 4]),
        celeration([20, 14, 17], [8, 6, 9]),
    ]


def test_a_phase_of_one_day_has_neither_line_nor_change_and_nor_has_the_change_after_it() -> None:
    phases = [BASELINE, MODEL, Phase(15, "sprints")]
    found = growth_by_phase([0, 7, 14, 15, 16], [1, 2, 3, 4, 5], phases)
    assert [each.growth is None for each in found] == [False, True, False]
    assert [each.change for each in found] == [None, None, None]
    assert [each.phase.name for each in found] == ["as before", "model first", "sprints"]


def test_lines_too_steep_for_a_number_still_have_a_ratio() -> None:
    phases = [BASELINE, Phase(5_000_000, "much later")]
    days = [0, 1, 5_000_000, 5_000_001]
    _, after = growth_by_phase(days, [2, 1, 2, 1], phases)
    assert after.change is not None
    assert after.change.jump == math.inf
    assert after.change.turn == pytest.approx(1)


@pytest.mark.parametrize("floor", [2, [2, 2, 1, 1]])
def test_a_rate_of_zero_takes_its_own_record_floor(floor: float | list[float]) -> None:
    before, _ = growth_by_phase([0, 7, 14, 21], [0, 2, 3, 4], [BASELINE, MODEL], floor=floor)
    assert before.growth is not None
    assert before.growth.per_week == pytest.approx(2)


@pytest.mark.parametrize(
    ("days", "rates", "phases", "words"),
    [
        ([0, 1], [1, 2], [], "there must be at least one"),
        ([0, 1], [1, 2], [MODEL, BASELINE], "starts = 0 is not allowed: it must be after 14"),
        ([0, 1], [1, 2], [BASELINE, BASELINE], "it must be after 0"),
        ([0, 1], [1, 2], [Phase(math.nan, "?")], "starts = nan"),
        ([-1, 1], [1, 2], [BASELINE], "days = -1 is not allowed: it must be at least 0"),
        ([math.nan, 1], [1, 2], [BASELINE], "days = nan"),
        ([0, 1, 2], [1, 2], [BASELINE], "days = 3"),
        ([0, 1], [1, -2], [BASELINE], "rates"),
    ],
)
def test_impossible_phases_are_refused(
    days: list[float], rates: list[float], phases: list[Phase], words: str
) -> None:
    with pytest.raises(FluencyError, match=re.escape(words)) as refused:
        growth_by_phase(days, rates, phases)
    assert isinstance(refused.value, OutOfRangeError | TimeOrderError)
