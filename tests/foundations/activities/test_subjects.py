"""Subjects that a class practises besides number facts: what the first screen and a device are told."""

import datetime as dt
from collections.abc import Iterator
from uuid import uuid4

import pytest

from ridgeway.foundations.activities.setting import set_rehearsal
from ridgeway.foundations.models import PracticeSession
from ridgeway.foundations.offline.plans import provision
from ridgeway.foundations.practice import finish_session, open_session
from ridgeway.foundations.steering.deciding import choose_practice
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast, Troupe
from tests.foundations.activities.plays import MORNING, play_plan


@pytest.fixture
def school(cast: Cast) -> Iterator[Troupe]:
    with school_scope(cast.ashdown.school):
        choose_practice(
            cast.ashdown.group,
            minutes=5,
            further_subjects=["missing-numbers", "spelling", "tool-speed", "phonics"],
            starts_with_check=False,
            by=None,
        )
        yield cast.ashdown


@pytest.fixture
def amber(school: Troupe) -> Pupil:
    return school.pupils[0]


def test_the_first_screen_hears_which_subjects_can_be_played(amber: Pupil) -> None:
    plan = open_session(amber, MORNING)
    assert plan["subject"] == "number-facts"
    assert plan["subjects"] == ["number-facts", "missing-numbers", "tool-speed", "spelling"]


def test_a_device_holds_a_plan_of_each_subject_for_each_day(amber: Pupil) -> None:
    held = provision(amber, uuid4(), days=2, kind="tablet", at=MORNING)["plans"]
    days = sorted({each["day"] for each in held})
    assert len(days) == 2
    assert [(each["day"], each["plan"]["subject"]) for each in held] == [
        (day, subject) for day in days for subject in ("number-facts", "missing-numbers", "tool-speed", "spelling")
    ]


def test_what_is_set_comes_with_number_facts_alone(school: Troupe, amber: Pupil) -> None:
    set_rehearsal(school.group, at=MORNING, by=None)
    assert len(open_session(amber, MORNING)["activities"]) == 1
    assert open_session(amber, MORNING, subject="spelling")["activities"] == []


def test_the_session_says_its_subject_and_bests_are_of_one_subject(amber: Pupil) -> None:
    told = []
    for day, (subject, seconds) in enumerate(
        [("number-facts", 2), ("missing-numbers", 6), ("missing-numbers", 5)]
    ):
        at = MORNING + dt.timedelta(days=day)
        plan = open_session(amber, at, subject=subject)  # type: ignore[arg-type]
        play_plan(amber, plan, count=12, latency_ms=1000 * seconds)
        told.append(finish_session(amber, plan["session"], at + dt.timedelta(minutes=5)))
    assert [each and each["is_best"] for each in told] == [True, True, True]
    assert [session.of for session in PracticeSession.objects.order_by("opened_at")] == [
        "",
        "missing-numbers",
        "missing-numbers",
    ]


def test_a_word_to_spell_comes_with_the_sentence_that_dictates_it(amber: Pupil) -> None:
    for trial in open_session(amber, MORNING, subject="spelling")["trials"]:
        assert trial["answer"] in trial["say"]
        assert "____" in trial["text"]
    assert all("say" not in trial for trial in open_session(amber, MORNING)["trials"])
