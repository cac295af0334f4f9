"""A teacher steers practice: the next plan obeys, the page says since when, and all of it is taken back."""

from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import Page, expect

from ridgeway.access.class_sign_in import let_badge_alone
from ridgeway.fluency import catalogue
from ridgeway.schools.tenancy import school_scope
from tests.browser.conftest import Site, assert_accessible, follow
from tests.cast import Cast
from tests.foundations.pages import practise

pytestmark = pytest.mark.browser

AIM_MS = 9000


def next_plan(pupil: Page) -> list[dict[str, Any]]:
    """What the pupil's next session asks, told to the pupil's sign-in: a page takes along what was told to it."""
    reply = pupil.request.get("/api/practice/plan?subject=number-facts")
    expect(reply).to_be_ok()
    trials: list[dict[str, Any]] = reply.json()["trials"]
    return trials


def decide(teacher: Page, kind: str, *, strand: str = "", about: str = "", seconds: str = "") -> None:
    form = teacher.locator("#decide")
    form.get_by_label(kind, exact=True).check()
    if seconds:
        form.get_by_label("Aim: seconds for each answer").fill(seconds)
    if about:
        form.locator("summary", has_text=strand).click()
        form.get_by_label(about, exact=True).check()
    follow(form.get_by_role("button", name="Decide"))


def of_set(trials: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [trial for trial in trials if catalogue()[trial["item"]].set_id == name]


def new_items(trials: list[dict[str, Any]]) -> set[str]:
    return {trial["item"] for trial in trials if trial["reason"] == "new"}


def test_what_a_teacher_decides_is_obeyed_in_the_next_plan_dated_and_taken_back(site: Site, cast: Cast) -> None:
    school, amber = cast.ashdown, cast.ashdown.pupils[0]
    practise(school, [amber])
    with school_scope(school.school):
        let_badge_alone(amber, True)
        badge = f"/b/{amber.sign_in.badge_key}/"
    pupil = site.visitor()
    pupil.goto(badge)
    follow(pupil.get_by_role("button", name="Start"))
    usual = next_plan(pupil)
    assert of_set(usual, "add-to-5")

    teacher = site.staff(school.teacher.email)
    teacher.goto(f"/schools/{school.urn}/classes/{school.group.pk}/pupils/{amber.pk}/steering/")
    decide(teacher, "Set an aim", strand="Addition", about="Adding to 5", seconds=str(AIM_MS // 1000))
    decide(teacher, "Leave something alone", strand="Subtraction", about="All of subtraction")
    decide(teacher, "Go slower: half as many new ones a session")
    held = teacher.locator(".rw-card", has=teacher.get_by_role("heading", name="What holds for Amber"))
    today = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    expect(held.get_by_role("listitem")).to_have_count(3)
    expect(held.get_by_text(f"Since {today} · {school.teacher}")).to_have_count(3)
    assert_accessible(teacher)

    steered = next_plan(pupil)
    assert {trial["aim_ms"] for trial in of_set(steered, "add-to-5")} == {AIM_MS}
    assert not any(trial["item"].startswith("sub:") for trial in steered)
    assert 0 < len(new_items(steered)) <= max(1, len(new_items(usual)) // 2)

    while held.get_by_role("button", name="Take back").count():
        follow(held.get_by_role("button", name="Take back").first)
    expect(held).to_contain_text("Nothing has been decided")
    expect(teacher.get_by_text(f"Taken back on {today} by {school.teacher}")).to_have_count(3)
    follow(teacher.get_by_role("button", name="Undo"))
    expect(held.get_by_role("listitem")).to_have_count(1)
    follow(held.get_by_role("button", name="Take back"))
    assert AIM_MS not in {trial["aim_ms"] for trial in next_plan(pupil)}
