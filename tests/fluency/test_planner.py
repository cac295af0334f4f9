"""A plan's promises, for any knowledge and any seed."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ridgeway.fluency import Answer, Knowledge, Plan, catalogue, plan_session
from ridgeway.fluency.aims import OwnAims
from ridgeway.fluency.asking import (
    EASIEST,
    HARDEST,
    LONGEST_ALONE,
    NEVER,
    NEW_DELAYS,
    SHOWN_MEETINGS,
    Expected,
    as_prompt,
    expect,
)
from ridgeway.fluency.errors import OutOfRangeError, UnknownItemError
from ridgeway.fluency.interleave import MOST_ROUNDS
from ridgeway.fluency.parts import CHECKED, MOST_IN_HAND, NO_PART, OPEN_FROM, SPEEDING, parts_of
from ridgeway.fluency.planner import KNOWN_EVERY, KNOWN_FOR_ONE_NEW, MOST_TRIALS, NEW_GAPS, Candidates
from ridgeway.fluency.prediction import Prediction
from ridgeway.fluency.priors import Prior
from ridgeway.fluency.pupil import MOST_NEW
from ridgeway.fluency.stages import ACCURATE, FLUENT
from ridgeway.fluency.trials import IN_WORDS, Prompt, Trial
from tests.fluency.pupils import START, random_pupil

AT = START + timedelta(days=120)
seeds = st.integers(0, 2**32 - 1)


class Past(NamedTuple):
    """How to make a pupil with a past; short to print when a case fails."""

    seed: int
    answers: int
    pool: int
    right: float
    pace_ms: float

    def known(self) -> Knowledge:
        return random_pupil(self.seed, self.answers, pool=self.pool, right=self.right, pace_ms=self.pace_ms)


pasts = st.builds(
    Past,
    seeds,
    st.integers(0, 300),
    st.sampled_from([3, 20, 100, 400]),
    st.sampled_from([0.3, 0.8, 0.95, 1.0]),
    st.sampled_from([1200.0, 3000.0, 12_000.0]),
)
years = st.one_of(st.none(), st.integers(0, 6))
strands = st.sampled_from([None, "add", "sub", "mul", "div"])
ANY = settings(max_examples=60)


def plan(
    knowledge: Knowledge,
    seed: int = 1,
    *,
    seconds: float = 300,
    year: int | None = None,
    strand: str | None = None,
    sets: list[str] | None = None,
    paused: Sequence[str] = (),
    own_aims: OwnAims | None = None,
    prior: Prior | None = None,
    slower: bool = False,
    days: float = 0,
) -> Plan:
    return plan_session(
        knowledge,
        at=AT + timedelta(days=days),
        seconds=seconds,
        rng=np.random.default_rng(seed),
        year=year,
        strand=strand,
        sets=sets,
        paused=paused,
        own_aims=own_aims,
        prior=prior,
        slower=slower,
    )


def predicted(knowledge: Knowledge, year: int | None, *, days: float = 0) -> Prediction:
    return knowledge.predict(AT + timedelta(days=days), year=year)


def expected(knowledge: Knowledge, made: Plan, year: int | None) -> tuple[Expected, Expected]:
    """What to expect of each trial as it is asked, and of each without help."""
    prediction = predicted(knowledge, year)
    place = [knowledge.items.position(trial.item.id) for trial in made.trials]
    aims = knowledge.aims_ms(year=year)
    shown = {"model": 0.0, "none": NEVER}
    ways = [
        expect(prediction, shown[trial.prompt] if trial.delay_ms is None else aims * trial.delay_ms / trial.aim_ms)
        for trial in made.trials
    ]
    asked = Expected(
        *(np.array([way[which][at] for way, at in zip(ways, place, strict=True)]) for which in (0, 1))
    )
    alone = expect(prediction, NEVER)
    return asked, Expected(alone.ms[place], alone.success[place])


def clash(one: Trial, other: Trial) -> bool:
    return one.item.set_id == other.item.set_id or one.item.answer == other.item.answer


@ANY
@given(pasts, seeds, years, strands, st.floats(1, 1200))
def test_the_order_keeps_its_promises(
    past: Past, seed: int, year: int | None, strand: str | None, seconds: float
) -> None:
    known = past.known()
    trials = plan(known, seed, year=year, strand=strand, seconds=seconds).trials
    count = Counter(trial.item.id for trial in trials)
    assert max(count.values(), default=0) <= MOST_ROUNDS
    for place, (before, trial) in enumerate(itertools.pairwise(trials), start=1):
        assert trial.item != before.item
        if clash(before, trial):
            once = [
                each
                for each in trials[place:]
                if each.reason in ("check", "due", "known") and count[each.item.id] == 1
            ]
            assert all(clash(before, each) for each in once)


@ANY
@given(pasts, seeds, years, strands, st.booleans())
def test_new_items_are_few_shown_first_and_come_back_after_growing_gaps(
    past: Past, seed: int, year: int | None, strand: str | None, slower: bool
) -> None:
    known = past.known()
    trials = plan(known, seed, year=year, strand=strand, slower=slower).trials
    new = {trial.item.id for trial in trials if trial.reason == "new"}
    accurate = int((known.stages(year=year) >= ACCURATE).sum())
    most = min(known.new_per_session, 1 + accurate // KNOWN_FOR_ONE_NEW)
    assert len(new) <= (max(1, most // 2) if slower else most)
    for item in new:
        assert known.rows.answers[known.items.position(item)] == 0
        turns = [(place, trial) for place, trial in enumerate(trials) if trial.item.id == item]
        for (_, trial), share in zip(turns, NEW_DELAYS, strict=False):
            assert trial.prompt in (as_prompt(share), "model")
            assert trial.prompt != "delay" or trial.delay_ms == pytest.approx(share * trial.aim_ms, abs=1)
        places = [place for place, _ in turns]
        between = [later - earlier - 1 for earlier, later in itertools.pairwise(places)]
        assert all(found >= gap for found, gap in zip(between, NEW_GAPS, strict=False))


@ANY
@given(pasts, seeds, years)
def test_nothing_unmet_comes_before_what_it_needs(past: Past, seed: int, year: int | None) -> None:
    known = past.known()
    items = known.items
    accurate = {
        items.sets[place].id: share
        for place, share in enumerate(
            np.bincount(items.set_of, known.stages(year=year) >= ACCURATE, len(items.sets)) / items.set_sizes
        )
    }
    for trial in plan(known, seed, year=year).trials:
        if trial.reason in ("new", "check"):
            for need in items.set(trial.item.set_id).needs:
                taught_before = year is not None and items.set(need).year < year
                assert taught_before or accurate[need] >= OPEN_FROM


@ANY
@given(pasts, seeds, years, strands)
def test_every_trial_says_when_its_answer_is_shown_and_why_it_is_asked(
    past: Past, seed: int, year: int | None, strand: str | None
) -> None:
    for trial in plan(past.known(), seed, year=year, strand=strand).trials:
        assert (trial.delay_ms is None) == (trial.prompt != "delay")
        assert trial.delay_ms is None or 0 < trial.delay_ms <= trial.aim_ms
        assert trial.reason in IN_WORDS
        assert strand in (None, trial.item.strand)


@ANY
@given(pasts, seeds, years, strands, st.floats(1, 1200))
def test_expected_success_is_in_its_band_where_that_needs_no_counting(
    past: Past, seed: int, year: int | None, strand: str | None, seconds: float
) -> None:
    known = past.known()
    made = plan(known, seed, year=year, strand=strand, seconds=seconds)
    assume(made.trials)
    asked, alone = expected(known, made, year)
    success = asked.success.mean()
    assert success >= HARDEST - 1e-4
    if success > EASIEST + 1e-4:
        harder = (alone.success < asked.success - 1e-9) & (alone.success >= HARDEST)
        for trial, is_harder, ms in zip(made.trials, harder, alone.ms, strict=True):
            taught = trial.reason == "new"
            assert trial.prompt == "none" or taught or not is_harder or ms > LONGEST_ALONE * trial.aim_ms


@ANY
@given(pasts, seeds, years)
def test_what_is_asked_without_help_does_not_have_the_pupil_counting(
    past: Past, seed: int, year: int | None
) -> None:
    known = past.known()
    made = plan(known, seed, year=year)
    _, alone = expected(known, made, year)
    for trial, ms in zip(made.trials, alone.ms, strict=True):
        if trial.prompt == "none" and trial.reason != "new":
            assert ms <= LONGEST_ALONE * (trial.aim_ms + 1)


@ANY
@given(pasts, seeds, years, st.floats(60, 900))
def test_a_plan_lasts_as_long_as_the_session(past: Past, seed: int, year: int | None, seconds: float) -> None:
    known = past.known()
    made = plan(known, seed, year=year, seconds=seconds)
    assert made.seconds == seconds
    asked, _ = expected(known, made, year)
    assert asked.ms.sum() >= seconds * 1000 - 1 or len(made.trials) == MOST_TRIALS or year is None


@ANY
@given(pasts, seeds, years, st.sets(st.sampled_from([each.id for each in catalogue().sets]), max_size=5))
def test_what_a_teacher_has_paused_is_not_asked(past: Past, seed: int, year: int | None, paused: set[str]) -> None:
    known = past.known()
    usual = plan(known, seed, year=year, paused=sorted(paused)).trials
    assert not paused & {trial.item.set_id for trial in usual}
    first = {trial.item.id for trial in usual[:3]}
    asked = {trial.item.id for trial in plan(known, seed, year=year, paused=sorted(paused | first)).trials}
    assert not first & asked


@ANY
@given(pasts, seeds, years, strands)
def test_the_same_input_gives_the_same_plan(past: Past, seed: int, year: int | None, strand: str | None) -> None:
    known = past.known()
    assert plan(known, seed, year=year, strand=strand) == plan(past.known(), seed, year=year, strand=strand)


def test_another_seed_gives_another_plan() -> None:
    known = random_pupil(1, 200)
    assert plan(known, 1) != plan(known, 2)


def fluent_in(strand: str, *, latency_ms: float = 1500.0, sets: list[str] | None = None) -> Knowledge:
    """A pupil who has answered every fact of a strand, or of some sets, four times in two weeks."""
    chosen = catalogue().only(strand=strand, sets=sets)
    answers = [
        Answer(item.id, START + timedelta(days=4 * day, seconds=place), True, latency_ms)
        for day in range(4)
        for place, item in enumerate(chosen)
    ]
    return Knowledge.new(catalogue()).update(answers)


def reasons(made: Plan) -> Counter[str]:
    return Counter(trial.reason for trial in made.trials)


def test_a_new_pupil_is_taught_one_fact_of_the_first_set_and_asked_others_with_help_at_hand() -> None:
    made = plan(Knowledge.new(catalogue()))
    assert {trial.item.set_id for trial in made.trials} == {"add-to-5"}
    assert len({trial.item for trial in made.trials if trial.reason == "new"}) == 1
    assert {trial.prompt for trial in made.trials if trial.reason == "check"} == {"model", "delay"}
    assert reasons(made)["check"] > 20


def test_a_new_year_4_pupil_is_asked_what_years_before_have_taught_and_one_new_table_fact() -> None:
    made = plan(Knowledge.new(catalogue()), year=4)
    checked = {trial.item for trial in made.trials if trial.reason == "check"}
    assert max(item.year for item in checked) < 4
    assert {trial.item.year for trial in made.trials if trial.reason == "new"} == {4}
    assert len({trial.item for trial in made.trials if trial.reason == "new"}) == 1


def test_who_probably_knows_a_set_is_asked_it_and_who_does_not_is_taught_it() -> None:
    untold = Knowledge.new(catalogue())
    knows = Prior(np.full(len(catalogue()), 0.9), np.full(len(catalogue()), math.log(1500)))
    assert "new" not in reasons(plan(untold, year=2, sets=["mul-10"], prior=knows))
    assert reasons(plan(untold, year=2, sets=["mul-10"]))["new"] >= len(NEW_DELAYS)


def test_as_many_new_facts_come_as_the_pupil_has_shown_to_hold_and_half_where_a_teacher_wants_it_slower() -> None:
    known = fluent_in("add", latency_ms=8000.0)
    holds_all = Knowledge(known.items, known.rows, known.pupil._replace(held=0.99))
    unknown = Prior(np.full(len(known.items), 0.05), Prior.national(2).log_rt)

    def new(pupil: Knowledge, *, slower: bool = False) -> int:
        made = plan(pupil, year=2, prior=unknown, slower=slower)
        return len({trial.item for trial in made.trials if trial.reason == "new"})

    assert (known.new_per_session, holds_all.new_per_session) == (3, MOST_NEW)
    assert (new(known), new(holds_all)) == (3, MOST_NEW)
    assert (new(known, slower=True), new(holds_all, slower=True)) == (1, MOST_NEW // 2)


def answered(item: str, prompts: Sequence[Prompt], *, latency_ms: float) -> Knowledge:
    """A pupil who met one fact once a day, in the last days before `AT`."""
    first = AT - timedelta(days=len(prompts))
    answers = [
        Answer(item, first + timedelta(days=day), True, latency_ms, prompt) for day, prompt in enumerate(prompts)
    ]
    return Knowledge.new(catalogue()).update(answers, year=4)


def prompts_of(known: Knowledge, item: str) -> list[Prompt]:
    made = plan(known, year=4, sets=[catalogue()[item].set_id])
    return [trial.prompt for trial in made.trials if trial.item.id == item]


def test_a_fact_whose_answer_was_needed_is_shown_at_some_meetings_and_then_the_answer_waits_for_the_aim() -> None:
    shown: Prompt = "model"
    needed: list[Prompt] = ["delay", *(shown for _ in range(SHOWN_MEETINGS - 1))]
    for meetings in range(1, SHOWN_MEETINGS):
        assert prompts_of(answered("add:7+8", needed[:meetings], latency_ms=9000), "add:7+8")[0] == "model"
    assert prompts_of(answered("add:7+8", needed, latency_ms=9000), "add:7+8")[0] == "delay"
    assert prompts_of(answered("add:7+8", ["delay"], latency_ms=1000), "add:7+8")[0] == "delay"


def test_known_but_slow_facts_come_once_with_help_when_their_aim_has_passed() -> None:
    made = plan(fluent_in("add", latency_ms=9000.0), strand="add")
    slow = [trial for trial in made.trials if trial.reason == "speeding up"]
    assert len(slow) == len(made.trials)
    assert all(trial.prompt == "model" or trial.delay_ms == trial.aim_ms for trial in slow)
    assert len({trial.item for trial in slow}) == len(slow)


def test_what_is_likely_to_be_fluent_waits_for_what_is_not() -> None:
    slow = {f"add:7+{b}" for b in range(2, 10)}
    answers = [
        Answer(
            item.id, START + timedelta(days=4 * day, seconds=place), True, 12_000.0 if item.id in slow else 1500.0
        )
        for day in range(4)
        for place, item in enumerate(catalogue().only(strand="add"))
    ]
    made = plan(Knowledge.new(catalogue()).update(answers, year=4), year=4, strand="add", days=-105)
    places = {trial.item.id: place for place, trial in reversed(list(enumerate(made.trials)))}
    assert np.mean([places[item] for item in slow]) < 2 * len(slow)


@pytest.mark.parametrize(("fluent", "recall"), [((0.9, 0.2), (0.9, 0.9)), ((0.5, 0.5), (0.99, 0.9))])
def test_of_facts_that_take_as_long_that_gains_most_which_is_less_fluent_or_more_forgotten(
    fluent: tuple[float, float], recall: tuple[float, float]
) -> None:
    known = Knowledge.new([catalogue()["add:7+8"], catalogue()["add:8+9"]])
    same = np.full(2, 0.9), np.full(2, 8.0), np.full(2, 0.5)
    prediction = Prediction(np.array(recall), *same, np.array(fluent))
    rng = np.random.default_rng(1)
    less, more = Candidates.weighed(known, np.zeros(2, int), prediction, known.aims_ms(), rng).gain
    assert more > 5 * less


def test_what_was_just_met_waits_for_what_was_met_some_days_ago() -> None:
    sets = ["add-to-7", "add-to-9", "add-ten-and-some"]
    slow = [
        Answer(item.id, AT - timedelta(days=3 + day, seconds=-place), True, 8000.0, "delay")
        for day in range(3, 0, -1)
        for place, item in enumerate(catalogue().only(sets=sets))
    ]
    half = [answer.item for answer in slow[::2][: len(slow) // 6]]
    today = [Answer(item, AT + timedelta(seconds=place), True, 8000.0, "delay") for place, item in enumerate(half)]
    known = Knowledge.new(catalogue()).update(slow, year=4).update(today, year=4)
    early = plan(known, year=4, sets=sets, days=0.01, seconds=60).trials
    assert early
    assert not {trial.item.id for trial in early} & set(half)


def test_fluent_facts_are_known_while_fresh_and_due_when_old() -> None:
    known = fluent_in("add")
    fresh = plan(known, strand="add", days=-105)
    assert reasons(fresh).keys() == {"known"}
    old = plan(known, strand="add", days=3000)
    assert reasons(old).keys() == {"due"}


def test_every_tenth_question_is_known() -> None:
    quick = [each.id for each in catalogue().sets if each.strand == "add" and each.year < 2]
    known = fluent_in("add", sets=quick)
    made = plan(known, year=4, strand="add", days=-105)
    assert [trial.reason for trial in made.trials[: 3 * KNOWN_EVERY]].count("known") == 3


def met_once(count: int) -> Knowledge:
    """A pupil who has met so many facts once, the earliest sets first, and needed eight seconds for each."""
    items = catalogue()
    early = sorted(items, key=lambda item: items.set_of[items.position(item.id)])[:count]
    slow = [Answer(item.id, START, correct=True, latency_ms=8000) for item in early]
    return Knowledge.new(items).update(slow, year=4)


def asked_of(known: Knowledge, seeds: int = 12) -> set[str]:
    """The facts that some plan of a long session asks."""
    made = [plan(known, seed=seed, seconds=900, year=4, days=2) for seed in range(seeds)]
    return {trial.item.id for each in made for trial in each.trials}


def test_who_has_much_in_hand_goes_on_with_the_earliest_sets_and_begins_nothing() -> None:
    known = met_once(MOST_IN_HAND + 60)
    asked = asked_of(known)
    first_sets = {
        item.id for item, answers in zip(catalogue(), met_once(MOST_IN_HAND).rows.answers, strict=True) if answers
    }
    assert asked <= first_sets
    assert {trial.reason for trial in plan(known, seed=1, year=4, days=2).trials} == {"speeding up"}


def test_while_there_is_room_in_hand_further_facts_are_checked_in_teaching_order() -> None:
    known, items = met_once(MOST_IN_HAND - 10), catalogue()
    part = parts_of(items, stage=known.stages(year=6), prediction=predicted(known, 6, days=2), year=6)
    checked, waiting = (
        np.flatnonzero(part == CHECKED),
        np.flatnonzero((part == NO_PART) & (known.rows.answers == 0)),
    )
    assert len(checked) == 10
    assert items.set_of[checked].max() <= items.set_of[waiting].min()
    assert (part == SPEEDING).sum() == MOST_IN_HAND - 10


def test_an_aim_that_a_teacher_has_set_is_when_the_answer_is_shown() -> None:
    made = plan(Knowledge.new(catalogue()), year=4, strand="add", own_aims={"add": 5000})
    assert {trial.aim_ms for trial in made.trials} == {5000}
    assert {trial.delay_ms for trial in made.trials if trial.prompt == "delay"} <= {2500, 5000}
    known = fluent_in("add", latency_ms=2000.0)
    assert (known.stages(year=4, own_aims={"add": 1500})[known.items.strand_of == 0] < FLUENT).all()
    assert reasons(plan(known, year=4, strand="add", own_aims={"add": 1500})).keys() == {"speeding up"}


def test_what_needs_a_paused_set_waits_with_it() -> None:
    made = plan(
        fluent_in("mul", sets=["mul-10", "mul-5"]), sets=["mul-2", "mul-10", "mul-5", "mul-4"], paused=["mul-2"]
    )
    assert {trial.item.set_id for trial in made.trials} == {"mul-10", "mul-5"}


def test_a_session_may_be_restricted_to_sets_whatever_they_need() -> None:
    made = plan(Knowledge.new(catalogue()), sets=["mul-7", "div-7"])
    assert {trial.item.set_id for trial in made.trials} == {"mul-7"}
    opened = plan(fluent_in("mul", sets=["mul-7"]), sets=["mul-7", "div-7"])
    assert {trial.item.set_id for trial in opened.trials} == {"mul-7", "div-7"}


def test_a_single_item_makes_a_plan_of_one() -> None:
    one = Knowledge.new([catalogue()["add:7+8"]])
    assert [trial.item.id for trial in plan(one).trials] == ["add:7+8"]


def test_nothing_to_ask_makes_an_empty_plan() -> None:
    assert plan(Knowledge.new(catalogue()), strand="add", sets=["mul-7"]).trials == ()


@pytest.mark.parametrize("seconds", [0, -5, 3601, math.nan, math.inf])
def test_an_impossible_length_is_refused(seconds: float) -> None:
    with pytest.raises(OutOfRangeError, match=r"seconds = .* from 1 to 3600"):
        plan(Knowledge.new(catalogue()), seconds=seconds)


def test_what_a_plan_cannot_be_made_of_is_refused() -> None:
    known = Knowledge.new(catalogue())
    with pytest.raises(UnknownItemError, match="strand = 'spelling'"):
        plan(known, strand="spelling")
    with pytest.raises(UnknownItemError, match="set = 'mul-13'"):
        plan(known, sets=["mul-13"])
    with pytest.raises(UnknownItemError, match="set = 'mul-13'"):
        plan(known, paused=["mul-13"])
    for prior in (None, Prior.national(0)):
        with pytest.raises(OutOfRangeError, match="year = -1"):
            plan(known, year=-1, prior=prior)
    with pytest.raises(OutOfRangeError, match="knowledge of one pupil"):
        plan(Knowledge.together([known]))
