"""The short check finds out more in three minutes than practice would, and is kind."""

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from ridgeway.fluency import Answer, Item, Knowledge, Plan, Prior, catalogue, plan_session
from ridgeway.fluency.arrays import Floats
from ridgeway.fluency.simulate import SimulatedPupil, practise
from ridgeway.foundations.steering.short_check import LEAST_QUESTIONS, plan_check

AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
ITEMS = catalogue()
PUPILS = 6


def everything(item: Item) -> bool:
    return True


def check(year: int | None = 4, seed: int = 0) -> Plan:
    aims, rng = Knowledge.new(ITEMS).aims_ms(year=year), np.random.default_rng(seed)
    plan = plan_check(year=year, rng=rng, aims=aims, allowed=everything)
    assert plan is not None
    return plan


@pytest.mark.parametrize("year", [None, 0, 2, 4, 6])
def test_a_check_asks_each_fact_once_from_all_strands_and_shows_its_answer_late(year: int | None) -> None:
    plan = check(year)
    ids = [trial.item.id for trial in plan.trials]
    assert plan.seconds == 180
    assert len(set(ids)) == len(ids)
    assert {trial.item.strand for trial in plan.trials} == {"add", "sub", "mul", "div"}
    assert {(trial.prompt, trial.delay_ms, trial.reason) for trial in plan.trials} == {("delay", 8000, "check")}


def test_neighbours_are_asked_other_facts_of_the_same_sets_and_the_same_seed_asks_the_same() -> None:
    one, other = (check(seed=seed).trials for seed in (1, 2))
    assert [trial.item.set_id for trial in one] == [trial.item.set_id for trial in other]
    assert {trial.item.id for trial in one} != {trial.item.id for trial in other}
    assert check(seed=1).trials == one


def test_what_is_not_allowed_is_not_asked_and_too_little_is_no_check() -> None:
    def only(allowed: Callable[[Item], bool]) -> Plan | None:
        aims, rng = Knowledge.new(ITEMS).aims_ms(year=4), np.random.default_rng(0)
        return plan_check(year=4, rng=rng, aims=aims, allowed=allowed)

    without_division = only(lambda item: item.strand != "div")
    assert without_division is not None
    assert {trial.item.strand for trial in without_division.trials} == {"add", "sub", "mul"}
    assert only(lambda item: item.set_id == "mul-2") is None
    assert len(check().trials) >= LEAST_QUESTIONS


def test_it_tells_more_of_year_4_pupils_than_three_minutes_of_practice() -> None:
    def lost(plan_of: str, seed: int) -> float:
        """How surprised the prediction is, in nats a fact, by what a simulated pupil does afterwards."""
        pupil = SimulatedPupil(np.random.default_rng([seed, 4]), 4, level=float(seed - PUPILS / 2) / 2)
        known, prior = Knowledge.new(ITEMS), Prior.national(4)
        plan = (
            check(seed=seed)
            if plan_of == "check"
            else plan_session(known, at=AT, seconds=180, rng=np.random.default_rng(seed), year=4, prior=prior)
        )
        known = known.update(
            [
                Answer(
                    a.trial.item.id, at, a.correct, a.latency_ms, prompt=a.trial.prompt, delay_ms=a.trial.delay_ms
                )
                for at, a in practise(pupil, plan, AT)
            ],
            year=4,
        )
        after = AT + dt.timedelta(hours=1)
        chance = np.clip(known.predict(after, year=4, prior=prior).fluent, 0.01, 0.99)
        truth = what_is_known(pupil, known.aims_ms(year=4), after)
        return float(-(truth * np.log(chance) + (1 - truth) * np.log(1 - chance)).mean())

    checked, practised = (np.mean([lost(kind, seed) for seed in range(PUPILS)]) for kind in ("check", "practice"))
    assert checked < practised


def what_is_known(pupil: SimulatedPupil, aims: Floats, at: dt.datetime) -> Floats:
    """Of every fact, whether the pupil answers it right within the aim."""
    said = [pupil.answer(item, "none", at, learns=False) for item in ITEMS]
    return np.array([float(s.correct and s.latency_ms <= aim) for s, aim in zip(said, aims, strict=True)])
