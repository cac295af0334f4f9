"""The schools of a network, and the key stage 2 tests that fell into their time in it."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from ridgeway.schools.models import Network, NetworkSchool

TESTS: Final = 5
"""The month of the tests: who joins later in a school year cannot have changed that year's results."""


@dataclass(frozen=True, slots=True)
class Member:
    """A school with the years of its first and last tests in the network; no `last` while it belongs to it.

    `joined` is its first day. Years are those in which the school year ends.
    """

    urn: int
    name: str
    joined: dt.date
    first: int
    last: int | None


def members_of(network: Network) -> list[Member]:
    """Every school that belongs or has belonged to the network, by name. Its periods count as one."""
    periods: dict[int, list[NetworkSchool]] = {}
    for period in NetworkSchool.objects.filter(network=network).select_related("school").order_by("starts"):
        periods.setdefault(period.school.urn, []).append(period)
    members = [_member(urn, its) for urn, its in periods.items()]
    return sorted(members, key=lambda each: (each.name, each.urn))


def first_tests(day: dt.date) -> int:
    """The year of the first tests on or after a day."""
    return day.year if day.month < TESTS else day.year + 1


def _member(urn: int, periods: list[NetworkSchool]) -> Member:
    starts = periods[0].starts
    ends = None if any(each.ends is None for each in periods) else max(each.ends for each in periods if each.ends)
    last = None if ends is None else first_tests(ends) - 1
    return Member(urn, periods[0].school.name, starts, first_tests(starts), last)
