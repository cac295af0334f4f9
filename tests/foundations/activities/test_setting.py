"""What a teacher sets, and what a pupil's first screen offers because of it."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.fluency import catalogue, tables_check
from ridgeway.foundations.activities.probes import (
    GRID,
    QUESTIONS,
    NotProbedError,
    choices,
    items_of,
    questions_of,
    title_of,
)
from ridgeway.foundations.activities.setting import progress_of, set_probe, set_rehearsal, set_writing, take_back
from ridgeway.foundations.ledger import record_answers
from ridgeway.foundations.models import Activity, PracticeSession, SetActivity, Writing
from ridgeway.foundations.practice import finish_session, open_session
from ridgeway.foundations.timings.counts import counts_of
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast, Troupe
from tests.foundations.activities.plays import MONDAY, MORNING, play

PROBED = [of for _, named in choices() for of, _ in named]


@pytest.fixture
def school(cast: Cast) -> Iterator[Troupe]:
    with school_scope(cast.ashdown.school):
        yield cast.ashdown


@pytest.fixture
def amber(school: Troupe) -> Pupil:
    return school.pupils[0]


@given(of=st.sampled_from(PROBED), year=st.none() | st.integers(0, 6), seed=st.integers(0, 2**32))
def test_a_probe_has_more_questions_than_a_minute_and_none_twice_in_a_row(
    of: str, year: int | None, seed: int
) -> None:
    asked = questions_of(of, year=year, rng=np.random.default_rng(seed))
    assert len(asked) == QUESTIONS
    assert all(one != other for one, other in pairwise(asked))
    assert {item.id for item in asked} <= {item.id for item in items_of(of, year=year)}
    assert asked == questions_of(of, year=year, rng=np.random.default_rng(seed))


@given(seed=st.integers(0, 2**32))
def test_the_grid_asks_its_hundred_facts_once_each(seed: int) -> None:
    asked = questions_of(GRID, year=4, rng=np.random.default_rng(seed))
    assert {item.id for item in asked} == {f"add:{a}+{b}" for a in range(1, 11) for b in range(1, 11)}


def test_a_strand_is_asked_as_far_as_it_is_taught_in_the_year_and_whole_before_it_begins() -> None:
    facts = catalogue()
    year_two = {item.set_id for item in items_of("mul", year=2)}
    assert year_two == {each.id for each in facts.sets if each.strand == "mul" and each.year <= 2}
    assert items_of("mul", year=0) == [item for item in facts if item.strand == "mul"]


def test_what_no_probe_is_about_is_refused_by_name(school: Troupe) -> None:
    with pytest.raises(NotProbedError, match="'history' is neither a strand nor a set"):
        set_probe(school.group, "history", at=MORNING, by=None)
    assert title_of("history") == "history"


def test_a_probe_holds_until_the_end_of_the_week_and_a_rehearsal_for_a_day(school: Troupe) -> None:
    probe = set_probe(school.group, "mul-7", at=MORNING + dt.timedelta(days=2), by=school.teacher)
    rehearsal = set_rehearsal(school.group, at=MORNING, by=school.teacher)
    assert (probe.starts, probe.ends) == (MONDAY + dt.timedelta(days=2), MONDAY + dt.timedelta(days=7))
    assert (rehearsal.starts, rehearsal.ends) == (MONDAY, MONDAY + dt.timedelta(days=1))


@pytest.mark.parametrize(("days", "weeks"), [(4, 1), (5, 2), (6, 2)])
def test_what_is_set_at_the_weekend_is_for_the_coming_week(school: Troupe, days: int, weeks: int) -> None:
    at = MORNING + dt.timedelta(days=days)
    probe = set_probe(school.group, "mul-7", at=at, by=None)
    for made in (probe, set_writing(school.group, Writing.COPYING, at=at, by=None)):
        assert (made.starts, made.ends) == (MONDAY + dt.timedelta(days=days), MONDAY + dt.timedelta(weeks=weeks))


def test_setting_the_same_twice_sets_it_once_and_what_is_taken_back_may_be_set_again(school: Troupe) -> None:
    first = set_probe(school.group, "mul", at=MORNING, by=None)
    assert set_probe(school.group, "mul", at=MORNING + dt.timedelta(days=1), by=None) == first
    take_back(first, at=MORNING, by=school.teacher)
    take_back(first, at=MORNING + dt.timedelta(hours=1), by=None)
    assert (first.taken_back_at, first.taken_back_by) == (MORNING, school.teacher)
    assert set_probe(school.group, "mul", at=MORNING, by=None) != first
    assert SetActivity.objects.count() == 2


def test_the_first_screen_offers_what_is_set_in_the_order_it_was_set(school: Troupe, amber: Pupil) -> None:
    set_probe(school.group, GRID, at=MORNING, by=None)
    set_rehearsal(school.group, at=MORNING + dt.timedelta(minutes=1), by=None)
    probe, rehearsal = open_session(amber, MORNING)["activities"]
    assert (probe["activity"], probe["title"], probe["seconds"]) == ("probe", "10 × 10 addition grid", 60)
    assert (probe["each_ms"], probe["warm_up"], len(probe["questions"])) == (None, [], 100)
    assert (rehearsal["activity"], rehearsal["title"]) == ("tables-check", "Tables rehearsal")
    assert (rehearsal["each_ms"], rehearsal["between_ms"]) == (6000, 3000)
    session = PracticeSession.objects.get(pk=probe["session"])
    assert (session.activity, session.of, session.seconds) == (Activity.PROBE, GRID, 60)


def test_a_rehearsal_keeps_the_published_rules_and_warms_up_with_other_facts(school: Troupe, amber: Pupil) -> None:
    set_rehearsal(school.group, at=MORNING, by=None)
    (rehearsal,) = open_session(amber, MORNING)["activities"]
    form = [tables_check.Question(*_factors(each["item"])) for each in rehearsal["questions"]]
    warm_up = [tables_check.Question(*_factors(each["item"])) for each in rehearsal["warm_up"]]
    assert tables_check.faults_of(form) == []
    assert len(warm_up) == tables_check.PRACTICE_QUESTIONS
    assert {each.fact for each in warm_up}.isdisjoint(each.fact for each in form)


def _factors(item: str) -> tuple[int, ...]:
    return tuple(map(int, item.removeprefix("mul:").split("x")))


def test_nothing_is_offered_before_after_when_taken_back_or_to_another_class(cast: Cast, school: Troupe) -> None:
    probe = set_probe(school.group, "add", at=MORNING, by=None)
    (amber, bilal, *_) = school.pupils
    assert open_session(amber, MORNING - dt.timedelta(days=1))["activities"] == []
    assert open_session(amber, MORNING + dt.timedelta(days=7))["activities"] == []
    assert len(open_session(bilal, MORNING)["activities"]) == 1
    take_back(probe, at=MORNING, by=None)
    assert open_session(amber, MORNING)["activities"] == []
    with school_scope(cast.birchwood.school):
        assert open_session(cast.birchwood.pupils[0], MORNING)["activities"] == []


def test_a_probe_counts_once_it_is_finished_and_is_then_offered_no_more(school: Troupe, amber: Pupil) -> None:
    set_probe(school.group, "add", at=MORNING, by=None)
    (probe,) = open_session(amber, MORNING)["activities"]
    play(amber, probe, right=20, wrong=2)
    days = (MONDAY, MONDAY + dt.timedelta(days=1))
    assert counts_of([amber.pk], *days) == []
    assert [each.done for each in progress_of(school.group, MONDAY)] == [0]
    finish_session(amber, probe["session"], MORNING + dt.timedelta(minutes=2))
    (count,) = counts_of([amber.pk], *days)
    assert (count.kind, count.of, count.seconds, count.correct, count.errors) == ("probe", "add", 60, 20, 2)
    (progress,) = progress_of(school.group, MONDAY)
    assert (progress.title, progress.done, progress.pupils) == ("Addition", 1, 4)
    assert open_session(amber, MORNING)["activities"] == []


def test_an_end_that_is_told_a_week_late_does_not_stand_for_this_week_s_probe(
    school: Troupe, amber: Pupil
) -> None:
    set_probe(school.group, "add", at=MORNING, by=None)
    (probe,) = open_session(amber, MORNING)["activities"]
    week = dt.timedelta(days=7)
    set_probe(school.group, "add", at=MORNING + week, by=None)
    finish_session(amber, probe["session"], MORNING + week + dt.timedelta(hours=1))
    assert len(open_session(amber, MORNING + week + dt.timedelta(hours=2))["activities"]) == 1


def test_the_end_of_a_probe_tells_of_the_pupil_s_own_best_alone(school: Troupe) -> None:
    amber, bilal, *_ = school.pupils
    told = []
    for pupil, week, right in [(bilal, 0, 40), (amber, 0, 20), (amber, 1, 25), (amber, 2, 25)]:
        at = MORNING + week * dt.timedelta(days=7)
        set_probe(school.group, "add", at=at, by=None)
        (probe,) = open_session(pupil, at)["activities"]
        play(pupil, probe, right=right, wrong=1)
        told.append(finish_session(pupil, probe["session"], at + dt.timedelta(minutes=2)))
    usual = {"activity": "probe"}
    assert told[1] == usual | {"answered": 21, "right": 20, "best_right": None, "is_best": False}
    assert told[2] == usual | {"answered": 26, "right": 25, "best_right": 20, "is_best": True}
    assert told[3] == usual | {"answered": 26, "right": 25, "best_right": 25, "is_best": False}


def test_a_probe_is_no_personal_best_of_practice_and_informs_what_is_known(school: Troupe, amber: Pupil) -> None:
    set_probe(school.group, "add", at=MORNING, by=None)
    (probe,) = open_session(amber, MORNING)["activities"]
    recorded = play(amber, probe, right=15, wrong=0)
    again = record_answers(amber, recorded, MORNING + dt.timedelta(hours=1))
    assert len(again.ids) == 15
    finish_session(amber, probe["session"], MORNING)
    assert PracticeSession.objects.get(pk=probe["session"]).seconds_per_item is None
    assert amber.knowledge.get(subject="number-facts").answers == 15
