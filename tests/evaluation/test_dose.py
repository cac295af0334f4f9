"""Practice beside growth: groups alone, small numbers hidden, and a label that says what it cannot say."""

import datetime as dt

import pytest
from django.test import Client

from ridgeway.evaluation.dose.beside import beside
from ridgeway.foundations.models import KnowledgeDay, PracticeDay
from ridgeway.schools.models import GroupMembership, Pupil, YearPlacement
from ridgeway.schools.tenancy import network_scope, school_scope
from tests.cast import Cast, Troupe


def practised(troupe: Troupe, pupils: int, *, minutes: int, gained: int, year_group: str = "4") -> dt.date:
    """So many pupils of a class practised on two days, two weeks apart; returns the day after."""
    first = troupe.year.starts + dt.timedelta(days=7)
    with school_scope(troupe.school):
        for _ in range(pupils):
            pupil = Pupil.objects.create(
                school=troupe.school, legal_forename="Any", legal_surname="Body", date_of_birth=dt.date(2018, 1, 1)
            )
            own = {"school": troupe.school, "pupil": pupil}
            YearPlacement.objects.create(academic_year=troupe.year, year_group=year_group, **own)
            GroupMembership.objects.create(group=troupe.group, starts=troupe.year.starts, **own)
            for at, day in enumerate((first, first + dt.timedelta(days=14))):
                PracticeDay.objects.create(
                    day=day, strand="mul", device="touch", answers=40, correct=30, timed=25,
                    milliseconds=minutes * 30_000, log_seconds=10.0, **own,
                )  # fmt: skip
                KnowledgeDay.objects.create(
                    subject="number-facts", day=day, met=50, fluent=10 + at * gained, secure=5, **own
                )
    return first + dt.timedelta(days=20)


def test_a_point_is_the_medians_of_a_group(cast: Cast) -> None:
    practised(cast.ashdown, 7, minutes=40, gained=8)
    today = practised(cast.birchwood, 6, minutes=80, gained=2)
    with network_scope(cast.network):
        found = beside([cast.ashdown.school, cast.birchwood.school], "year-groups", "gain", today)
    names = [point.name for point in found.points]
    assert names == ["Ashdown Primary School, Year 4", "Birchwood Primary School, Year 4"]
    assert [point.upwards for point in found.points] == pytest.approx([4.0, 1.0])
    one, other = (point.across for point in found.points)
    assert other / one == pytest.approx(2.0)
    assert found.hidden == 0


def test_a_group_of_few_is_hidden_and_counted(cast: Cast) -> None:
    practised(cast.ashdown, 8, minutes=40, gained=8)
    today = practised(cast.ashdown, 3, minutes=40, gained=8, year_group="5")
    with network_scope(cast.network):
        groups = beside([cast.ashdown.school], "year-groups", "gain", today)
        whole = beside([cast.ashdown.school], "schools", "gain", today)
    assert (groups.points, groups.hidden) == ([], 2)
    assert [point.name for point in whole.points] == ["Ashdown Primary School"]


def test_a_figure_of_few_who_grew_is_hidden_though_many_practised(cast: Cast) -> None:
    today = practised(cast.ashdown, 9, minutes=40, gained=8)
    with school_scope(cast.ashdown.school):
        grown = list(KnowledgeDay.objects.values_list("pupil", flat=True).distinct()[:5])
        KnowledgeDay.objects.exclude(pupil__in=grown).delete()
    with network_scope(cast.network):
        assert beside([cast.ashdown.school], "schools", "gain", today).points == []


def test_without_practice_the_page_says_what_has_to_happen(client: Client, cast: Cast) -> None:
    client.force_login(cast.adviser)
    page = client.get(f"/networks/{cast.network.slug}/dose/?by=nonsense").content.decode()
    assert "Nothing to show yet" in page
    assert "This describes. It cannot say" in page


def test_the_page_says_that_it_describes_and_names_no_pupil(client: Client, cast: Cast) -> None:
    practised(cast.ashdown, 8, minutes=40, gained=8)
    client.force_login(cast.network_lead)
    page = client.get(f"/networks/{cast.network.slug}/dose/?by=schools&growth=gain").content.decode()
    assert "This describes. It cannot say" in page
    assert "Amber" not in page
    assert "Body" not in page
