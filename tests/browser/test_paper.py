"""A class's results are entered with the keyboard alone, or by tapping what was wrong."""

import re

import pytest
from playwright.sync_api import Page, expect

from ridgeway.foundations.models import SheetResult, SheetSet
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.schools.tenancy import school_scope
from tests.browser.conftest import Site, assert_accessible
from tests.cast import PASSWORD, TODAY, Cast


@pytest.fixture
def sheet_set(cast: Cast) -> SheetSet:
    with school_scope(cast.ashdown.school):
        return make_sheets(cast.ashdown.group, "addition-grid", on=TODAY, pupils=cast.ashdown.pupils, seed=1)


@pytest.fixture
def page(site: Site, cast: Cast) -> Page:
    return site.staff("teacher@ashdown.example", viewport={"width": 375, "height": 700})


def sheets_address(cast: Cast) -> str:
    return f"/schools/{cast.ashdown.urn}/classes/{cast.ashdown.group.pk}/sheets/"


def results_of(cast: Cast) -> list[tuple[int, int, list[int] | None, list[int] | None]]:
    with school_scope(cast.ashdown.school):
        rows = SheetResult.objects.order_by("page__number")
        return list(rows.values_list("seconds", "correct", "wrong", "blank"))


def test_a_class_is_entered_with_number_keys_and_enter(page: Page, cast: Cast, sheet_set: SheetSet) -> None:
    page.goto(f"{sheets_address(cast)}{sheet_set.pk}/results/")
    expect(page.locator("[name=page-1-time]")).to_be_focused()
    for time, right in (("3.20", "96"), ("4:05", "100"), ("250", "81"), ("5:00", "77")):
        page.keyboard.type(time)
        page.keyboard.press("Enter")
        page.keyboard.type(right)
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save results")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved 4 results.")).to_be_visible()
    assert [row[:2] for row in results_of(cast)] == [(200, 96), (245, 100), (250, 81), (300, 77)]
    assert_accessible(page)


def test_with_one_time_for_everybody_only_the_numbers_right_are_typed(
    page: Page, cast: Cast, sheet_set: SheetSet
) -> None:
    page.goto(f"{sheets_address(cast)}{sheet_set.pk}/results/")
    page.get_by_label("The same time for everybody").fill("320")
    page.keyboard.press("Enter")
    expect(page.get_by_label("The same time for everybody")).to_have_value("5:20")
    for right in ("96", "100", "81", "77"):
        page.keyboard.type(right)
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved 4 results.")).to_be_visible()
    assert [row[:2] for row in results_of(cast)] == [(320, 96), (320, 100), (320, 81), (320, 77)]


def test_without_a_network_nothing_typed_is_lost(page: Page, cast: Cast, sheet_set: SheetSet) -> None:
    page.goto(f"{sheets_address(cast)}{sheet_set.pk}/results/")
    expect(page.locator("[name=page-1-time]")).to_be_focused()
    page.keyboard.type("3.20")
    page.keyboard.press("Enter")
    page.keyboard.type("96")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save results").click()
    expect(page.get_by_text("There is no network just now.")).to_be_visible()
    page.locator("[data-paper-open]").first.click()
    expect(page.get_by_text("The cells cannot be opened just now.")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Save results").click()
    expect(page.get_by_text("Saved 1 result.")).to_be_visible()
    assert [row[:2] for row in results_of(cast)] == [(200, 96)]


def test_tapped_cells_count_themselves(page: Page, cast: Cast, sheet_set: SheetSet) -> None:
    page.goto(f"{sheets_address(cast)}{sheet_set.pk}/results/")
    page.locator("[name=page-2-correct]").fill("88")
    page.locator("[data-paper-open]").nth(1).click()
    page.locator("[data-paper-cell='3']").click()
    page.locator("[data-paper-cell='90']").click(click_count=2)
    page.get_by_role("button", name="Blank after the last one tapped").click()
    expect(page.get_by_text("89 right, 1 wrong, 10 left blank; you typed 88 right")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Done").click()
    expect(page.locator("[name=page-2-time]")).to_be_focused()
    expect(page.locator("[name=page-2-correct]")).to_have_value("89")
    page.keyboard.type("6:00")
    page.get_by_role("button", name="Save results").click()
    expect(page.get_by_text("Saved 1 result.")).to_be_visible()
    assert results_of(cast) == [(360, 89, [3], list(range(90, 100)))]


def test_a_number_typed_by_hand_takes_the_marks_away(page: Page, cast: Cast, sheet_set: SheetSet) -> None:
    page.goto(f"{sheets_address(cast)}{sheet_set.pk}/results/1/")
    page.locator("[data-paper-cell='3']").click()
    page.get_by_label("Right: Amber Testington").fill("95")
    page.get_by_label("Time").fill("6:00")
    page.get_by_role("button", name="Save result").click()
    page.wait_for_url(re.compile(r"/results/$"))
    assert results_of(cast) == [(360, 95, None, None)]


def test_a_sheet_with_nothing_wrong_takes_one_tap(page: Page, cast: Cast, sheet_set: SheetSet) -> None:
    page.goto(f"{sheets_address(cast)}{sheet_set.pk}/results/1/")
    expect(page.get_by_text("Nothing is marked yet.")).to_be_visible()
    page.locator("[data-paper-cell='3']").click()
    expect(page.get_by_text("99 right, 1 wrong")).to_be_visible()
    page.get_by_role("button", name="All right").click()
    page.get_by_label("Time").fill("6:00")
    page.get_by_role("button", name="Save result").click()
    page.wait_for_url(re.compile(r"/results/$"))
    assert results_of(cast) == [(360, 100, [], [])]


def test_nothing_typed_is_lost_by_leaving_without_saving(page: Page, cast: Cast, sheet_set: SheetSet) -> None:
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.accept()  # type: ignore[attr-defined]

    page.on("dialog", stay)
    page.goto(f"{sheets_address(cast)}{sheet_set.pk}/results/")
    page.locator("[name=page-1-time]").press_sequentially("3:20")
    page.goto(sheets_address(cast))
    assert asked == ["beforeunload"]


def test_only_what_applies_is_asked_when_sheets_are_made(page: Page, cast: Cast) -> None:
    page.goto(sheets_address(cast))
    expect(page.get_by_role("radio", name="Own facts")).to_be_checked()
    expect(page.get_by_text("The same sheet for everybody?")).to_be_hidden()
    page.get_by_role("radio", name="Multiplication grid").check()
    expect(page.get_by_text("The same sheet for everybody?")).to_be_visible()
    expect(page.locator("[name=multiplication-grid-across]")).to_be_visible()
    expect(page.locator("[name=addition-grid-across]")).to_be_hidden()
    page.get_by_role("radio", name="Spelling").check()
    expect(page.locator("[name=spelling-words]")).to_be_hidden()
    page.locator("[name=spelling-source]").select_option("list")
    expect(page.locator("[name=spelling-words]")).to_be_visible()
    page.get_by_label("Some pupils").check()
    expect(page.get_by_label("Testington, Amber")).to_be_visible()
    assert_accessible(page)


def test_a_phone_goes_from_one_sheets_code_to_the_next(site: Site, cast: Cast, sheet_set: SheetSet) -> None:
    with school_scope(cast.ashdown.school):
        codes = list(sheet_set.pages.order_by("number").values_list("code", flat=True))
    page = site.visitor(viewport={"width": 375, "height": 700}, has_touch=True)
    page.goto(f"/q/{codes[0]}/")
    page.get_by_label("E-mail").fill("teacher@ashdown.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Amber Testington", level=1)).to_be_visible()
    page.get_by_label("Time").fill("3.20")
    page.get_by_label("Right: Amber Testington").fill("96")
    assert_accessible(page)
    page.get_by_role("button", name="Save, and scan the next").tap()
    expect(page.get_by_text("3 of 4 still to enter")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Or type the code").fill(f"{codes[1][:5].lower()}-{codes[1][5:]}")
    page.get_by_role("button", name="Open").tap()
    expect(page.get_by_role("heading", name="Bilal Samplewood", level=1)).to_be_visible()
    assert [row[:2] for row in results_of(cast)] == [(200, 96)]


def test_after_a_minute_right_and_wrong_are_typed(page: Page, cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        probe = make_sheets(
            cast.ashdown.group, "probe", on=TODAY, pupils=cast.ashdown.pupils, options={"source": "mul-7"}
        )
    page.goto(f"{sheets_address(cast)}{probe.pk}/results/")
    page.locator("[name=page-1-correct]").focus()
    for typed in ("24", "2", "31", "", "18", "4"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Save results").click()
    expect(page.get_by_text("Saved 3 results.")).to_be_visible()
    with school_scope(cast.ashdown.school):
        rows = SheetResult.objects.order_by("page__number").values_list("seconds", "correct", "errors")
        assert list(rows) == [(60, 24, 2), (60, 31, 0), (60, 18, 4)]
    assert_accessible(page)
