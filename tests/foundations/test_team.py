"""What a class knows together, and the goal after that."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.fluency import Subject
from ridgeway.foundations.models import KnowledgeDay
from ridgeway.foundations.practice import finish_session, sit_down
from ridgeway.foundations.team import goal_after, team_goal
from ridgeway.schools.models import GroupMembership, Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe


def know(pupil: Pupil, fluent: int, *, days_ago: int = 1, subject: str = "number-facts") -> None:
    day = TODAY - dt.timedelta(days=days_ago)
    KnowledgeDay.objects.create(
        school=pupil.school, pupil=pupil, subject=subject, day=day, met=fluent, fluent=fluent, secure=0
    )


def join(troupe: Troupe) -> Pupil:
    """A fifth pupil, with whom the class is large enough."""
    pupil: Pupil = Pupil.objects.create(
        school=troupe.school, legal_forename="Esme", legal_surname="Placeholder", date_of_birth=dt.date(2018, 2, 2)
    )
    GroupMembership.objects.create(
        school=troupe.school, group=troupe.group, pupil=pupil, starts=TODAY - dt.timedelta(days=9)
    )
    return pupil


def test_the_last_days_of_all_pupils_are_summed(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        amber, bilal, *_ = cast.ashdown.pupils
        know(join(cast.ashdown), 30)
        know(amber, 40, days_ago=8)
        know(amber, 55)
        know(bilal, 20)
        know(bilal, 7, subject="spelling")
        assert team_goal(amber, TODAY) == {"fluent": 105, "goal": 150}


@pytest.mark.parametrize(("subject", "goal"), [("number-facts", 50), ("spelling", None)])
def test_at_the_end_of_practice_a_class_hears_of_number_facts_where_they_were_practised(
    cast: Cast, subject: Subject, goal: int | None
) -> None:
    with school_scope(cast.ashdown.school):
        join(cast.ashdown)
        amber = cast.ashdown.pupils[0]
        session = sit_down(amber, timezone.now(), subject=subject)
        summary = finish_session(amber, session.pk, timezone.now())
    assert summary
    assert (summary["team"] and summary["team"]["goal"]) == goal


def test_a_class_that_has_not_begun_has_its_first_goal(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        join(cast.ashdown)
        assert team_goal(cast.ashdown.pupils[0], TODAY) == {"fluent": 0, "goal": 50}


def test_a_class_of_four_has_no_sum_for_it_would_tell_of_single_pupils(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        assert team_goal(cast.ashdown.pupils[0], TODAY) is None


def test_a_pupil_in_no_class_has_no_team(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        assert team_goal(cast.ashdown.pupils[0], TODAY - dt.timedelta(days=900)) is None


@given(st.integers(0, 20_000))
def test_the_next_goal_is_a_round_number_never_far_away(fluent: int) -> None:
    goal = goal_after(fluent)
    assert fluent < goal <= fluent + 500
    assert goal % 50 == 0
    assert goal_after(goal - 1) == goal
