"""How practice looks for a pupil: the usual way, or as teacher or pupil chose it."""

import json
from typing import Any

import pytest
from django.test import Client

from ridgeway.foundations.models import Preferences
from ridgeway.foundations.steering.preferences import (
    CHOSEN,
    PreferencesError,
    keep_preferences,
    preferences_of,
    unusual,
)
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.foundations.pages import pupil_client

PLAN, PREFERENCES = "/api/practice/plan", "/api/practice/preferences"

USUAL = {
    "timer": "shown",
    "type": "usual",
    "motion": "usual",
    "contrast": "usual",
    "read_aloud": False,
    "pad": "right",
    "next_button": False,
}


@pytest.fixture
def ada(cast: Cast) -> Pupil:
    return cast.ashdown.pupils[0]


@pytest.fixture
def browser(ada: Pupil) -> Client:
    return pupil_client(ada)


def post(browser: Client, chosen: object) -> Any:
    return browser.post(PREFERENCES, json.dumps(chosen), "application/json")


def test_a_plan_brings_the_usual_preferences(browser: Client) -> None:
    plan = browser.get(PLAN).json()
    assert plan["preferences"] == USUAL
    assert list(plan["preferences"]) == list(CHOSEN)


def test_what_a_pupil_chooses_holds_from_the_next_plan_on(browser: Client, ada: Pupil) -> None:
    reply = post(browser, {"type": "large", "read_aloud": True})
    assert reply.json() == {"preferences": USUAL | {"type": "large", "read_aloud": True}}
    assert post(browser, {"timer": "hidden"}).json()["preferences"]["type"] == "large"
    plan = browser.get(PLAN).json()
    assert plan["preferences"] == USUAL | {"type": "large", "read_aloud": True, "timer": "hidden"}
    with school_scope(ada.school_id):
        kept = Preferences.objects.get()
    assert (kept.pupil_id, kept.set_by) == (ada.pk, None)


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        ({"font": "large"}, "font: there is no such preference"),
        ({"type": "huge"}, "type: 'huge' is not one of usual, large."),
        ({"type": ["large"]}, "type: ['large'] is not one of"),
        ({"read_aloud": "yes"}, "read_aloud: 'yes' is neither true nor false."),
        ({"timer": "hidden", "pad": None}, "pad: None is not one of right, left."),
        ({"pupil": 7}, "pupil: there is no such preference"),
    ],
)
def test_what_is_no_choice_is_refused_with_the_reason_and_nothing_kept(
    browser: Client, ada: Pupil, chosen: object, reason: str
) -> None:
    reply = post(browser, chosen)
    assert reply.status_code == 422
    assert reason in reply.json()["detail"]
    with school_scope(ada.school_id):
        assert preferences_of(ada) == USUAL


def test_what_is_no_object_is_refused(browser: Client) -> None:
    assert post(browser, ["large"]).status_code == 422
    assert browser.post(PREFERENCES, "{", "application/json").status_code == 400


def test_preferences_are_the_pupils_own(cast: Cast, browser: Client) -> None:
    post(browser, {"contrast": "high"})
    neighbour = pupil_client(cast.ashdown.pupils[1])
    assert neighbour.get(PLAN).json()["preferences"] == USUAL


def test_what_is_otherwise_than_usual_is_said_in_words(cast: Cast, ada: Pupil) -> None:
    with school_scope(ada.school_id):
        assert unusual(None) == []
        keep_preferences(ada, {"type": "large", "next_button": True}, by=cast.ashdown.teacher)
        kept = Preferences.objects.get()
        assert kept.set_by == cast.ashdown.teacher
        assert unusual(kept) == ["Size of type: large", "Wait for a tap before the next question"]
        with pytest.raises(PreferencesError):
            keep_preferences(ada, {"pad": "middle"})
