"""A double click is one click, where a form leads to another page."""

from playwright.sync_api import expect

from ridgeway.foundations.models import SpellingList
from ridgeway.schools.tenancy import school_scope
from tests.browser.conftest import Site
from tests.cast import Cast


def test_a_list_that_is_kept_with_a_double_click_is_kept_once(site: Site, cast: Cast) -> None:
    page = site.staff(cast.ashdown.teacher.email)
    page.goto(f"/schools/{cast.ashdown.urn}/classes/{cast.ashdown.group.pk}/spelling/new/")
    page.get_by_label("Name").fill("Week 4")
    page.get_by_label("Words").fill("island\nzebra")
    page.get_by_role("button", name="Keep the list").dblclick()
    expect(page.get_by_text("Kept “Week 4”.")).to_be_visible()
    with school_scope(cast.ashdown.school):
        assert SpellingList.objects.count() == 1


def test_a_form_that_its_page_kept_back_can_be_sent_again_at_once(site: Site, cast: Cast) -> None:
    page = site.staff(cast.ashdown.teacher.email)
    page.goto(f"/schools/{cast.ashdown.urn}/classes/{cast.ashdown.group.pk}/")
    page.evaluate("""() => {
        window.times = 0;
        document.body.insertAdjacentHTML("beforeend", "<form id=mine><button>Send it</button></form>");
        mine.addEventListener("submit", (event) => { event.preventDefault(); times += 1; });
    }""")
    send = page.get_by_role("button", name="Send it")
    send.click()
    send.click()
    assert page.evaluate("times") == 2
