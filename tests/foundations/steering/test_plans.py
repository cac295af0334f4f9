"""Every session obeys what was decided, and a new pupil's first plan fits the class."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from django.utils import timezone

from ridgeway.fluency import Prior, catalogue
from ridgeway.foundations.models import PracticeSession
from ridgeway.foundations.practice import NotPractisedError, open_session, sit_down
from ridgeway.foundations.steering.classmates import expected_in
from ridgeway.foundations.steering.deciding import choose_practice
from ridgeway.foundations.steering.models import Kind
from ridgeway.schools.models import GroupMembership, Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.pages import practise, pupil_client
from tests.foundations.steering.decisions import decided

ITEMS = catalogue()


@pytest.fixture
def school(cast: Cast) -> Iterator[Troupe]:
    with school_scope(cast.ashdown.school):
        yield cast.ashdown


@pytest.fixture
def ada(school: Troupe) -> Pupil:
    """A pupil who has practised."""
    practise(school, school.pupils[:1])
    return school.pupils[0]


def trials(pupil: Pupil) -> list[dict[str, Any]]:
    opened: list[dict[str, Any]] = open_session(pupil, timezone.now())["trials"]
    return opened


def asked(pupil: Pupil) -> set[str]:
    return {ITEMS[trial["item"]].set_id for trial in trials(pupil)}


def practised_as(school: Troupe, **chosen: Any) -> None:
    usual: dict[str, Any] = {"minutes": 5, "further_subjects": [], "starts_with_check": True, "by": None}
    choose_practice(school.group, **(usual | chosen))


def test_only_the_sets_that_were_decided_are_asked(school: Troupe, ada: Pupil) -> None:
    decided(school.group, Kind.SET, "add-to-5", "mul-2")
    assert asked(ada) == {"add-to-5", "mul-2"}


def test_what_is_to_be_left_alone_is_not_asked(school: Troupe, ada: Pupil) -> None:
    first = trials(ada)[0]["item"]
    decided(ada, Kind.PAUSE, first, "add-to-7")
    assert "add-to-7" not in asked(ada)
    assert first not in {trial["item"] for trial in trials(ada)}


def test_an_aim_is_the_aim_of_every_question_it_is_about(school: Troupe, ada: Pupil) -> None:
    decided(ada, Kind.AIM, "add", milliseconds=7500)
    aims = {trial["aim_ms"] for trial in trials(ada) if ITEMS[trial["item"]].strand == "add"}
    assert aims == {7500}


def test_slower_halves_what_is_new(school: Troupe, ada: Pupil) -> None:
    def new() -> int:
        return len({trial["item"] for trial in trials(ada) if trial["reason"] == "new"})

    usual = new()
    decided(ada, Kind.SLOWER)
    assert new() == max(1, usual // 2) < usual


def test_a_session_lasts_as_long_as_the_class_practises(school: Troupe, ada: Pupil) -> None:
    practised_as(school, minutes=12)
    plan = open_session(ada, timezone.now())
    assert plan["seconds"] == 720
    assert PracticeSession.objects.get(pk=plan["session"]).seconds == 720


def test_only_what_the_class_practises_is_asked(school: Troupe, ada: Pupil) -> None:
    with pytest.raises(NotPractisedError, match="'missing-numbers' is not one of number-facts"):
        open_session(ada, timezone.now(), subject="missing-numbers")
    practised_as(school, further_subjects=["missing-numbers"])
    plan = open_session(ada, timezone.now(), subject="missing-numbers")
    assert plan["subject"] == "missing-numbers"
    assert {trial["item"].partition(":")[0] for trial in plan["trials"]} <= {"miss", "bond"}


def test_the_player_is_told_why_a_subject_cannot_be_had(cast: Cast) -> None:
    browser = pupil_client(cast.ashdown.pupils[0])
    refused = browser.get("/api/practice/plan?subject=spelling")
    assert refused.status_code == 404
    assert refused.json() == {"detail": "subject: 'spelling' is not one of number-facts."}
    assert browser.get("/api/practice/plan?subject=cookery").status_code == 422


def test_a_new_pupil_starts_with_a_short_check_of_what_was_not_left_alone(school: Troupe) -> None:
    decided(school.group, Kind.PAUSE, "div")
    decided(school.pupils[1], Kind.AIM, "mul", milliseconds=9000)
    plan = open_session(school.pupils[1], timezone.now())
    assert plan["seconds"] == 180
    assert {trial["reason"] for trial in plan["trials"]} == {"check"}
    assert {trial["delay_ms"] for trial in plan["trials"]} == {8000}
    assert {ITEMS[trial["item"]].strand for trial in plan["trials"]} == {"add", "sub", "mul"}
    assert {t["aim_ms"] for t in plan["trials"] if ITEMS[t["item"]].strand == "mul"} == {9000}


def test_whoever_is_known_or_had_a_plan_on_an_earlier_day_does_not(school: Troupe, ada: Pupil) -> None:
    bilal = school.pupils[1]
    assert open_session(ada, timezone.now())["seconds"] == 300
    sit_down(bilal, timezone.now() - dt.timedelta(days=1))
    assert open_session(bilal, timezone.now())["seconds"] == 300


def test_a_class_may_do_without_the_check(school: Troupe) -> None:
    practised_as(school, starts_with_check=False)
    assert open_session(school.pupils[1], timezone.now())["seconds"] == 300


def test_where_few_sets_are_left_there_is_practice_and_no_check(school: Troupe) -> None:
    decided(school.group, Kind.SET, "mul-2")
    assert open_session(school.pupils[1], timezone.now())["seconds"] == 300


def test_a_beginner_is_not_shown_answer_after_answer(school: Troupe) -> None:
    practised_as(school, starts_with_check=False)
    plan = trials(school.pupils[1])
    assert sum(trial["prompt"] == "model" for trial in plan) <= 0.05 * len(plan)


def test_what_classmates_did_tells_what_to_expect(school: Troupe, ada: Pupil) -> None:
    expected = expected_in([school.group.pk], TODAY, year=4, subject="number-facts")
    met = [ITEMS.position(item.id) for item in ITEMS if item.set_id == "add-to-5"][:20]
    national = Prior.national(4)
    assert (expected.correct[met] > national.correct[met]).all()
    unmet = np.setdiff1d(np.arange(len(ITEMS)), met)
    assert (expected.correct[unmet] == national.correct[unmet]).all()


def test_it_is_made_once_a_day(school: Troupe, ada: Pupil, django_assert_max_num_queries: Any) -> None:
    first = expected_in([school.group.pk], TODAY, year=4, subject="number-facts")
    practise(school, school.pupils[1:2])
    with django_assert_max_num_queries(1):
        again = expected_in([school.group.pk], TODAY, year=4, subject="number-facts")
    assert np.array_equal(first.correct, again.correct)
    assert np.array_equal(first.log_rt, again.log_rt)
    tomorrow = expected_in([school.group.pk], TODAY + dt.timedelta(days=1), year=4, subject="number-facts")
    assert not np.array_equal(first.correct, tomorrow.correct)


@pytest.mark.parametrize("in_a_class", [True, False])
def test_without_classmates_the_national_figures_are_expected(school: Troupe, in_a_class: bool) -> None:
    groups = [school.group.pk] if in_a_class else []
    expected = expected_in(groups, TODAY, year=4, subject="number-facts")
    assert np.array_equal(expected.correct, Prior.national(4).correct)


def test_a_pupil_in_no_class_can_practise(school: Troupe, ada: Pupil) -> None:
    GroupMembership.objects.filter(pupil=ada).delete()
    assert open_session(ada, timezone.now())["seconds"] == 300


def test_a_plan_costs_few_queries(school: Troupe, ada: Pupil, django_assert_max_num_queries: Any) -> None:
    open_session(ada, timezone.now())
    with django_assert_max_num_queries(9):
        open_session(ada, timezone.now())
