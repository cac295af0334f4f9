"""A school with a spelling list of its own, and the teacher who keeps it."""

import pytest
from django.test import Client

from ridgeway.foundations.models import SpellingList
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast, Troupe
from tests.foundations.pages import staff_client
from tests.foundations.spelling.plays import held_by


@pytest.fixture
def school(cast: Cast) -> Troupe:
    return cast.ashdown


@pytest.fixture
def teacher(school: Troupe) -> Client:
    return staff_client(school.teacher.email)


@pytest.fixture
def held(school: Troupe) -> SpellingList:
    with school_scope(school.school):
        return held_by(school)
