"""Answers that could not be counted are kept as they came, and told to the teacher in plain words."""

import datetime as dt
import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.foundations.delivery import read_answers
from ridgeway.foundations.models import RefusedAnswer
from ridgeway.foundations.offline.refusals import LONGEST_SENT, MOST_KEPT, _read, _row
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.foundations.pages import pupil_client, staff_client
from tests.foundations.test_practice_api import ANSWERS, PLAN, WRITING, delivery, post
from tests.foundations.test_practice_api import given as answer_to


@pytest.fixture
def amber(cast: Cast) -> Pupil:
    return cast.ashdown.pupils[0]


@pytest.fixture
def browser(amber: Pupil) -> Client:
    return pupil_client(amber)


def kept(amber: Pupil) -> list[RefusedAnswer]:
    with school_scope(amber.school_id):
        return list(RefusedAnswer.objects.order_by("pk"))


def teachers_page(cast: Cast) -> str:
    page = f"/schools/{cast.ashdown.urn}/classes/{cast.ashdown.group.pk}/refused/"
    return str(staff_client(cast.ashdown.teacher.email).get(page).content.decode())


def test_what_is_refused_is_kept_once_however_often_it_comes(browser: Client, amber: Pupil) -> None:
    plan = browser.get(PLAN).json()
    bad = answer_to(plan, item="add:999+1")
    for _ in range(3):
        post(browser, ANSWERS, delivery(bad, answer_to(plan)))
    (row,) = kept(amber)
    assert row.pupil_id == amber.pk
    assert row.reason.startswith("item:")
    assert bad["id"] in row.sent


def test_the_teacher_reads_what_was_asked_and_typed_and_why_it_does_not_count(
    cast: Cast, browser: Client, amber: Pupil
) -> None:
    plan = browser.get(PLAN).json()
    late = (timezone.now() - dt.timedelta(days=400)).isoformat()
    known = answer_to(plan, given="<b>7</b>", item="add:7+8", at=late)
    post(browser, ANSWERS, delivery(known, 17))
    html = teachers_page(cast)
    assert "7 + 8" in html
    assert "&lt;b&gt;7&lt;/b&gt;" in html
    assert "The device’s clock was wrong" in html
    assert "It arrived damaged." in html
    assert "Testington, Amber" in html


WRITTEN = {"key": 0, "typed": "The dog ran up the hill.", "device": "keyboard"}


def page_of_writing(**different: Any) -> dict[str, Any]:
    now = timezone.now().isoformat()
    return {"id": str(uuid4()), "at": now, "device_time": now} | WRITTEN | different


@pytest.mark.parametrize(
    ("different", "why"),
    [
        ({}, "It was written for something that this pupil was not set on that day."),
        ({"at": "9999-12-31T23:59:59Z", "device_time": "0001-01-01T00:00:00Z"}, "The device’s clock was wrong"),
        ({"typed": "The dog ran. " * 300}, "It is longer than anybody writes in a minute."),
        ({"id": "seven"}, "It carries a number that"),
        ({"device": None}, "It arrived damaged."),
    ],
)
def test_writing_that_is_refused_is_kept_once_and_the_teacher_reads_what_was_typed_when_and_why(
    cast: Cast, browser: Client, amber: Pupil, different: dict[str, Any], why: str
) -> None:
    body = page_of_writing(**different)
    assert [post(browser, WRITING, body).status_code for _ in range(2)] == [422, 422]
    (row,) = kept(amber)
    assert len(row.sent) <= LONGEST_SENT
    html = teachers_page(cast)
    assert "A minute of writing" in html
    assert "The dog ran" in html
    assert why in html
    assert timezone.localtime(row.received_at).strftime("%H:%M") in html


@pytest.mark.parametrize("odd", ["seven", 7, [], {}, {"typed": 7}, {"typed": "\x00" * 9000}])
def test_writing_that_is_none_is_kept_too_and_breaks_no_page(
    cast: Cast, browser: Client, amber: Pupil, odd: Any
) -> None:
    assert post(browser, WRITING, json.dumps(odd)).status_code == 422
    assert len(kept(amber)) == 1
    assert "Testington, Amber" in teachers_page(cast)


def test_writing_and_answers_share_the_room_that_a_pupil_has(browser: Client, amber: Pupil) -> None:
    post(browser, ANSWERS, delivery(*[{"id": str(uuid4())} for _ in range(MOST_KEPT)]))
    post(browser, WRITING, page_of_writing())
    assert len(kept(amber)) == MOST_KEPT


def test_a_class_whose_answers_all_counted_is_told_so(cast: Cast) -> None:
    assert "Every answer has been counted" in teachers_page(cast)


def test_answers_refused_next_door_are_not_seen_here(cast: Cast) -> None:
    next_door = pupil_client(cast.birchwood.pupils[0])
    post(next_door, ANSWERS, delivery(answer_to(next_door.get(PLAN).json(), item="add:999+1")))
    assert "Every answer has been counted" in teachers_page(cast)


def test_a_device_gone_mad_fills_no_disk(browser: Client, amber: Pupil) -> None:
    for _ in range(2):
        post(
            browser, ANSWERS, delivery(*[{"id": str(uuid4()), "given": "9" * 900} for _ in range(MOST_KEPT - 50)])
        )
    rows = kept(amber)
    assert len(rows) == MOST_KEPT
    assert all(len(row.sent) <= LONGEST_SENT for row in rows)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@given(anything)
def test_whatever_is_sent_can_be_kept_as_text_that_the_database_takes(sent: Any) -> None:
    _, refusals = read_answers([sent])
    row = _row(Pupil(school_id=1, pk=1), sent, refusals[0].reason, timezone.now())
    assert "\x00" not in row.sent
    row.sent.encode()
    assert len(row.digest) == 64


@given(st.text(min_size=1500, max_size=4000))
def test_what_is_too_long_is_shortened_so_that_it_can_still_be_read(typed: str) -> None:
    row = _row(Pupil(school_id=1, pk=1), page_of_writing(typed=typed), "typed: too long.", timezone.now())
    assert len(row.sent) <= LONGEST_SENT
    assert typed.startswith(_read(row.sent)["typed"])


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "x" * 5000, float("nan")])
def test_odd_things_reach_the_table(browser: Client, amber: Pupil, odd: Any) -> None:

    body = json.dumps({"device_time": timezone.now().isoformat(), "answers": [{"id": 1, "given": odd}]})
    assert post(browser, ANSWERS, body).status_code in {200, 400, 422}
    assert len(kept(amber)) <= 1
