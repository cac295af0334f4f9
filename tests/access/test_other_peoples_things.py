"""No address opens, shows or changes a thing of another school, or of another class than its own."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ridgeway.access.models import ClassCode
from ridgeway.access.roles import Role
from ridgeway.schools.models import GroupMembership, TeachingGroup
from ridgeway.schools.tenancy import school_scope
from tests.access.things import Keys, things_of, things_of_class
from tests.cast import Cast

WHERE = {"urn", "group"}
"""What in an address is no thing, but where things are."""

OF_THE_SCHOOL = {"text", "membership", "run", "start_year"}
"""Things that every class of a school shares, or that are of no class."""

OF_THE_PLACE = {"number"}
"""A number that begins anew with each set of sheets."""


def addresses(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """The names of a school's addresses that lead to things, each with what it says of them."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        elif "urn" in pattern.pattern.converters and set(pattern.pattern.converters) - WHERE - OF_THE_PLACE:
            yield f"{space}{pattern.name}", frozenset(pattern.pattern.converters)


ABOUT_THINGS = sorted(addresses(get_resolver().url_patterns))


@pytest.fixture
def head(cast: Cast) -> Client:
    """Ashdown's headteacher, who may do everything there."""
    client = Client(raise_request_exception=False)
    client.force_login(cast.ashdown.staff[Role.HEADTEACHER])
    return client


@pytest.fixture
def own(cast: Cast) -> Keys:
    return things_of(cast.ashdown)


@pytest.fixture
def next_door(cast: Cast, own: Keys) -> Keys:
    return things_of(cast.birchwood)


@pytest.fixture
def along_the_corridor(cast: Cast, own: Keys) -> Keys:
    """Another class of Ashdown, with a pupil of its own."""
    ashdown = cast.ashdown
    with school_scope(ashdown.school):
        group = TeachingGroup.objects.create(school=ashdown.school, academic_year=ashdown.year, name="4 Merlin")
        ClassCode.objects.create(school=ashdown.school, group=group)
        GroupMembership.objects.filter(pupil=ashdown.pupils[3]).update(group=group)
        return things_of_class(ashdown.school, group, ashdown.pupils[3], by=ashdown.staff[Role.HEADTEACHER])


def opened(browser: Client, name: str, parts: frozenset[str], keys: Keys) -> set[int]:
    """What comes of looking at an address, and of sending an empty form there."""
    address = reverse(name, kwargs={part: keys[part] for part in parts})
    return {browser.get(address).status_code, browser.post(address).status_code}


def test_each_things_own_address_leads_to_it(head: Client, own: Keys) -> None:
    found = {name: opened(head, name, parts, own) for name, parts in ABOUT_THINGS}
    assert {name: seen for name, seen in found.items() if not seen & {200, 302, 400}} == {}


def test_a_thing_of_another_school_is_not_there(head: Client, own: Keys, next_door: Keys) -> None:
    found = {
        (name, part): opened(head, name, parts, own | {part: next_door[part]})
        for name, parts in ABOUT_THINGS
        for part in parts - OF_THE_PLACE - {"urn", "start_year"}
    }
    assert {what: seen for what, seen in found.items() if seen - {404, 405}} == {}


def test_a_thing_of_another_class_is_not_there(head: Client, own: Keys, along_the_corridor: Keys) -> None:
    found = {
        (name, part): opened(head, name, parts, own | {part: along_the_corridor[part]})
        for name, parts in ABOUT_THINGS
        for part in parts - WHERE - OF_THE_PLACE - OF_THE_SCHOOL
    }
    assert {what: seen for what, seen in found.items() if seen - {404, 405}} == {}
