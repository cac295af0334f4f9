"""A teacher's own words, from the list to the class's spellings: kept, set, played by a pupil, looked at."""

import re

from playwright.sync_api import Page, expect

from ridgeway.foundations.models import Answer
from ridgeway.schools.tenancy import school_scope
from tests.browser.conftest import Site, assert_accessible, follow
from tests.browser.test_offline import Tablet, tablet
from tests.cast import Cast

__all__ = ["tablet"]

LISTEN = """window.heard = [];
speechSynthesis.speak = said => { window.heard.push(said.text); said.dispatchEvent(new Event("start")); }"""


def keep_a_list(page: Page, cast: Cast) -> None:
    page.goto(f"/schools/{cast.ashdown.urn}/classes/{cast.ashdown.group.pk}/activities/")
    follow(page.get_by_role("link", name="Spelling lists").first)
    assert_accessible(page)
    follow(page.get_by_role("link", name="New list"))
    page.get_by_label("Name").fill("Week 4")
    page.get_by_label("Words").fill("island | We saw an island.\nzebra\nzebra")
    page.get_by_role("button", name="Keep the list").click()
    expect(page.get_by_text("Line 3: “zebra” stands on line 2 already.").first).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Words").fill("island | We saw an island.\nzebra")
    page.get_by_role("button", name="Keep the list").click()
    expect(page.get_by_text("Kept “Week 4”.")).to_be_visible()


def spell(tablet: Tablet, word: str) -> None:
    tablet.wait("asking", "prompted")
    tablet.page.keyboard.type(word)
    tablet.page.keyboard.press("Enter")


def play_with_one_error(tablet: Tablet) -> None:
    tablet.press("Spelling: Week 4")
    tablet.press("Begin")
    wrong = {"island": "iland"}
    while tablet.wait("asking", "prompted", "over") != "over":
        word = tablet.page.evaluate("heard.at(-1).split('.')[0]")
        spell(tablet, wrong.pop(word, word))
    expect(tablet.page.get_by_text("1 of 2 words right the first time")).to_be_visible()
    tablet.press("Carry on")
    tablet.wait("ready")


def test_a_list_is_kept_set_played_with_one_error_and_looked_at_by_the_teacher(
    site: Site, cast: Cast, tablet: Tablet
) -> None:
    teacher = site.staff(cast.ashdown.teacher.email)
    keep_a_list(teacher, cast)
    teacher.get_by_role("button", name="Spell this week").click()
    expect(teacher.get_by_text("done by 0 of 4")).to_be_visible()
    assert_accessible(teacher)
    tablet.page.add_init_script(LISTEN)
    tablet.page.reload()
    tablet.sign_in("Amber")
    play_with_one_error(tablet)
    expect(tablet.page.get_by_role("button", name="Spelling: Week 4")).to_be_hidden()
    teacher.reload()
    expect(teacher.get_by_text("done by 1 of 4")).to_be_visible()
    island = teacher.get_by_role("row", name=re.compile("^island"))
    expect(island.get_by_role("cell")).to_have_text(["0 of 1", "iland: Amber T"], use_inner_text=True)
    assert_accessible(teacher)
    with school_scope(cast.ashdown.school):
        answers = Answer.objects.filter(item="spell:island").values_list("given", flat=True)
        assert list(answers) == ["iland", "island", "island", "island"]
    follow(teacher.get_by_role("link", name="Print the words they missed"))
    expect(teacher.locator("[name=cover-words-source] option:checked")).to_have_text("Week 4")
    expect(teacher.get_by_label(re.compile("Amber"))).to_be_checked()
