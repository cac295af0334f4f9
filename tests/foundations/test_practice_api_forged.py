"""Whatever somebody sends who is no player, the reply says what is wrong with it, and what is good is kept."""

import json
from typing import Any, Final
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from ridgeway.foundations.activities.setting import set_writing
from ridgeway.foundations.models import Writing
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.foundations.pages import pupil_client
from tests.foundations.test_practice_api import (
    ANSWERS,
    FINISH,
    PLAN,
    PLANS,
    PREFERENCES,
    WRITING,
    delivery,
    given,
    post,
)


def nested(depth: int) -> Any:
    """Lists in lists."""
    value: Any = 0
    for _ in range(depth):
        value = [value]
    return value


FORGED: Final[list[Any]] = [
    None,
    True,
    -1,
    0,
    2**63,
    10**4000,
    0.5,
    float("nan"),
    float("inf"),
    "",
    "\0",
    "\ud800",
    "\u202e",
    "x" * 30_000,
    "7" * 5000,
    "NaN",
    "١",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-02-30T09:00:00Z",
    "' OR 1=1 --",
    [],
    {},
    {"\0": "\0"},
    nested(300),
]


def shown(value: Any) -> str:
    return f"{type(value).__name__} {str(value)[:12]!r}"


@pytest.fixture
def ada(cast: Cast) -> Pupil:
    return cast.ashdown.pupils[0]


@pytest.fixture
def browser(ada: Pupil) -> Client:
    return pupil_client(ada)


@pytest.mark.parametrize("forged", FORGED, ids=shown)
def test_a_forged_field_costs_no_other_answer_and_no_fault_of_ours(
    browser: Client, ada: Pupil, forged: Any, caplog: pytest.LogCaptureFixture
) -> None:
    plan = browser.get(PLAN).json()
    good = given(plan)
    bad = [given(plan, 1) | {field: forged} for field in good] + [forged]
    reply = post(browser, ANSWERS, delivery(*bad, good))
    assert reply.status_code == 200, caplog.text
    said = reply.json()
    assert good["id"] in said["recorded"]
    assert len(said["recorded"]) + len(said["refused"]) == len(bad) + 1
    assert all(each["reason"] for each in said["refused"])
    again = post(browser, ANSWERS, delivery(*bad, good)).json()
    assert len(again["refused"]) == len(said["refused"])


@pytest.mark.parametrize("forged", FORGED, ids=shown)
def test_a_forged_body_is_refused_in_json(
    browser: Client, cast: Cast, ada: Pupil, forged: Any, caplog: pytest.LogCaptureFixture
) -> None:
    now = timezone.now().isoformat()
    writing = {"id": str(uuid4()), "key": 1, "at": now, "typed": "a", "device": "touch", "device_time": now}
    bodies: list[tuple[str, Any]] = [
        (ANSWERS, delivery() | {"device_time": forged}),
        (ANSWERS, delivery() | {"answers": forged}),
        (FINISH, {"session": forged}),
        *((PREFERENCES, {name: forged}) for name in ("timer", "type", "read_aloud", "no such thing")),
        *((WRITING, writing | {field: forged}) for field in writing),
        *((url, forged) for url in (ANSWERS, FINISH, PREFERENCES, WRITING)),
    ]
    for url, body in bodies:
        reply = post(browser, url, json.dumps(body))
        assert reply.status_code in {200, 400, 404, 413, 422}, f"{url} {shown(body)} {caplog.text}"
        reply.json()
    for url in (PLAN, PLANS):
        for name in ("subject", "device", "days"):
            asked = json.dumps(forged)[:200]
            reply = browser.get(url, {"device": str(uuid4()), name: asked})
            assert reply.status_code in {200, 404, 422}


def test_an_id_that_another_school_has_is_refused_and_says_nothing_of_it(cast: Cast) -> None:
    now = timezone.now()
    page = {"id": str(uuid7(now)), "at": now.isoformat(), "typed": "abc", "device": "touch"}
    said = []
    for troupe in (cast.ashdown, cast.birchwood):
        with school_scope(troupe.school):
            key = set_writing(troupe.group, Writing.ALPHABET, at=now, by=None).pk
        body = page | {"key": key, "device_time": now.isoformat()}
        said.append(post(pupil_client(troupe.pupils[0]), WRITING, body))
    assert [reply.status_code for reply in said] == [200, 422]
    assert said[1].json() == {"detail": "id: it is another pupil's."}
