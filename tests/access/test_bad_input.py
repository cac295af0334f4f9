"""Whatever is typed into any field of any form, or stands in any query: nobody sees a fault of ours."""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple, cast
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from lxml import html

from ridgeway.access.roles import Role
from tests.access.things import Keys, things_of
from tests.cast import Cast
from tests.foundations.pages import practise, pupil_client

BAD: Final = ("\0", "9" * 5000, "[" * 3900, "9999-12-31")
"""What a database does not take, what is too long for a number, what is nested too deeply, and the end of days."""

ASKED: Final = (
    "class", "code", "focus", "kind", "line", "page", "pupil", "pupils", "q", "saved", "set", "show", "size",
    "source", "span", "strand", "taken_back", "text", "week", "who",
)  # fmt: skip
"""What pages read from the query of their address."""

ACCOUNTS: Final = re.compile("account_|mfa_|evaluation:")


class Sent(NamedTuple):
    """A form of a page, filled in as far as a page can be without knowing anything."""

    to: str
    fields: dict[str, list[str]]


def addresses(patterns: list[URLPattern | URLResolver], keys: Keys, space: str = "") -> Iterator[str]:
    """Every address of the rooms where pupils' names are, filled in."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, keys, inner)
        elif set(pattern.pattern.converters) <= set(keys) and not ACCOUNTS.match(f"{space}{pattern.name}"):
            yield reverse(
                f"{space}{pattern.name}", kwargs={part: keys[part] for part in pattern.pattern.converters}
            )


def general(text: str) -> str:
    """The same for all things of a kind."""
    return re.sub(r"\d+", "1", text)


def forms_on(address: str, page: bytes) -> Iterator[Sent]:
    """The forms that send something; of buttons to choose from, the last is chosen."""
    document = cast(html.HtmlElement, html.document_fromstring(page))
    for form in document.forms:
        if form.method != "POST" or "logout" in (form.action or ""):
            continue
        for field in form.inputs:
            if isinstance(field, html.InputElement) and field.type == "radio":
                field.checked = True
        fields: dict[str, list[str]] = {name: [] for name in form.fields if name}
        for name, value in form.form_values():
            fields[name].append(value)
        yield Sent(urljoin(address, form.action or ""), fields)


@pytest.fixture
def keys(cast: Cast) -> Keys:
    practise(cast.ashdown, cast.ashdown.pupils[:2], days=2)
    return things_of(cast.ashdown)


@pytest.fixture
def people(cast: Cast, keys: Keys) -> list[Client]:
    """Who may do everything at a school, and a pupil."""
    head = Client(raise_request_exception=False)
    head.force_login(cast.ashdown.staff[Role.HEADTEACHER])
    return [head, pupil_client(cast.ashdown.pupils[0], raise_request_exception=False)]


def test_nobody_makes_us_read_a_form_of_ten_megabytes(db: None) -> None:
    for address in ("/pupils/", "/account/login/"):
        assert Client().post(address, {"code": "9" * 10_000_000}).status_code == 400


def test_no_field_of_a_form_and_no_query_brings_a_page_down(people: list[Client], keys: Keys) -> None:
    faults: dict[tuple[str, ...], Any] = {}
    for person in people:
        forms: dict[str, Sent] = {}
        for address in addresses(get_resolver().url_patterns, keys):
            for bad in ("", *BAD[:2]):
                response = person.get(address, dict.fromkeys(ASKED, bad) if bad else {})
                if response.status_code >= 500:
                    faults[general(address), bad[:4]] = response.status_code
                if response.status_code == 200 and response.get("Content-Type", "").startswith("text/html"):
                    forms |= {general(each.to): each for each in forms_on(address, response.content)}
        for sent in forms.values():
            fields = {general(field): field for field in sent.fields if field != "csrfmiddlewaretoken"}
            for field in fields.values():
                for bad in BAD:
                    response = person.post(sent.to, sent.fields | {field: [bad]})
                    if response.status_code >= 500:
                        faults[general(sent.to), field, bad[:4]] = response.status_code
    assert faults == {}
