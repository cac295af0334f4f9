"""Pupils of a class together: ticked by keyboard, looked at on one chart, and taken out again."""

from playwright.sync_api import expect

from tests.browser.conftest import Site, assert_accessible, follow
from tests.cast import Cast
from tests.foundations.pages import practise


def test_pupils_are_ticked_with_the_keyboard_shown_together_and_taken_out(site: Site, cast: Cast) -> None:
    school = cast.ashdown
    practise(school, school.pupils[:3], days=12, errors=True)
    page = site.staff("teacher@ashdown.example", viewport={"width": 1280, "height": 800})
    page.goto(f"/schools/{school.urn}/classes/{school.group.pk}/growth/?show=rates")
    for pupil in school.pupils[:3]:
        page.get_by_role("checkbox", name=str(pupil)).press("Space")
    assert_accessible(page)
    page.get_by_role("button", name="Show together").press("Enter")
    pupils = page.get_by_role("table", name="The pupils of this group")
    expect(pupils.get_by_role("rowheader")).to_have_count(3)
    assert_accessible(page)

    out = school.pupils[0]
    follow(page.get_by_role("link", name=f"Take {out} out"))
    expect(pupils.get_by_role("rowheader")).to_have_count(2)
    follow(page.get_by_role("link", name="Choose others"))
    expect(page.get_by_role("checkbox", name=str(out))).not_to_be_checked()
    expect(page.get_by_role("checkbox", name=str(school.pupils[1]))).to_be_checked()
