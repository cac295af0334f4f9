"""The whole story: a pupil list comes in, a pupil practises through a lost network, the teacher sees every answer.

And next door: a teacher of another school finds nothing at any of those addresses.
"""

import io
import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from ridgeway.access.models import User
from ridgeway.access.roles import Role
from ridgeway.access.staff import give_role
from ridgeway.foundations.models import Answer
from ridgeway.schools.models import School
from ridgeway.schools.tenancy import school_scope
from tests.browser.conftest import Site, assert_accessible, follow
from tests.cast import PASSWORD, TODAY, Cast
from tests.databases import ROOT
from tests.foundations.player.lessons import until

CTF = ROOT / "tests" / "data" / "ridgeway_demo_year4.xml"
SIGNS = {"+": int.__add__, "−": int.__sub__, "×": int.__mul__, "÷": int.__floordiv__}


@dataclass
class Practiser:
    """A pupil at the player who works every answer out, and keeps count of what was given."""

    page: Page
    given: list[str] = field(default_factory=list)

    def answer(self, times: int = 1) -> None:
        """Answer the next questions, each right."""
        for _ in range(times):
            self._wait("asking", "prompted")
            self._type(self._right())

    def err(self) -> None:
        """Answer the next question wrong that does not have its answer in sight."""
        while self._wait("asking", "prompted") == "prompted":
            self._type(self._right())
        right = self._right()
        self._type(("9" if right[0] != "9" else "8") + right[1:])

    def _type(self, answer: str) -> None:
        self.page.keyboard.type(answer)
        self.given.append(answer)

    def _right(self) -> str:
        left, sign, right = self.page.locator("[data-part=text]").inner_text().split()
        return str(SIGNS[sign](int(left), int(right)))

    def _wait(self, *states: str) -> str:
        """Wait for one of the player's states, and say which it is."""
        found = self.page.wait_for_function(
            "states => states.find(state => state === document.querySelector('#player').dataset.state)",
            arg=list(states),
        )
        return str(found.json_value())


@pytest.fixture
def head(cast: Cast) -> User:
    """The headteacher of a school that has no pupils yet."""
    school = School.objects.create(urn=999201, la=999, establishment=2201, name="Chalkdown Primary School")
    head = User.objects.create_user("head@chalkdown.example", PASSWORD, first_name="Hope", last_name="Chalker")
    give_role(email=head.email, role=Role.HEADTEACHER, school=school, starts=TODAY)
    return head


def import_pupils(page: Page) -> None:
    follow(page.get_by_role("link", name="Imports"))
    assert_accessible(page)
    page.set_input_files("input[type=file]", CTF)
    page.get_by_role("button", name="See what it will change").click()
    expect(page.get_by_role("heading", name="New (30)")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.get_by_text("Applied on")).to_be_visible()
    follow(page.get_by_role("link", name="See the classes"))
    assert_accessible(page)


def print_badges(page: Page) -> None:
    follow(page.get_by_role("link", name=re.compile("^Sign-in")).first)
    follow(page.get_by_role("button", name="Make a class code"))
    form = page.locator("form[action$='/badges/']").first
    token = form.locator("input[name=csrfmiddlewaretoken]").input_value()
    answer = page.request.post(
        form.evaluate("form => form.action"),
        form={"csrfmiddlewaretoken": token},
        headers={"Referer": page.url},
    )
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages)
    assert answer.headers["content-type"] == "application/pdf"
    assert "Teasel" in text


def pictures_for(page: Page, name: str) -> list[str]:
    follow(page.get_by_role("button", name=f"Give pictures to {name}"))
    return [picture.strip() for picture in page.locator(".access-card li").all_inner_texts()]


def sign_in(tablet: Page, code: str, forename: str, pictures: list[str]) -> None:
    tablet.goto("/")
    tablet.get_by_role("link", name="I am a pupil").click()
    tablet.get_by_label("Class code").fill(code)
    tablet.keyboard.press("Enter")
    tablet.get_by_role("link", name=forename, exact=True).click()
    for picture in pictures:
        tablet.get_by_role("button", name=picture, exact=True).click()
    tablet.wait_for_url("**/practise/")


def test_from_a_pupil_list_to_twenty_answers_and_more_on_the_teachers_page(site: Site, head: User) -> None:
    office = site.staff(head.email)
    import_pupils(office)
    print_badges(office)
    code = office.locator(".access-code-letters").inner_text()
    pictures = pictures_for(office, "Teasel Paperclip")

    tablet = site.visitor()
    sign_in(tablet, code, "Teasel", pictures)
    assert_accessible(tablet)
    tablet.get_by_role("button", name="Start").click()
    teasel = Practiser(tablet)
    teasel.answer(4)
    teasel.err()
    teasel.answer(2)
    tablet.context.set_offline(True)
    teasel.answer(3)
    teasel.err()
    teasel.answer(2)
    tablet.context.set_offline(False)
    teasel.answer(max(3, 20 - len(teasel.given)))
    tablet.get_by_role("button", name="Pause").click()

    school = School.objects.get(urn=999201)
    with school_scope(school):
        until(tablet, lambda: Answer.objects.count() >= len(teasel.given))
        recorded = list(Answer.objects.order_by("sequence").values_list("given", "correct"))
    assert [given for given, _ in recorded] == teasel.given
    assert [correct for _, correct in recorded].count(False) == 2

    office.goto(f"/schools/{school.urn}/")
    follow(office.get_by_role("link", name="4 Birch", exact=True))
    assert_accessible(office)
    follow(office.get_by_role("table").get_by_role("link", name="Paperclip, Teasel").first)
    assert_accessible(office)
    answers = office.get_by_role("table", name=re.compile("answer", re.IGNORECASE)).locator("tbody tr")
    expect(answers).to_have_count(len(teasel.given))
    assert sorted(answers.locator("td:nth-child(3)").all_inner_texts()) == sorted(teasel.given)


def test_a_teacher_of_another_school_finds_nothing_at_any_of_those_addresses(site: Site, cast: Cast) -> None:
    ashdown = f"/schools/{cast.ashdown.urn}/"
    group = f"{ashdown}classes/{cast.ashdown.group.pk}/"
    stranger = site.staff(cast.birchwood.teacher.email)
    for address in (
        ashdown,
        f"{ashdown}imports/",
        f"{ashdown}export/",
        f"{ashdown}staff/",
        group,
        f"{group}sign-in/",
        f"{group}sheets/",
        f"{group}pupils/{cast.ashdown.pupils[0].pk}/",
    ):
        answer = stranger.goto(address)
        assert answer is not None
        assert answer.status == 404, address
    expect(stranger.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible(stranger)
