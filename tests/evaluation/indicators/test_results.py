"""Attainment, gains and what lasted, from the imported tables."""

import datetime as dt

import numpy as np
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ridgeway.evaluation.indicators.afterwards import since_the_end
from ridgeway.evaluation.indicators.attainment import attainment
from ridgeway.evaluation.indicators.results import Results, read_results
from ridgeway.evaluation.indicators.schools import Member, first_tests, members_of
from ridgeway.evaluation.indicators.telling import change_told, gains_told
from ridgeway.exchange.models import SchoolResults
from ridgeway.schools.models import Network, School, SchoolLink
from tests.cast import Cast
from tests.evaluation.conftest import TREATED
from tests.evaluation.indicators.conftest import joined


@given(st.dates(dt.date(2005, 1, 1), dt.date(2040, 1, 1)))
def test_a_school_counts_from_the_first_tests_in_may_after_it_joined(day: dt.date) -> None:
    year = first_tests(day)
    assert dt.date(year - 1, 5, 1) <= day < dt.date(year, 5, 1)


def test_a_school_that_joined_in_september_2017_has_its_first_tests_in_2018(network: Network) -> None:
    assert {(each.first, each.last) for each in members_of(network)} == {(2018, None)}


def test_two_periods_in_a_network_count_as_one(network: Network) -> None:
    first = network.periods.order_by("school__urn")[0]
    first.ends = dt.date(2018, 9, 1)
    first.save()
    network.periods.create(school=first.school, starts=dt.date(2019, 1, 1), ends=dt.date(2020, 1, 1))
    assert next((each.first, each.last) for each in members_of(network) if each.urn == first.school.urn) == (
        2018,
        2019,
    )


def test_the_mean_change_stands_beside_the_national_one_with_students_interval(network: Network) -> None:
    members = members_of(network)
    results = read_results([each.urn for each in members], "READ_AVERAGE")
    found = attainment(members, results, before=2017, after=2019)
    moved = np.array([results.values[urn][2019] - results.values[urn][2017] for urn in TREATED])
    low, high = stats.t.interval(0.95, len(moved) - 1, moved.mean(), stats.sem(moved))
    assert found.change is not None
    assert found.change.difference.estimate == pytest.approx(moved.mean())
    assert (found.change.difference.ci_low, found.change.difference.ci_high) == pytest.approx((low, high))
    assert found.nothing_done is False
    assert "8 schools" in change_told(found.change)
    assert not found.breaks


def test_breaks_of_this_measure_between_the_years_are_told() -> None:
    results = Results("PTRWM_EXP", {1: {2017: 60.0, 2019: 61.0}}, {1: {2017: 30.0, 2019: 30.0}}, {})
    member = Member(1, "", dt.date(2017, 9, 1), 2018, None)
    found = attainment([member], results, before=2017, after=2019)
    assert "writing" in " ".join(found.breaks)
    assert found.change is None
    assert found.refusals


def test_gains_are_told_with_what_chance_gives(network: Network) -> None:
    members = members_of(network)
    results = read_results([each.urn for each in members], "PTREAD_EXP")
    found = attainment(members, results, before=2017, after=2019)
    assert found.gains is not None
    told = gains_told(found.gains)
    assert told[0].startswith("0 of 8 schools gained at least 10 points")
    assert "by chance alone" in told[1].lower()
    assert "if no school had truly changed" in told[1]
    assert "as schools nationally" in told[2]


def test_where_no_school_joined_between_the_years_nothing_is_the_networks_doing(network: Network) -> None:
    members = members_of(network)
    results = read_results([each.urn for each in members], "READ_AVERAGE")
    assert attainment(members, results, before=2016, after=2017).nothing_done is True


def test_schools_that_joined_earlier_are_not_counted_beside_those_that_joined_between(network: Network) -> None:
    early = network.periods.order_by("school__urn")[0]
    early.starts = dt.date(2015, 9, 1)
    early.save()
    members = members_of(network)
    results = read_results([each.urn for each in members], "READ_AVERAGE")
    assert attainment(members, results, before=2017, after=2019).counted == 7


def test_a_year_before_a_school_became_an_academy_is_that_of_the_school_before(network: Network) -> None:
    school = School.objects.get(urn=TREATED[0])
    old = School.objects.create(urn=109_999, name="The school before")
    SchoolLink.objects.create(predecessor=old, successor=school)
    before = read_results([school.urn], "READ_AVERAGE").values[school.urn]
    SchoolResults.objects.filter(urn=school.urn, file__year="2015-16").update(urn=old.urn)
    assert read_results([school.urn], "READ_AVERAGE").values[school.urn] == before
    another = School.objects.create(urn=109_998, name="Another before")
    SchoolLink.objects.create(predecessor=another, successor=school)
    assert 2016 not in read_results([school.urn], "READ_AVERAGE").values[school.urn]


def test_what_lasted_is_the_change_of_the_distance_to_the_country_since_the_last_year() -> None:
    day = dt.date(2015, 9, 1)
    members = [Member(urn, "", day, 2016, last) for urn, last in ((1, 2017), (2, 2018), (3, None))]
    values = {1: {2017: 60.0, 2018: 64.0}, 2: {2018: 50.0, 2019: 51.0, 2021: 58.0}, 3: {2017: 1.0, 2018: 90.0}}
    nationally = {2017: 60.0, 2018: 61.0, 2019: 63.0, 2021: 64.0}
    one, three = since_the_end(members, Results("PTRWM_EXP", values, {}, nationally))
    assert (one.years, one.schools) == (1, 2)
    assert one.difference == pytest.approx((3 - 1) / 2)
    assert one.estimate is not None
    assert (one.estimate.ci_low, one.estimate.ci_high) == pytest.approx(
        stats.t.interval(0.95, 1, 1.0, stats.sem([3.0, -1.0]))
    )
    assert (three.years, three.schools, three.estimate) == (3, 1, None)
    assert three.difference == pytest.approx(5.0)


def test_the_page_says_what_each_figure_cannot_show(client: Client, cast: Cast, network: Network) -> None:
    client.force_login(cast.adviser)
    page = client.get(f"/networks/{network.slug}/indicators/?measure=PTREAD_EXP&before=2017&after=2019").content
    assert page.decode().count("What this cannot show") == 2
    assert "0 of 8 schools gained" in page.decode()


def test_without_tables_the_page_says_what_to_import(client: Client, cast: Cast) -> None:
    client.force_login(cast.network_lead)
    page = client.get(f"/networks/{cast.network.slug}/indicators/").content.decode()
    assert "ridgeway import ks2" in page
    assert "Bring in a CSV file with school, date, outcome" in page
    assert "No school has left the network" in page


@pytest.mark.parametrize("asked", ["before=2019&after=2017", "measure=NONSENSE", "before=x"])
def test_a_choice_that_cannot_be_made_is_told_so(client: Client, cast: Cast, network: Network, asked: str) -> None:
    client.force_login(cast.network_lead)
    page = client.get(f"/networks/{network.slug}/indicators/?{asked}")
    assert page.status_code == 200
    assert "Please look at this again" in page.content.decode()


def test_schools_that_left_are_followed_on_the_page(client: Client, cast: Cast, network: Network) -> None:
    joined(network, dt.date(2015, 9, 1), dt.date(2017, 9, 1))
    client.force_login(cast.network_lead)
    page = client.get(f"/networks/{network.slug}/indicators/?measure=READ_AVERAGE&before=2016&after=2019")
    assert "Years after the last in the network" in page.content.decode()
