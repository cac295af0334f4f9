"""What the player says to the server: a plan, answers once each, a summary. Nothing a pupil sends breaks it."""

import datetime as dt
import json
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from ridgeway.foundations.delivery import CLOCK_FAULT
from ridgeway.foundations.models import Answer, PracticeSession
from ridgeway.foundations.practice import open_session
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.foundations.pages import practise, pupil_client, staff_client

PLAN, PLANS, ANSWERS, PREFERENCES, FINISH, DEVICE, WRITING = (
    f"/api/practice/{name}" for name in ("plan", "plans", "answers", "preferences", "finish", "device", "writing")
)


@pytest.fixture
def ada(cast: Cast) -> Pupil:
    return cast.ashdown.pupils[0]


@pytest.fixture
def browser(ada: Pupil) -> Client:
    return pupil_client(ada)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> dt.datetime:
    """A moment that lasts: how busy the machine is does not tell on what the server makes of a device's clock."""
    moment = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    return moment


def post(browser: Client, url: str, body: object) -> Any:
    return browser.post(url, body if isinstance(body, str | bytes) else json.dumps(body), "application/json")


def given(plan: dict[str, Any], seq: int = 0, **change: Any) -> dict[str, Any]:
    """An answer as the player writes it."""
    now = timezone.now()
    trial = plan["trials"][seq]
    answer = {
        "id": str(uuid7(now)),
        "session": plan["session"],
        "item": trial["item"],
        "at": now.isoformat(),
        "given": trial["answer"],
        "latency_ms": 2100,
        "prompt": trial["prompt"],
        "device": "touch",
        "seq": seq,
    }
    return answer | change


def delivery(*answers: object, behind: dt.timedelta = dt.timedelta()) -> dict[str, Any]:
    return {"device_time": (timezone.now() - behind).isoformat(), "answers": list(answers)}


def test_a_plan_opens_a_session_and_says_all_the_player_needs(browser: Client, ada: Pupil) -> None:
    plan = browser.get(PLAN).json()
    assert plan["pupil"] == {"name": "Amber"}
    assert (plan["subject"], plan["seconds"]) == ("number-facts", 180)
    assert set(plan["trials"][0]) == {"item", "text", "answer", "prompt", "delay_ms", "reason", "aim_ms"}
    with school_scope(ada.school_id):
        session = PracticeSession.objects.get()
    assert (str(session.pk), session.pupil_id, session.year) == (plan["session"], ada.pk, 4)


def test_answers_are_recorded_and_said_to_be(browser: Client, ada: Pupil) -> None:
    plan = browser.get(PLAN).json()
    batch = [given(plan, 0), given(plan, 1, given="wrong"), given(plan, 2, prompt="delay", delay_ms=3000)]
    reply = post(browser, ANSWERS, delivery(*batch))
    assert reply.status_code == 200
    assert reply.json() == {"recorded": [each["id"] for each in batch], "refused": []}
    with school_scope(ada.school_id):
        assert list(Answer.objects.order_by("sequence").values_list("correct", "delay_ms")) == [
            (True, None),
            (False, None),
            (True, 3000),
        ]


def test_a_delivery_sent_ten_times_is_recorded_once(browser: Client, ada: Pupil) -> None:
    body = delivery(given(browser.get(PLAN).json()))
    replies = [post(browser, ANSWERS, body).json() for _ in range(10)]
    assert all(reply == replies[0] for reply in replies)
    with school_scope(ada.school_id):
        assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    "bad",
    [
        None,
        17,
        "seven",
        [],
        {},
        {"id": "no uuid"},
        {"id": 5, "item": ["add:7+8"]},
        {"id": str(uuid4()), "latency_ms": "soon"},
        {"id": "01a1fd56-8fd8-7000-8000-000158e00011" * 9},
    ],
)
def test_what_is_no_answer_is_refused_alone(browser: Client, bad: Any) -> None:
    good = given(browser.get(PLAN).json())
    reply = post(browser, ANSWERS, delivery(bad, good)).json()
    assert reply["recorded"] == [good["id"]]
    assert len(reply["refused"]) == 1
    assert len(reply["refused"][0]["id"]) <= 40
    assert reply["refused"][0]["reason"]


def test_forged_answers_are_refused_with_the_reason_and_the_good_ones_kept(
    browser: Client, cast: Cast, ada: Pupil
) -> None:
    plan = browser.get(PLAN).json()
    foreign = pupil_client(cast.ashdown.pupils[1]).get(PLAN).json()
    elsewhere = pupil_client(cast.birchwood.pupils[0]).get(PLAN).json()
    good = given(plan)
    bad = [
        given(foreign),
        given(elsewhere),
        given(plan, item="add:999+1"),
        given(plan, at=(timezone.now() + dt.timedelta(hours=1)).isoformat()),
        given(plan, at="0001-01-01T00:00:00Z"),
        given(plan, at=timezone.now().replace(tzinfo=None).isoformat()),
        given(plan, id=str(uuid4())),
        given(plan, given="9" * 41),
    ]
    reply = post(browser, ANSWERS, delivery(*bad[:4], good, *bad[4:])).json()
    assert reply["recorded"] == [good["id"]]
    reasons = {each["id"]: each["reason"].split(":")[0] for each in reply["refused"]}
    assert [reasons[each["id"]] for each in bad] == ["session", "session", "item", "at", "at", "at", "id", "given"]


@pytest.mark.parametrize("days", [-2, 2])
def test_a_clock_that_is_days_wrong_is_set_right(browser: Client, ada: Pupil, days: int) -> None:
    wrong = dt.timedelta(days=days)
    answer = given(browser.get(PLAN).json(), at=(timezone.now() - wrong).isoformat())
    reply = post(browser, ANSWERS, delivery(answer, behind=wrong)).json()
    assert reply["recorded"] == [answer["id"]]
    with school_scope(ada.school_id):
        assert abs(Answer.objects.get().at - timezone.now()) < dt.timedelta(seconds=30)


def test_answers_that_come_six_days_late_are_recorded_at_the_time_when_they_were_given(
    browser: Client, ada: Pupil, now: dt.datetime
) -> None:
    then = now - dt.timedelta(days=6)
    with school_scope(ada.school_id):
        plan = open_session(ada, then)
    answer = given(plan, at=(then + dt.timedelta(seconds=9)).isoformat())
    assert post(browser, ANSWERS, delivery(answer)).json()["recorded"] == [answer["id"]]
    with school_scope(ada.school_id):
        assert Answer.objects.get().at == then + dt.timedelta(seconds=9)


def test_a_moment_on_the_way_does_not_count_as_a_wrong_clock(
    browser: Client, ada: Pupil, now: dt.datetime
) -> None:
    answer = given(browser.get(PLAN).json())
    post(browser, ANSWERS, delivery(answer, behind=CLOCK_FAULT))
    with school_scope(ada.school_id):
        assert Answer.objects.get().at == dt.datetime.fromisoformat(answer["at"])


@pytest.mark.parametrize("body", ["", "{", "\xff\xfe", "[" * 100_000, "null", "[]", '{"answers": []}'])
def test_a_body_that_makes_no_sense_gets_a_reply_in_json(browser: Client, body: str) -> None:
    reply = post(browser, ANSWERS, body)
    assert reply.status_code in {400, 422}
    assert "detail" in reply.json()


def test_a_body_of_ten_megabytes_is_not_read(browser: Client) -> None:
    reply = post(browser, ANSWERS, b'"' + b"9" * 10_000_000 + b'"')
    assert reply.status_code == 413
    assert "detail" in reply.json()


def test_too_many_answers_at_once_are_sent_back_whole(browser: Client, ada: Pupil) -> None:
    plan = browser.get(PLAN).json()
    assert post(browser, ANSWERS, delivery(*[given(plan)] * 501)).status_code == 413
    with school_scope(ada.school_id):
        assert Answer.objects.count() == 0


def test_nobody_gets_in_without_a_pupils_session(cast: Cast) -> None:
    for client in (Client(), staff_client(cast.ashdown.teacher.email)):
        assert client.get(PLAN).status_code == 401
        assert post(client, ANSWERS, delivery()).status_code == 401
        assert post(client, FINISH, {"session": str(uuid4())}).status_code == 401


def test_a_pupil_who_has_left_gets_in_no_more(ada: Pupil, browser: Client) -> None:
    session = browser.session
    session["pupil"] = [ada.school_id, 987_654]
    session.save()
    assert browser.get(PLAN).status_code == 401


def test_changes_need_the_csrf_token(ada: Pupil) -> None:
    browser = pupil_client(ada, enforce_csrf_checks=True)
    plan = browser.get(PLAN).json()
    body = json.dumps(delivery(given(plan)))
    assert post(browser, ANSWERS, body).status_code == 403
    browser.get("/practise/")
    token = browser.cookies["csrftoken"].value
    accepted = browser.post(ANSWERS, body, "application/json", headers={"X-CSRFToken": token})
    assert accepted.status_code == 200


def test_a_fault_of_ours_is_told_in_json_and_logged(browser: Client, caplog: pytest.LogCaptureFixture) -> None:
    with patch("ridgeway.foundations.api.open_session", side_effect=RuntimeError("no disk")):
        reply = browser.get(PLAN)
    assert reply.status_code == 500
    assert reply.json() == {"detail": "Something went wrong here. Try again."}
    assert "no disk" in caplog.text


def test_the_description_of_the_api_is_for_signed_in_staff(cast: Cast, browser: Client) -> None:
    assert Client().get("/api/openapi.json").status_code == 302
    assert browser.get("/api/openapi.json").url == "/practise/"  # type: ignore[attr-defined]
    described = staff_client(cast.ashdown.teacher.email).get("/api/openapi.json").json()
    assert set(described["paths"]) == {PLAN, PLANS, ANSWERS, PREFERENCES, FINISH, DEVICE, WRITING}


def test_the_end_of_a_session_tells_the_pupils_own_best_and_what_grew(
    cast: Cast, browser: Client, ada: Pupil
) -> None:
    practise(cast.ashdown, [ada], days=3)
    plan = browser.get(PLAN).json()
    known = [f"add:{a}+{b}" for a in range(3) for b in range(3)] + ["add:0+3"]
    old = [given(plan, 0, item=item, given=str(eval(item[4:])), latency_ms=900, prompt="none") for item in known]
    new = given(plan, 0, item="mul:6x7", given="42", prompt="none", latency_ms=900)
    assert post(browser, ANSWERS, delivery(*old, new)).json()["refused"] == []
    summary = post(browser, FINISH, {"session": plan["session"]}).json()["summary"]
    assert (summary["answered"], summary["seconds_per_item"], summary["best_seconds_per_item"]) == (11, 0.9, 0.9)
    assert summary["is_best"] is True
    assert summary["grew"][0] == {"text": "0 + 0", "from": 1.9, "to": 0.9}
    assert len(summary["grew"]) == 5
    assert summary["new_learned"] == ["6 × 7"]
    assert summary["fluent_now"] > 0
    with school_scope(ada.school_id):
        session = PracticeSession.objects.get(pk=UUID(plan["session"]))
    assert session.finished_at is not None


def test_words_that_are_new_are_told_as_they_are_spelled_not_by_the_sentence_that_dictates_them(
    browser: Client,
) -> None:
    plan = browser.get(PLAN).json()
    friend = given(plan, 0, item="spell:friend", given="friend", prompt="none", latency_ms=900)
    assert post(browser, ANSWERS, delivery(friend)).json()["refused"] == []
    summary = post(browser, FINISH, {"session": plan["session"]}).json()["summary"]
    assert summary["new_learned"] == ["friend"]


def test_a_session_without_answers_ends_in_peace(browser: Client) -> None:
    plan = browser.get(PLAN).json()
    summary = post(browser, FINISH, {"session": plan["session"]}).json()["summary"]
    assert summary == {
        "answered": 0,
        "seconds_per_item": None,
        "best_seconds_per_item": None,
        "is_best": False,
        "grew": [],
        "fluent_now": 0,
        "new_learned": [],
        "team": None,
    }


def test_nobody_ends_anothers_session(browser: Client, cast: Cast) -> None:
    of_another = pupil_client(cast.ashdown.pupils[1]).get(PLAN).json()
    for session in (of_another["session"], str(uuid4())):
        assert post(browser, FINISH, {"session": session}).status_code == 404


def test_a_batch_of_twenty_costs_few_queries(browser: Client, django_assert_max_num_queries: Any) -> None:
    plan = browser.get(PLAN).json()
    batch = [given(plan, seq) for seq in range(20)]
    with django_assert_max_num_queries(15):
        assert len(post(browser, ANSWERS, delivery(*batch)).json()["recorded"]) == 20
