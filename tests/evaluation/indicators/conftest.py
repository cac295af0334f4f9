"""A network of eight schools that the imported tables have: they joined before the tests of 2018."""

import datetime as dt

import pytest

from ridgeway.schools.models import Network, NetworkSchool, School
from tests.cast import Cast
from tests.evaluation.conftest import TREATED


@pytest.fixture
def network(cast: Cast, tables: None) -> Network:
    return joined(cast.network, dt.date(2017, 9, 1))


def joined(network: Network, starts: dt.date, ends: dt.date | None = None) -> Network:
    """The network with the eight schools of the tables in place of those of the cast."""
    NetworkSchool.objects.filter(network=network).delete()
    for urn in TREATED:
        school, _ = School.objects.get_or_create(urn=urn, defaults={"name": f"School {urn}"})
        NetworkSchool.objects.create(network=network, school=school, starts=starts, ends=ends)
    return network
