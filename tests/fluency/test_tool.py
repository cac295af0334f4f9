"""Tool speed: what a pupil's hand takes, by device, learned from copying."""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
import pytest

from ridgeway.fluency import Answer, Knowledge, catalogue, whole_catalogue
from ridgeway.fluency.aims import DEVICES, Device
from ridgeway.fluency.errors import OutOfRangeError, TimeOrderError
from ridgeway.fluency.tool import MOST_GUESS_MS, QUICKEST_TOOL_MS, SLOWEST_TOOL_MS, START_TOOL_MS, Tool
from ridgeway.fluency.trials import Prompt
from tests.fluency.pupils import START

FACTS, TOOLS = catalogue(), catalogue("tool-speed")
TWO_DIGITS, ONE_DIGIT = FACTS.position("add:7+8"), FACTS.position("add:2+1")


def copied(
    count: int,
    milliseconds: float,
    *,
    item: str = "add:7+8",
    device: Device = "keyboard",
    after: float = 0.0,
    delay_ms: float | None = None,
) -> list[Answer]:
    """Answers copied from sight: from the start, or once the answer was shown after a delay."""
    prompt: Prompt = "model" if delay_ms is None else "delay"
    latency = milliseconds + (delay_ms or 0.0)
    return [
        Answer(
            item, START + timedelta(days=after, minutes=place), True, latency, prompt, device, delay_ms=delay_ms
        )
        for place in range(count)
    ]


def tool_ms(known: Knowledge, device: Device = "keyboard", position: int = TWO_DIGITS) -> float:
    return float(known.pupil.tool.answer_ms(known.items, device)[position])


def fresh() -> Knowledge:
    return Knowledge.new(FACTS)


def test_tool_speed_follows_copied_answers() -> None:
    assert tool_ms(fresh().update(copied(60, 2600))) == pytest.approx(2600, rel=0.1)
    assert tool_ms(fresh().update(copied(60, 900))) == pytest.approx(900, rel=0.1)
    assert tool_ms(fresh().update(copied(60, 2600, delay_ms=3000))) == pytest.approx(2600, rel=0.1)


def test_a_longer_answer_takes_longer_to_give() -> None:
    known = fresh().update(copied(60, 2000))
    assert tool_ms(known, position=ONE_DIGIT) == pytest.approx(3 / 4 * tool_ms(known))


def test_devices_are_kept_apart() -> None:
    known = fresh().update(copied(60, 3000)).update(copied(60, 1000, device="paper", after=1))
    assert tool_ms(known) > 2600
    assert tool_ms(known, "paper") < 1200


def test_a_device_never_seen_starts_from_the_others() -> None:
    unknown, slow = fresh(), fresh().update(copied(60, 3000))
    for device in DEVICES:
        assert tool_ms(slow, device) > 1.5 * tool_ms(unknown, device)
    own = slow.update(copied(60, 1000, device="touch", after=1))
    assert tool_ms(own, "touch") < 1300


def test_tool_items_are_copying() -> None:
    whole = whole_catalogue()

    def after(item: str) -> float:
        answers = [Answer(item, START + timedelta(minutes=minute), True, 2200.0) for minute in range(40)]
        return tool_ms(Knowledge.new(whole).update(answers), position=whole.position("copy:7"))

    assert after("copy:7") == after("copy:q") == pytest.approx(2200, rel=0.1)
    assert after("add:2+1") == pytest.approx(START_TOOL_MS["keyboard"])


def test_copies_of_another_catalogue_tell_of_the_hand_and_of_nothing_else() -> None:
    copies = [copy for text in "7q" for copy in copied(20, 2200, item=f"copy:{text}", device="touch", after=1)]
    copies.sort(key=lambda each: each.at)
    before = fresh().update(copied(5, 900))
    after = before.observe_copies(copies, TOOLS)
    as_its_own = Knowledge.new(TOOLS).update(copies)
    assert tool_ms(fresh().observe_copies(copies, TOOLS), "touch") == tool_ms(as_its_own, "touch", 0) * 4 / 3
    assert after.rows is before.rows
    assert after.pupil._replace(tool=before.pupil.tool, at_ms=0) == before.pupil._replace(at_ms=0)
    assert after.pupil.at_ms == copies[-1].at.timestamp() * 1000
    assert before.observe_copies([], TOOLS) is before


def test_copies_come_in_their_order_and_are_copies() -> None:
    later = fresh().update(copied(5, 900, after=1))
    with pytest.raises(TimeOrderError):
        later.observe_copies(copied(1, 900, item="copy:7"), TOOLS)
    with pytest.raises(OutOfRangeError, match="tool-speed"):
        fresh().observe_copies(copied(1, 900), FACTS)


def test_wrong_distracted_and_instant_copies_tell_nothing_of_the_hand() -> None:
    start = tool_ms(fresh())
    wrong = [Answer("add:7+8", START, False, 3000.0, "model")] * 20
    assert tool_ms(fresh().update(wrong)) == start
    assert tool_ms(fresh().update(copied(20, 200))) == start
    assert tool_ms(fresh().update(copied(3, 60_000))) == pytest.approx(start, rel=0.02)
    assert tool_ms(fresh().update([Answer("add:7+8", START, True, None, "model")])) == start


def test_a_hand_is_believed_only_within_limits() -> None:
    quickest = Tool(np.full(4, -9.0), np.full(4, 60.0))
    slowest = Tool(np.full(4, 9.0), np.full(4, 60.0))
    assert np.exp(quickest.log_ms("keyboard")) == pytest.approx(QUICKEST_TOOL_MS)
    assert np.exp(slowest.log_ms("paper")) == pytest.approx(SLOWEST_TOOL_MS)


def test_who_copies_slowly_gets_longer_aims() -> None:
    slow_hand = fresh().update(copied(40, 3500))
    assert (fresh().aims_ms() == 3000).all()
    assert slow_hand.aims_ms()[TWO_DIGITS] > 4500
    assert slow_hand.aims_ms()[ONE_DIGIT] == pytest.approx(3 / 4 * slow_hand.aims_ms()[TWO_DIGITS])


def test_sooner_than_the_own_hand_is_no_knowledge() -> None:
    slow_hand = fresh().update(copied(60, 3000))
    hasty = slow_hand.update([Answer("mul:6x7", START + timedelta(days=1), True, 700.0)])
    place = FACTS.position("mul:6x7")
    assert hasty.rows.tries[place] == 0
    assert math.isnan(hasty.rows.stability[place])
    quick = fresh().update([Answer("mul:6x7", START + timedelta(days=1), True, 700.0)])
    assert quick.rows.tries[place] == 1
    very_slow = (
        fresh()
        .update(copied(60, 5000))
        .update([Answer("mul:6x7", START + timedelta(days=1), True, MOST_GUESS_MS)])
    )
    assert very_slow.rows.tries[place] == 1


def test_a_slow_device_does_not_make_a_fact_slow() -> None:
    typed = copied(60, 1500) + copied(60, 3500, device="touch", after=1)
    known = fresh().update(typed)
    keyboard = [Answer("mul:6x7", START + timedelta(days=2, minutes=n), True, 2500.0) for n in range(8)]
    touch = [
        Answer("mul:6x7", START + timedelta(days=2, minutes=n), True, 4500.0, device="touch") for n in range(8)
    ]
    place = FACTS.position("mul:6x7")
    by_keyboard, by_touch = known.update(keyboard), known.update(touch)
    assert by_touch.rows.log_rt[place] == pytest.approx(by_keyboard.rows.log_rt[place], abs=0.15)
    at = START + timedelta(days=2, hours=1)
    assert by_keyboard.predict(at, device="touch").latency_ms[place] == pytest.approx(
        by_touch.predict(at).latency_ms[place] + 1700, rel=0.15
    )
