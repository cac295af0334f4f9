"""Names, words and notes with code in them are shown as they are written, on every page and in every file."""

import html
from typing import Final

import pytest
from django.test import Client
from django.urls import get_resolver

from ridgeway.access.roles import Role
from ridgeway.foundations.models import ReadingResult, ReadingText, SpellingList, SpellingWord, Steer
from ridgeway.schools.models import Pupil, School, StaffMember, TeachingGroup
from ridgeway.schools.tenancy import school_scope
from ridgeway.web.pdf_reply import pdf_reply
from tests.access.test_bad_input import addresses
from tests.access.things import Keys, things_of
from tests.cast import Cast
from tests.foundations.pages import practise, pupil_client

HOSTILE: Final = """<script>alert(1)</script>"'><img src=x onerror=alert(1)>{{7*7}}#eval("1")"""


@pytest.fixture
def keys(cast: Cast) -> Keys:
    """A school in which everything is called so."""
    practise(cast.ashdown, cast.ashdown.pupils[:2], days=2)
    keys = things_of(cast.ashdown)
    with school_scope(cast.ashdown.school):
        Pupil.objects.update(legal_surname=HOSTILE)
        StaffMember.objects.update(surname=HOSTILE)
        TeachingGroup.objects.update(name=HOSTILE[:50])
        SpellingList.objects.update(name=HOSTILE[:60])
        SpellingWord.objects.update(sentence=HOSTILE)
        ReadingText.objects.update(title=HOSTILE[:80])
        ReadingResult.objects.update(note=HOSTILE)
        Steer.objects.update(note=HOSTILE)
    School.objects.filter(pk=cast.ashdown.school.pk).update(name=HOSTILE)
    return keys


def test_code_in_names_is_never_code_on_a_page(cast: Cast, keys: Keys) -> None:
    head = Client()
    head.force_login(cast.ashdown.staff[Role.HEADTEACHER])
    run, shown = {}, 0
    for person in (head, pupil_client(cast.ashdown.pupils[0])):
        for address in addresses(get_resolver().url_patterns, keys):
            response = person.get(address)
            if not response.get("Content-Type", "").startswith("text/html"):
                continue
            page = response.content.decode()
            shown += html.escape("<script>alert(1)") in page
            if "<script>alert" in page or "<img src=x" in page:
                run[address] = page[max(0, page.find("<script>alert") - 60) :][:120]
    assert run == {}
    assert shown > 20


@pytest.mark.parametrize(
    "name", ["Growth Ann\r\nSet-Cookie: a=b.pdf", 'Ann "Annie".pdf', "Zoë\n.pdf", "../../x.pdf"]
)
def test_a_file_is_named_in_one_line_whatever_the_name(name: str) -> None:
    header = pdf_reply(b"%PDF", name)["Content-Disposition"]
    assert "\n" not in header
    assert "\r" not in header
    assert header.startswith("inline; filename")
