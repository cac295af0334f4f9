"""The page of slips: pupils to tick, words for all or for one, a slip shown, a PDF printed, nothing kept."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from ridgeway.foundations.slip.forms import MOST_CHARACTERS
from ridgeway.schools.models import GroupMembership, Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast, Troupe


@pytest.fixture
def teacher(cast: Cast, client: Client) -> Client:
    client.force_login(cast.ashdown.teacher)
    return client


def address(troupe: Troupe) -> str:
    return reverse("foundations:slips", args=[troupe.urn, troupe.group.pk])


def pages_of(response: Any) -> list[str]:
    assert response["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(response.content)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def register(cast: Cast) -> list[Pupil]:
    return sorted(cast.ashdown.pupils, key=lambda pupil: pupil.legal_surname)


EVERYBODY = {"who": "all", "layout": "a4"}


def test_everybody_gets_a_page_in_a_pdf_that_no_cache_keeps(teacher: Client, cast: Cast) -> None:
    response = teacher.post(address(cast.ashdown), EVERYBODY)
    pages = pages_of(response)
    assert [str(pupil) in page for pupil, page in zip(register(cast), pages, strict=True)] == [True] * 4
    assert all("Ashdown Primary School" in page for page in pages)
    assert "Slips 4 Kestrel" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]


def test_only_those_ticked_get_a_slip_two_to_a_page_as_a5(teacher: Client, cast: Cast) -> None:
    one, two, three, unticked = register(cast)
    form = {"who": "some", "pupils": [one.pk, two.pk, three.pk], "layout": "a5"}
    first, second = pages_of(teacher.post(address(cast.ashdown), form))
    assert str(one) in first
    assert str(two) in first
    assert str(three) in second
    assert str(unticked) not in first + second


def test_words_are_for_everybody_but_for_a_pupil_who_has_words_of_their_own(teacher: Client, cast: Cast) -> None:
    first, *others = register(cast)
    form = EVERYBODY | {"words": "Thank you all.", f"words-{first.pk}": "You have done well."}
    own, *rest = pages_of(teacher.post(address(cast.ashdown), form))
    assert "You have done well." in own
    assert "Thank you all." not in own
    assert len(rest) == len(others)
    assert all("Thank you all." in page and "done well" not in page for page in rest)


def test_a_slip_is_shown_with_the_words_typed_and_whoever_is_ticked(teacher: Client, cast: Cast) -> None:
    dov = cast.ashdown.pupils[3]
    form = {"who": "some", "layout": "a5", "words": "See you soon.", "shown": dov.pk, "preview": "yes"}
    page = teacher.post(address(cast.ashdown), form).content.decode()
    assert "Slip of Dov Fixtureby" in page
    assert "From school</span><br>See you soon." in page
    assert "Tick the pupils" not in page


def test_the_page_shows_the_first_pupils_slip_at_once(teacher: Client, cast: Cast) -> None:
    page = teacher.get(address(cast.ashdown)).content.decode()
    assert f"Slip of {register(cast)[0]}" in page
    assert "Print slips" in page


def test_what_is_wrong_is_named_and_nothing_typed_is_lost(teacher: Client, cast: Cast) -> None:
    form = {"who": "some", "layout": "a4", "words": "Hello from school"}
    page = teacher.post(address(cast.ashdown), form).content.decode()
    assert "Tick the pupils who need a slip." in page
    assert "Hello from school" in page
    long = EVERYBODY | {"words": "x" * (MOST_CHARACTERS + 1)}
    assert f"at most {MOST_CHARACTERS} characters" in teacher.post(address(cast.ashdown), long).content.decode()


def test_a_pupil_of_another_school_cannot_be_ticked_or_shown(teacher: Client, cast: Cast) -> None:
    stranger = cast.birchwood.pupils[0]
    form = {"who": "some", "pupils": [stranger.pk], "layout": "a4", "shown": stranger.pk}
    response = teacher.post(address(cast.ashdown), form)
    assert response["Content-Type"].startswith("text/html")
    assert "Select a valid choice" in response.content.decode()


def test_the_school_next_door_is_not_found(teacher: Client, cast: Cast) -> None:
    assert teacher.get(address(cast.birchwood)).status_code == 404
    mixed = reverse("foundations:slips", args=[cast.ashdown.urn, cast.birchwood.group.pk])
    assert teacher.get(mixed).status_code == 404
    assert teacher.post(mixed, EVERYBODY).status_code == 404


def test_a_class_without_pupils_says_what_to_do(teacher: Client, cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        GroupMembership.objects.filter(group=cast.ashdown.group).delete()
    for response in (teacher.get(address(cast.ashdown)), teacher.post(address(cast.ashdown), EVERYBODY)):
        assert "Slips can be printed once the class has pupils" in response.content.decode()


def test_the_growth_page_leads_to_the_slips(teacher: Client, cast: Cast) -> None:
    growth = reverse("foundations:class_growth", args=[cast.ashdown.urn, cast.ashdown.group.pk])
    assert f'href="{address(cast.ashdown)}"' in teacher.get(growth).content.decode()
