"""A whole past taken in at once: the same bits as answer by answer, and what was known at every look."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.fluency import SUBJECTS, Answers, Catalogue, Knowledge, catalogue
from ridgeway.fluency.arrays import Whole
from ridgeway.fluency.errors import TimeOrderError
from ridgeway.fluency.past import Past, Terms, take_in_pasts
from ridgeway.fluency.stages import FLUENT, NEW, SECURE

TOOLS = catalogue("tool-speed")
TERMS = (Terms(), Terms(1), Terms(4), Terms(4, {"add:7+8": 1500.0, "spelling": 9000.0, "copy-letters": 700.0}))
DAY_MS = 86_400_000


def terms_within(items: Catalogue) -> list[Terms]:
    """Some terms, with those aims that are about something in the catalogue."""
    return [
        Terms(year, own and {name: aim for name, aim in own.items() if name in items or name in items.strands})
        for year, own in TERMS
    ]


def random_past(items: Catalogue, seed: int, count: int, *, tools: bool = True) -> Past:
    """Answers of every kind, to the subject's items or to those of tool speed, over weeks, with some looks."""
    rng = np.random.default_rng(seed)
    own = rng.choice(len(items), 12)
    position = np.where(rng.random(count) < 0.8, rng.choice(own, count), len(items) + rng.integers(0, 5, count))
    if not tools:
        position = rng.choice(own, count)
    unknown = np.full(count, np.nan)
    answers = Answers(
        position=position,
        at_ms=1_700_000_000_000
        + np.cumsum(rng.choice([0, 4_000, 90_000, 2 * DAY_MS], count, p=[0.1, 0.6, 0.1, 0.2])),
        correct=rng.random(count) < 0.85,
        latency_ms=np.where(rng.random(count) < 0.1, unknown, np.exp(rng.normal(7.4, 0.8, count)).round()),
        prompt=rng.integers(0, 3, count),
        device=rng.choice([0, 0, 1, 2, 3], count),
        delay_ms=np.where(rng.random(count) < 0.6, unknown, rng.integers(0, 5_000, count)),
        aim_ms=np.where(rng.random(count) < 0.9, unknown, 2_500.0),
    )
    places = np.flatnonzero(position < len(items))
    return Past(
        answers, terms=np.sort(rng.integers(0, len(TERMS), count)), looks=places[rng.random(len(places)) < 0.3]
    )


def one_after_the_other(
    items: Catalogue, past: Past, terms: list[Terms]
) -> tuple[Knowledge, list[tuple[int, ...]]]:
    """The same by `update` and `observe_copies`, and by `stages` at each look."""
    known, looked = Knowledge.new(items), []
    cuts = set((past.looks + 1).tolist())
    part = np.cumsum([place in cuts for place in range(len(past.answers))])
    own = past.answers.position < len(items)
    for (_, is_own, term), places in groupby(
        range(len(part)), key=lambda place: (part[place], own[place], past.terms[place])
    ):
        chosen = np.array(list(places))
        answers, (year, own_aims) = past.answers.part(chosen), terms[term]
        if is_own:
            known = known.update(answers, year=year, own_aims=own_aims)
        else:
            known = known.observe_copies(replace(answers, position=answers.position - len(items)), TOOLS)
        if chosen[-1] + 1 in cuts:
            stages = known.stages(year=year, own_aims=own_aims)
            looked.append(tuple(int((stages >= least).sum()) for least in (NEW + 1, FLUENT, SECURE)))
    return known, looked


@settings(max_examples=60)
@given(
    seed=st.integers(0, 10**6),
    counts=st.lists(st.integers(0, 400), min_size=1, max_size=4),
    place=st.integers(0, 4),
)
def test_whole_pasts_come_to_the_same_bits_as_one_answer_after_the_other(
    seed: int, counts: list[int], place: int
) -> None:
    items = catalogue(SUBJECTS[place])
    terms = terms_within(items)
    tools = SUBJECTS[place] != "tool-speed"
    pasts = [random_past(items, seed + number, count, tools=tools) for number, count in enumerate(counts)]
    for past, grown in zip(pasts, take_in_pasts(items, TOOLS, pasts, terms), strict=True):
        known, looked = one_after_the_other(items, past, terms)
        assert grown.knowledge.to_bytes() == known.to_bytes()
        assert list(zip(*(each.tolist() for each in grown[1:]), strict=True)) == looked


@settings(max_examples=30)
@given(seed=st.integers(0, 10**6), count=st.integers(1, 300), cut=st.integers(0, 300))
def test_a_past_may_be_taken_in_in_parts_to_the_same_bits(seed: int, count: int, cut: int) -> None:
    items = catalogue()
    terms, whole = terms_within(items), random_past(items, seed, count)
    first = Past(whole.answers.part(slice(0, cut)), whole.terms[:cut], whole.looks[whole.looks < cut])
    (once,) = take_in_pasts(items, TOOLS, [whole], terms)
    (begun,) = take_in_pasts(items, TOOLS, [first], terms)
    later = Past(
        whole.answers.part(slice(cut, None)),
        whole.terms[cut:],
        whole.looks[whole.looks >= cut] - cut,
        begun.knowledge,
    )
    stranger = random_past(items, seed + 1, 50)
    ended, _ = take_in_pasts(items, TOOLS, [later, stranger], terms)
    assert ended.knowledge.to_bytes() == once.knowledge.to_bytes()
    for looked, earlier, after in zip(once[1:], begun[1:], ended[1:], strict=True):
        assert looked.tolist() == [*earlier.tolist(), *after.tolist()]


def test_an_answer_from_before_what_is_known_is_refused() -> None:
    items = catalogue()
    (known,) = take_in_pasts(items, TOOLS, [random_past(items, 1, 50)], terms_within(items))
    with pytest.raises(TimeOrderError):
        take_in_pasts(
            items, TOOLS, [replace(random_past(items, 2, 50), before=known.knowledge)], terms_within(items)
        )


def test_a_pupil_grows_from_look_to_look() -> None:
    items = catalogue()
    position = np.array([items.position(name) for name in ("add:7+8", "add:2+3", "add:7+8", "add:7+8", "add:7+8")])
    past = Past(quick_and_right(position, days=[0, 0, 1, 3, 40]), np.zeros(5, np.int64), np.array([1, 2, 4]))
    (grown,) = take_in_pasts(items, TOOLS, [past], [Terms(4)])
    assert grown.met.tolist() == [2, 2, 2]
    assert grown.fluent.tolist() == [0, 1, 1]
    assert grown.secure.tolist() == [0, 0, 1]


def test_nobody_has_no_past() -> None:
    nothing = Past(quick_and_right(np.empty(0, np.int64), days=[]), np.empty(0, np.int64), np.empty(0, np.int64))
    (grown,) = take_in_pasts(catalogue(), TOOLS, [nothing], [])
    assert grown.knowledge.to_bytes() == Knowledge.new(catalogue()).to_bytes()
    assert grown.met.tolist() == []


def test_what_is_known_does_not_lean_on_other_pupils() -> None:
    items = catalogue()
    pasts = [random_past(items, seed, 200) for seed in range(3)]
    together = take_in_pasts(items, TOOLS, pasts, terms_within(items))
    alone = [take_in_pasts(items, TOOLS, [past], terms_within(items))[0] for past in pasts]
    assert [each.knowledge.to_bytes() for each in together] == [each.knowledge.to_bytes() for each in alone]


def test_an_item_of_neither_catalogue_is_refused() -> None:
    past = Past(quick_and_right(np.array([9999]), days=[0]), np.array([0]), np.array([0]))
    with pytest.raises(IndexError):
        take_in_pasts(catalogue(), TOOLS, [past], [Terms()])


def quick_and_right(position: Whole, *, days: list[int]) -> Answers:
    count = len(position)
    unknown = np.full(count, np.nan)
    return Answers(
        position=position,
        at_ms=1_700_000_000_000 + np.array(days, np.int64) * DAY_MS + np.arange(count),
        correct=np.ones(count, np.bool_),
        latency_ms=np.full(count, 1_500.0),
        prompt=np.full(count, 2),
        device=np.zeros(count, np.int64),
        delay_ms=unknown,
        aim_ms=unknown,
    )
