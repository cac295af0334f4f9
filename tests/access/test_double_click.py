"""A form sent two and three times at the same moment: one thing comes of it, and nobody sees an error page."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ridgeway.access.models import ClassCode, Membership, User
from ridgeway.access.roles import Role
from ridgeway.foundations.models import (
    ClassPractice,
    ForgetRequest,
    NotPractised,
    Preferences,
    ReadingResult,
    SetActivity,
    SharedDevice,
    SheetResult,
    Timing,
    Tried,
)
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import StaffAssignment
from ridgeway.schools.tenancy import school_scope
from tests.access.things import Keys, things_of
from tests.at_once import at_once
from tests.cast import TODAY, Cast
from tests.foundations.pages import pupil_client
from tests.foundations.test_practice_api import PLANS, WRITING

TIMES = 3
TEXT = "The quick brown fox jumps over the lazy dog."
WEEK = TODAY - dt.timedelta(days=7)
"""The last one."""

QUERIES = {"foundations:hear": "?text=r6a"}
"""Of addresses to which a form is sent: what it was opened for."""

Form = tuple[str, list[str], dict[str, Any], type[models.Model], int]
"""The name of an address, what stands in it, what is sent, and how many rows there are then of what."""


def forms(keys: Keys, colleague: User) -> list[Form]:
    """What teachers and managers send, in the order in which they might."""
    sheet = {"page-1-time": "3:20", "page-1-correct": "60", "page-1-marks": ""}
    shown = {f"initial-{name}": "" for name in sheet}
    heard = {"key": uuid4(), "seconds": 60, "last_word": 90, "marks": "[]", "day": TODAY, "expression": ""}
    role = {"email": "new@ashdown.example", "first_name": "Nia", "last_name": "Comer", "role": Role.COACH}
    teaching = {"person": colleague.pk, "part": "support", "starts": TODAY}
    practice = {"minutes": 6, "starts_with_check": "on"}
    rhythms = {f"{what}_timed": "week" for what in ("facts", "reading", "writing")}
    tried = {"remedy": "talk it over", "pupils": str(keys["pupil"])}
    return [
        ("foundations:results", ["group", "sheet_set"], {**sheet, **shown}, SheetResult, 1),
        ("foundations:hear", ["group", "pupil"], heard, ReadingResult, 2),
        ("foundations:remove_reading", ["group", "result"], {}, ReadingResult, 2),
        ("foundations:not_practised", ["group", "pupil"], {"week": WEEK, "reason": ""}, NotPractised, 0),
        ("foundations:not_practised", ["group", "pupil"], {"week": WEEK, "reason": "absent"}, NotPractised, 1),
        ("foundations:class_rhythms", ["group"], rhythms, ClassPractice, 1),
        ("foundations:class_practice", ["group"], practice, ClassPractice, 1),
        ("foundations:begin_remedy", ["group"], tried, Tried, 2),
        ("foundations:undo_remedy", ["group", "tried"], {}, Tried, 1),
        ("foundations:pupil_preferences", ["group", "pupil"], {"timer": "hidden"}, Preferences, 0),
        ("foundations:take_steer_back", ["group", "steer"], {}, NotPractised, 1),
        ("foundations:put_steer_back", ["group", "steer"], {}, NotPractised, 1),
        ("foundations:start_rehearsal", ["group"], {}, SetActivity, 3),
        ("foundations:set_writing", ["group"], {"writing": "copying", "text": TEXT}, SetActivity, 4),
        ("foundations:take_activity_back", ["group", "activity"], {}, SetActivity, 4),
        ("foundations:set_spelling_list", ["group", "held"], {}, SetActivity, 4),
        ("foundations:keep_device", ["group", "device"], {}, ForgetRequest, 0),
        ("foundations:forget_devices", ["group"], {}, ForgetRequest, 1),
        ("access:new_code", ["group"], {}, ClassCode, 1),
        ("access:new_pictures", ["group"], {"who": "without"}, ClassCode, 1),
        ("access:badges", ["group"], {}, ClassCode, 1),
        ("access:staff", [], role | {"starts": TODAY, "staff": ""}, Membership, 10),
        ("access:class_staff", ["group"], teaching, StaffAssignment, 2),
        ("access:stop_teaching", ["group", "assignment"], {}, StaffAssignment, 2),
        ("access:stop_role", ["membership"], {}, Membership, 10),
    ]  # fmt: skip


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def test_a_form_sent_three_times_at_once_does_one_thing(committed: Cast) -> None:
    ashdown = committed.ashdown
    keys = things_of(ashdown)
    browsers = [signed_in(ashdown.staff[Role.HEADTEACHER]) for _ in range(TIMES)]
    faults = {}
    for name, parts, data, model, count in forms(keys, ashdown.staff[Role.TEAM_LEADER]):
        address = reverse(name, kwargs={part: keys[part] for part in ["urn", *parts]}) + QUERIES.get(name, "")
        sending = [lambda browser=browser, to=address, sent=data: browser.post(to, sent) for browser in browsers]
        seen = [response.status_code for response in at_once(*sending)]
        with school_scope(ashdown.school):
            rows = model._default_manager.filter(school=ashdown.school).count()
        if rows != count or not set(seen) <= {200, 302, 404}:
            faults[name] = (seen, rows)
    assert faults == {}


def test_a_device_that_asks_and_sends_three_times_at_once_is_known_once(committed: Cast) -> None:
    ada, device, now = committed.ashdown.pupils[0], uuid4(), timezone.now()
    keys = things_of(committed.ashdown)
    browsers = [pupil_client(ada, raise_request_exception=False) for _ in range(TIMES)]
    teacher = signed_in(committed.ashdown.teacher)
    set_writing = reverse("foundations:set_writing", args=[committed.ashdown.urn, committed.ashdown.group.pk])
    teacher.post(set_writing, {"writing": "copying", "text": TEXT})
    with school_scope(committed.ashdown.school):
        key = SetActivity.objects.get(activity="copying").pk
    page = {"id": str(uuid7(now)), "key": key, "at": now.isoformat(), "typed": "a fox", "device": "touch"}
    sent = page | {"device_time": now.isoformat()}
    acts: list[Callable[[], Any]] = [lambda it=it: it.get(PLANS, {"device": device, "days": 1}) for it in browsers]  # type: ignore[misc]
    acts += [lambda it=it: it.post(WRITING, sent, "application/json") for it in browsers]  # type: ignore[misc]
    assert [response.status_code for response in at_once(*acts)] == [200] * len(acts)
    with school_scope(committed.ashdown.school):
        assert SharedDevice.objects.exclude(pk=keys["device"]).count() == 1
        assert Timing.objects.count() == 1
