"""Monday morning: a teacher taps why somebody did not practise, and what is tried, without leaving the page."""

from playwright.sync_api import expect

from ridgeway.foundations.models import NotPractised, Tried
from ridgeway.foundations.week.school_weeks import last_school_week
from ridgeway.schools.models import GroupMembership
from ridgeway.schools.tenancy import school_scope
from tests.browser.conftest import Site, assert_accessible
from tests.cast import TODAY, Cast
from tests.foundations.pages import practise
from tests.foundations.week.weeks import fluent_on_the_last_days


def test_a_reason_is_tapped_in_place_and_tapped_away_again(site: Site, cast: Cast) -> None:
    school = cast.ashdown
    with school_scope(school.school):
        week = last_school_week(TODAY)
        GroupMembership.objects.update(starts=week.monday)
    practise(school, school.pupils[:2], days=8)
    page = site.staff("teacher@ashdown.example", viewport={"width": 375, "height": 700}, has_touch=True)
    page.goto(f"/schools/{school.urn}/classes/{school.group.pk}/monday/")
    cerys = page.get_by_role("group", name="Why Cerys Mockford did not practise")
    cerys.get_by_role("button", name="No device").tap()
    expect(cerys.get_by_role("button", name="No device", pressed=True)).to_be_focused()
    cerys.get_by_role("button", name="Absent").tap()
    expect(cerys.get_by_role("button", name="Absent", pressed=True)).to_be_visible()
    expect(cerys.get_by_role("button", pressed=True)).to_have_count(1)
    dov = page.get_by_role("group", name="Why Dov Fixtureby did not practise")
    dov.get_by_role("button", name="Chose not to").tap()
    expect(dov.get_by_role("button", pressed=True)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(dov.get_by_role("button", pressed=True)).to_have_count(0)
    page.reload()
    expect(cerys.get_by_role("button", name="Absent", pressed=True)).to_be_visible()
    assert_accessible(page)
    with school_scope(school.school):
        kept = list(NotPractised.objects.values_list("pupil", "week", "reason"))
    assert kept == [(school.pupils[2].pk, week.monday, "absent")]


def test_what_is_tried_is_said_in_one_tap_with_its_place_and_undone_in_another(site: Site, cast: Cast) -> None:
    school = cast.ashdown
    practise(school, school.pupils, days=8)
    fluent_on_the_last_days(school, school.pupils[0], [21] * 20)
    page = site.staff("teacher@ashdown.example", viewport={"width": 375, "height": 700}, has_touch=True)
    page.goto(f"/schools/{school.urn}/classes/{school.group.pk}/monday/")
    page.get_by_role("button", name="We are doing this with Amber Testington").tap()
    trying = page.locator("#trying")
    undo = trying.get_by_role("button", name="Practise fewer at a time")
    expect(undo).to_be_focused()
    expect(page.locator("#stuck")).not_to_contain_text("Amber")
    assert_accessible(page)
    with school_scope(school.school):
        assert Tried.objects.values_list("pupil", "remedy", "since").get() == (
            school.pupils[0].pk,
            "ease the set",
            TODAY,
        )
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="We are doing this with Amber Testington")).to_be_focused()
    expect(trying).to_have_count(0)
    page.get_by_role("button", name="We are doing this with Amber Testington").tap()
    trying.get_by_role("link", name="Give fewer new ones a session").tap()
    expect(page.get_by_role("radio", name="Go slower")).to_be_checked()
