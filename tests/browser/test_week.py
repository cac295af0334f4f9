"""Monday morning: a teacher taps why somebody did not practise, without leaving the page."""

from playwright.sync_api import expect

from ridgeway.foundations.models import NotPractised
from ridgeway.foundations.week.school_weeks import last_school_week
from ridgeway.schools.models import GroupMembership
from ridgeway.schools.tenancy import school_scope
from tests.browser.conftest import Site, assert_accessible
from tests.cast import TODAY, Cast
from tests.foundations.pages import practise


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
