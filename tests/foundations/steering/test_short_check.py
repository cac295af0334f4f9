"""The short check finds out more in three minutes than practice would, and is kind."""

import datetime as dt

import numpy as np
import pytest

from ridgeway.fluency import Answer, Item, Knowledge, Plan, Prior, catalogue, plan_session
from ridgeway.fluency.arrays import Floats
from ridgeway.fluency.simulate import SimulatedPupil, practise
from ridgeway.foundations.steering.short_check import FORMS, LEAST_QUESTIONS, plan_check, questions

AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
ITEMS = catalogue()
PUPILS = 6


def everything(item: Item) -> bool:
    return True


def check(year: int | None = 4, form: int = 0) -> Plan:
    plan = plan_check(year=year, form=form, aims=Knowledge.new(ITEMS).aims_ms(year=year), allowed=everything)
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


def test_neighbours_seldom_have_the_same_form_and_each_form_stays_the_same() -> None:
    forms = {questions(4, form) for form in range(FORMS)}
    assert len(forms) == FORMS
    assert check(form=FORMS + 1) == check(form=1)


def test_what_is_not_allowed_is_not_asked_and_too_little_is_no_check() -> None:
    aims = Knowledge.new(ITEMS).aims_ms(year=4)
    plan = plan_check(year=4, form=0, aims=aims, allowed=lambda item: item.strand == "mul")
    assert plan is None or {trial.item.strand for trial in plan.trials} == {"mul"}
    assert plan_check(year=4, form=0, aims=aims, allowed=lambda item: item.set_id == "mul-2") is None
    assert len(check().trials) >= LEAST_QUESTIONS


def test_it_tells_more_of_year_4_pupils_than_three_minutes_of_practice() -> None:
    def lost(plan_of: str, seed: int) -> float:
        """How surprised the prediction is, in nats a fact, by what a simulated pupil does afterwards."""
        pupil = SimulatedPupil(np.random.default_rng([seed, 4]), 4, level=float(seed - PUPILS / 2) / 2)
        known, prior = Knowledge.new(ITEMS), Prior.national(4)
        plan = (
            check(form=seed)
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
