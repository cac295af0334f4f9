"""The class of the tests on Monday morning."""

import datetime as dt

import pytest
from django.test import Client

from ridgeway.schools.models import AcademicYear, GroupMembership, Pupil, TeachingGroup
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.pages import staff_client


@pytest.fixture
def school(cast: Cast) -> Troupe:
    """Whose school year began two months ago, whatever the day is: a week ago the class was there."""
    begun = TODAY - dt.timedelta(days=60)
    with school_scope(cast.ashdown.school):
        AcademicYear.objects.filter(pk=cast.ashdown.year.pk).update(starts=begun)
        GroupMembership.objects.update(starts=begun)
        cast.ashdown.group = TeachingGroup.objects.select_related("academic_year").get()
    return cast.ashdown


@pytest.fixture
def amber(school: Troupe) -> Pupil:
    return school.pupils[0]


@pytest.fixture
def bilal(school: Troupe) -> Pupil:
    return school.pupils[1]


@pytest.fixture
def teacher(school: Troupe) -> Client:
    return staff_client(school.teacher.email)
