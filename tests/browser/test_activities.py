"""A teacher sets what a class does against the clock, and the pupil finds it on the first screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, assert_accessible, follow
from tests.cast import Cast

pytestmark = pytest.mark.browser


def test_what_a_teacher_sets_is_accessible_and_stands_on_the_page_until_it_is_taken_back(
    site: Site, cast: Cast
) -> None:
    school = cast.ashdown
    page = site.staff(school.teacher.email)
    page.goto(f"/schools/{school.urn}/classes/{school.group.pk}/activities/")
    follow(page.get_by_role("button", name="Probe this week"))
    page.get_by_label("What to write").select_option(label="Copying a text")
    page.get_by_role("button", name="Write this week").click()
    held = page.get_by_role("table", name="What is set for 4 Kestrel")
    expect(held.get_by_role("rowheader")).to_contain_text(["10 × 10 addition grid", "Copying a text"])
    assert_accessible(page)
    held.get_by_role("button", name=re.compile("Take back.*Copying a text")).click()
    expect(held.get_by_role("rowheader")).to_contain_text(["10 × 10 addition grid"])
    page.get_by_role("link", name="Tables rehearsals").click()
    page.get_by_role("button", name="Rehearse today").click()
    expect(page.get_by_text("A rehearsal is set for today: done by 0 of 4.")).to_be_visible()
    assert_accessible(page)
