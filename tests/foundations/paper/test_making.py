"""A teacher makes sheets in two clicks and prints them again; nobody else sees them."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from ridgeway.access.roles import CAPABILITIES, NETWORK_ROLES, Role
from ridgeway.fluency import catalogue
from ridgeway.foundations.models import SheetSet
from ridgeway.foundations.paper.results import Entry, enter_results
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.foundations.steering.models import Steer
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast
from tests.foundations.paper.pages import address, text_of

TEACHING = [role for role in Role if role not in NETWORK_ROLES and "teach" in CAPABILITIES[role]]
OTHERS = [role for role in Role if role not in NETWORK_ROLES and "teach" not in CAPABILITIES[role]]


def every_address(cast: Cast, printed: SheetSet) -> list[str]:
    return [
        address("sheets", cast),
        address("sheets_pdf", cast, printed.pk),
        address("results", cast, printed.pk),
        address("page_result", cast, printed.pk, 1),
        address("result_cells", cast, printed.pk, 1),
        address("next_sheet", cast, printed.pk),
    ]


def grid_of(numbers: str, kind: str = "addition-grid") -> dict[str, object]:
    """What the form of a grid sends."""
    return {f"{kind}-across": numbers, f"{kind}-down": numbers, f"{kind}-order": "mixed"}


def ask_for(**changes: object) -> dict[str, object]:
    return {
        "kind": "addition-grid",
        "who": "all",
        "paper": "a4",
        "day": TODAY.isoformat(),
        **grid_of("1-10"),
        **changes,
    }


# Who may come in


def test_another_schools_teacher_finds_nothing_there(cast: Cast, printed: SheetSet, client: Client) -> None:
    client.force_login(cast.birchwood.teacher)
    for place in every_address(cast, printed):
        assert client.get(place).status_code == 404
        assert client.post(place, {}).status_code in {404, 405}


def test_the_same_numbers_under_another_school_or_class_are_nothing(
    cast: Cast, printed: SheetSet, client: Client
) -> None:
    client.force_login(cast.birchwood.teacher)
    here, group = cast.birchwood.urn, cast.birchwood.group.pk
    assert client.get(reverse("foundations:sheets", args=[here, cast.ashdown.group.pk])).status_code == 404
    assert client.get(reverse("foundations:results", args=[here, group, printed.pk])).status_code == 404
    assert client.get(reverse("foundations:sheets_pdf", args=[here, group, printed.pk])).status_code == 404


@pytest.mark.parametrize("role", OTHERS)
def test_who_does_not_teach_is_told_so(cast: Cast, printed: SheetSet, client: Client, role: Role) -> None:
    client.force_login(cast.ashdown.staff[role])
    for place in every_address(cast, printed):
        assert client.get(place).status_code == 403


@pytest.mark.parametrize("role", TEACHING)
def test_who_teaches_may_open_every_page(cast: Cast, printed: SheetSet, client: Client, role: Role) -> None:
    client.force_login(cast.ashdown.staff[role])
    for place in every_address(cast, printed):
        assert client.get(place).status_code == 200


def test_who_has_not_signed_in_is_asked_to(cast: Cast, printed: SheetSet, client: Client) -> None:
    for place in every_address(cast, printed):
        response = client.get(place)
        assert response.status_code == 302
        assert response.headers["Location"].startswith(reverse("account_login"))


# Making sheets


def test_making_sheets_opens_their_pdf(cast: Cast, teacher: Client) -> None:
    response = teacher.post(address("sheets", cast), ask_for(), follow=True)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("inline; filename=")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.content.startswith(b"%PDF")
    with school_scope(cast.ashdown.school):
        made = SheetSet.objects.get()
        assert (made.kind, made.day, made.made_by) == ("addition-grid", TODAY, cast.ashdown.teacher)
        assert made.pages.count() == len(cast.ashdown.pupils)


def test_sheets_can_be_made_for_some_pupils(cast: Cast, teacher: Client) -> None:
    chosen = [cast.ashdown.pupils[0].pk, cast.ashdown.pupils[2].pk]
    teacher.post(address("sheets", cast), ask_for(who="some", pupils=chosen))
    with school_scope(cast.ashdown.school):
        assert set(SheetSet.objects.get().pages.values_list("pupil_id", flat=True)) == set(chosen)


def test_the_same_sheet_for_everybody_counts_where_it_means_something(cast: Cast, teacher: Client) -> None:
    for wanted in (
        ask_for(kind="multiplication-grid", same="yes", **grid_of("2-12", "multiplication-grid")),
        ask_for(kind="own-facts", same="yes"),
        ask_for(kind="probe", same="yes", **{"probe-source": "own"}),
        ask_for(kind="missing-numbers", same="yes", **{"missing-numbers-source": "bonds-of-10"}),
        ask_for(kind="alphabet", same="yes"),
    ):
        teacher.post(address("sheets", cast), wanted)
    with school_scope(cast.ashdown.school):
        assert {row.kind: row.same_for_all for row in SheetSet.objects.all()} == {
            "multiplication-grid": True,
            "own-facts": False,
            "probe": False,
            "missing-numbers": True,
            "alphabet": False,
        }


def test_the_form_is_filled_in_as_it_was_the_last_time(cast: Cast, teacher: Client) -> None:
    teacher.post(
        address("sheets", cast),
        ask_for(
            kind="multiplication-grid", same="yes", double_sided="on", paper="a5", large="on",
            **grid_of("2, 5, 10", "multiplication-grid"),
        ),
    )  # fmt: skip
    form = teacher.get(address("sheets", cast)).context["form"]
    wanted = {
        "kind": "multiplication-grid", "same": "yes", "double_sided": True,
        "paper": "a5", "large": True, "day": TODAY,
    }  # fmt: skip
    assert {name: form[name].value() for name in wanted} == wanted
    assert form.options_form["down"].value() == "2, 5, 10"


def test_each_kind_remembers_what_was_chosen_for_it(cast: Cast, teacher: Client) -> None:
    teacher.post(address("sheets", cast), ask_for(kind="probe", **{"probe-source": "mul-7"}))
    teacher.post(address("sheets", cast), ask_for())
    choices = {
        each.kind.key: each
        for _, family in teacher.get(address("sheets", cast)).context["form"].choices
        for each in family
    }
    assert choices["addition-grid"].chosen
    assert choices["probe"].form["source"].value() == "mul-7"


def test_a_first_visit_offers_the_pupils_own_facts_for_everybody_today(cast: Cast, teacher: Client) -> None:
    form = teacher.get(address("sheets", cast)).context["form"]
    assert [form[name].value() for name in ("kind", "who", "day")] == ["own-facts", "all", TODAY]


def test_an_aim_counts_where_speed_is_the_point(cast: Cast, teacher: Client) -> None:
    teacher.post(address("sheets", cast), ask_for(aim="5.0"))
    teacher.post(address("sheets", cast), ask_for(kind="spelling", aim="5.0", **{"spelling-source": "own"}))
    with school_scope(cast.ashdown.school):
        assert {row.kind: row.aim_seconds for row in SheetSet.objects.all()} == {
            "addition-grid": 5,
            "spelling": None,
        }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"who": "some"}, "Tick the pupils who need a sheet."),
        ({"day": ""}, "This field is required."),
        ({"day": "31 February"}, "Enter a valid date."),
        ({"day": "2126-01-01"}, "Tue 1 Jan 2126 is more than a year away: choose a day nearer to today."),
        ({"aim": "0"}, "greater than or equal to 0.5"),
        ({"kind": "knitting"}, "Select a valid choice."),
        ({"kind": ""}, "This field is required."),
        ({"paper": "a3"}, "Select a valid choice."),
        (grid_of("2, ten"), "“ten” cannot be read: type numbers as 1-10, or as 2, 5, 10."),
        (grid_of("1-13"), "Choose from 2 to 12 numbers; these are 13."),
        (grid_of("7"), "Choose from 2 to 12 numbers; these are 1."),
        (grid_of("11-21"), "Choose numbers up to 20; 21 is too large."),
        (grid_of(""), "This field is required."),
        ({"kind": "division-grid", **grid_of("0-9", "division-grid")}, "Tables begin at 1: leave out 0."),
        ({"kind": "spelling", "spelling-source": "list", "spelling-words": " "}, "There are no words yet"),
        (
            {"kind": "spelling", "spelling-source": "list", "spelling-words": "a" * 21},
            "has 21 letters; a word has up to 20",
        ),
        ({"kind": "spelling", "spelling-source": "spell-7-none"}, "Select a valid choice."),
        ({"kind": "copying", "copying-text": "Go on."}, "Choose a sentence of 8 to 120 letters; this has 4."),
        ({"who": "some", "pupils": ["0"]}, "Select a valid choice."),
    ],
)
def test_a_form_that_cannot_be_followed_says_why_and_makes_nothing(
    cast: Cast, teacher: Client, changes: dict[str, object], words: str
) -> None:
    response = teacher.post(address("sheets", cast), ask_for(**changes))
    assert response.status_code == 200
    assert words in text_of(response)
    with school_scope(cast.ashdown.school):
        assert not SheetSet.objects.exists()


def test_another_schools_pupil_cannot_be_chosen(cast: Cast, teacher: Client) -> None:
    stray = cast.birchwood.pupils[0].pk
    response = teacher.post(address("sheets", cast), ask_for(who="some", pupils=[stray]))
    assert "Select a valid choice." in text_of(response)


def test_a_class_without_pupils_says_what_to_do(cast: Cast, teacher: Client) -> None:
    with school_scope(cast.ashdown.school):
        cast.ashdown.group.memberships.update(ends=TODAY)
    page = text_of(teacher.get(address("sheets", cast)))
    assert "Nobody is in this class today" in page
    assert "Make sheets" not in page


def test_earlier_sheets_are_listed_with_how_much_was_entered(
    cast: Cast, printed: SheetSet, teacher: Client
) -> None:
    assert "No results yet" in text_of(teacher.get(address("sheets", cast)))
    with school_scope(cast.ashdown.school):
        enter_results(printed, {printed.pages.get(number=1): Entry(200, 96)}, by=None)
    page = text_of(teacher.get(address("sheets", cast)))
    assert "1 of 4 results entered" in page
    assert address("sheets_pdf", cast, printed.pk) in page
    assert address("results", cast, printed.pk) in page


def test_no_page_shows_a_upn(cast: Cast, printed: SheetSet, teacher: Client) -> None:
    for place in every_address(cast, printed):
        content = teacher.get(place).content
        assert not any(pupil.upn.encode() in content for pupil in cast.ashdown.pupils)


def test_a_set_of_an_earlier_year_can_still_be_opened(cast: Cast, teacher: Client) -> None:
    with school_scope(cast.ashdown.school):
        old = make_sheets(
            cast.ashdown.group, "addition-grid", on=dt.date(2020, 1, 6), pupils=cast.ashdown.pupils[:1]
        )
    assert "Mon 6 Jan 2020" in text_of(teacher.get(address("sheets", cast)))
    assert teacher.get(address("results", cast, old.pk)).status_code == 200


def test_where_everything_is_left_alone_the_form_says_so_and_makes_nothing(cast: Cast, teacher: Client) -> None:
    with school_scope(cast.ashdown.school):
        names = [each.id for each in catalogue().sets]
        Steer.objects.create(
            school=cast.ashdown.school, group=cast.ashdown.group, kind="pause", names=names, starts=TODAY
        )
    response = teacher.post(address("sheets", cast), ask_for(kind="own-facts"))
    assert "There is nothing to ask" in text_of(response)
    with school_scope(cast.ashdown.school):
        assert not SheetSet.objects.exists()
