"""Slips for parents: a teacher types a few words, sees them on one pupil's slip, and prints in a tab beside."""

from playwright.sync_api import Response, expect

from tests.browser.conftest import Site, assert_accessible, follow
from tests.cast import Cast
from tests.foundations.pages import practise


def test_a_slip_is_shown_and_all_are_printed_while_the_words_stay_typed(site: Site, cast: Cast) -> None:
    school = cast.ashdown
    practise(school, school.pupils[:2])
    page = site.staff("teacher@ashdown.example", viewport={"width": 1280, "height": 800})
    page.goto(f"/schools/{school.urn}/classes/{school.group.pk}/growth/")
    follow(page.get_by_role("link", name="Slips for parents"))
    page.get_by_label("Your own words, for everybody").fill("Thank you for playing along.")
    page.get_by_label("Show the slip of").select_option("Testington, Amber")
    follow(page.get_by_role("button", name="Show"))
    slip = page.get_by_role("article", name="Slip of Amber Testington")
    expect(slip).to_contain_text("Thank you for playing along.")
    expect(slip).to_contain_text("Two-minute games to play at home")
    assert_accessible(page)

    def is_pdf(response: Response) -> bool:
        return response.headers.get("content-type") == "application/pdf"

    with page.context.expect_event("response", is_pdf), page.context.expect_page():
        page.get_by_role("button", name="Print slips").click()
    expect(page.get_by_label("Your own words, for everybody")).to_have_value("Thank you for playing along.")
