"""Beginning the demo anew: everything goes, unless somebody else's pupils are there."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from ridgeway.access.models import User
from ridgeway.demo.build import DemoError
from ridgeway.demo.places import demo_network
from ridgeway.demo.reset import demo_reset
from ridgeway.demo.sign_ins import is_built
from ridgeway.schools.models import Network, Pupil, School
from ridgeway.schools.tenancy import school_scope
from tests.databases import empty_all_tables

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database that keeps what the test does, until its end."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            connections.close_all()
            empty_all_tables()


def enrol(urn: int) -> School:
    school = School.objects.create(urn=urn, name="Somewhere Primary School")
    with school_scope(school):
        Pupil.objects.create(
            school=school, legal_surname="Testington", legal_forename="Amber", date_of_birth=dt.date(2018, 1, 12)
        )
    return school


def test_everything_goes(committed: None) -> None:
    Network.objects.create(name="Chalk Ridge Network", slug=demo_network().slug)
    User.objects.create_user("somebody@larkmere.example", "chalk hills and larks")
    enrol(demo_network().schools[0].urn)
    assert is_built()
    demo_reset()
    assert not is_built()
    assert not User.objects.exists()
    assert not School.objects.exists()


def test_other_schools_pupils_are_never_taken(committed: None) -> None:
    school = enrol(123456)
    with pytest.raises(DemoError, match="Somewhere Primary School"):
        demo_reset()
    with school_scope(school):
        assert Pupil.objects.count() == 1
