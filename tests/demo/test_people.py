"""The plan of the demo's people, at full size and before anything is written."""

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest

from ridgeway.access.roles import Role
from ridgeway.demo.names import demo_names
from ridgeway.demo.people import NetworkPeople, plan_people
from ridgeway.demo.places import demo_network
from ridgeway.demo.pupils import RECEPTION, YEARS, PupilPlan
from ridgeway.demo.staff import AdultPlan
from ridgeway.schools.models.calendar import academic_year_of
from ridgeway.schools.models.pupils import Kind
from ridgeway.schools.upn import is_temporary, is_valid
from ridgeway.web.pictures import PICTURES

SEED = 7
TODAY = dt.date(2026, 11, 23)
DAYS = [TODAY, dt.date(2026, 9, 1), dt.date(2026, 9, 4), dt.date(2027, 2, 15), dt.date(2027, 8, 20)]
"""A day in term, the first of the year, the second of term, one in half-term and one in the summer holiday."""


def people(today: dt.date = TODAY, seed: int = SEED) -> NetworkPeople:
    return plan_people(demo_network(), seed=seed, today=today)


def with_accounts(planned: NetworkPeople) -> list[AdultPlan]:
    """Everybody who signs in with an e-mail address."""
    everybody = [*planned.adults, *(adult for school in planned.schools for adult in school.adults)]
    return [adult for adult in everybody if adult.roles]


def pupils(today: dt.date = TODAY) -> list[PupilPlan]:
    return [pupil for school in people(today).schools for pupil in school.pupils]


def test_the_same_seed_and_day_plan_the_same_people() -> None:
    assert people() == people()
    assert people() != people(seed=SEED + 1)


def test_four_schools_of_different_size_with_about_1200_pupils() -> None:
    present = [sum(pupil.left is None for pupil in school.pupils) for school in people().schools]
    assert len(present) == 4
    assert 1150 <= sum(present) <= 1250
    assert min(present) < 100
    assert max(present) > 400
    assert {stay.year_group for pupil in pupils() for stay in pupil.stays} == set(YEARS) - {"N1"}


def test_45_people_sign_in_and_every_role_is_there() -> None:
    accounts = with_accounts(people())
    assert len({adult.email for adult in accounts}) == len(accounts) == 45
    assert {role for adult in accounts for role in adult.roles} == set(Role)


def test_every_class_has_a_teacher_now_and_had_one_last_year() -> None:
    for school in people().schools:
        taught = Counter(
            (duty.start_year, duty.group)
            for adult in school.adults
            for duty in adult.duties
            if duty.part == "teacher"
        )
        groups = {(year, group.name) for year in (2025, 2026) for group in school.place.classes}
        assert taught == dict.fromkeys(groups, 1)


def test_upns_are_valid_and_given_once() -> None:
    for school in people().schools:
        upns = [pupil.upn for pupil in school.pupils]
        assert len(set(upns)) == len(upns)
    assert all(is_valid(pupil.upn) and not is_temporary(pupil.upn) for pupil in pupils())
    assert {pupil.upn[1:4] for pupil in pupils()} == {"999"}


def test_one_pupil_moved_between_two_schools_and_kept_the_upn() -> None:
    twice = [upn for upn, times in Counter(pupil.upn for pupil in pupils()).items() if times > 1]
    assert len(twice) == 1
    before, after = (pupil for pupil in pupils() if pupil.upn == twice[0])
    assert before.left == after.joined
    assert (before.surname, before.born) == (after.surname, after.born)
    assert after.left is None


def test_nobody_shares_a_badge_or_a_full_name_within_a_school() -> None:
    keys = [pupil.badge_key for pupil in pupils()]
    assert len(set(keys)) == len(keys)
    for school in people().schools[:-1]:
        names = [(pupil.forename, pupil.surname) for pupil in school.pupils]
        assert len(set(names)) == len(names)


def test_three_different_pictures_each() -> None:
    known = {picture.name for picture in PICTURES}
    assert all(len(set(pupil.pictures)) == 3 and set(pupil.pictures) <= known for pupil in pupils())


@pytest.mark.parametrize("today", DAYS)
def test_everybody_is_of_the_right_age(today: dt.date) -> None:
    for pupil in pupils(today):
        for stay in pupil.stays:
            age_in_september = academic_year_of(dt.date(stay.start_year, 9, 1)) - academic_year_of(pupil.born) - 1
            assert age_in_september == YEARS.index(stay.year_group) - RECEPTION + 4


@pytest.mark.parametrize("today", DAYS)
def test_stays_follow_each_other_and_fit_the_time_on_roll(today: dt.date) -> None:
    for pupil in pupils(today):
        assert pupil.stays
        assert pupil.joined <= pupil.stays[0].starts
        assert pupil.stays[-1].ends == pupil.left
        assert (pupil.left is None) == (pupil.stays[-1].start_year == academic_year_of(today)) or pupil.left
        for earlier, later in pairwise(pupil.stays):
            assert earlier.ends == later.starts
            assert YEARS.index(later.year_group) - YEARS.index(earlier.year_group) == 1


@pytest.mark.parametrize("today", DAYS)
def test_nothing_has_happened_after_today(today: dt.date) -> None:
    for pupil in pupils(today):
        assert pupil.joined <= today
        assert pupil.left is None or pupil.left <= today
        assert all(held.starts <= today and (held.ends or today) <= today for held in pupil.characteristics)


def test_some_join_and_some_leave_during_the_year() -> None:
    joined = [pupil for pupil in pupils() if (pupil.joined.month, pupil.joined.day) != (9, 1)]
    left = [pupil for pupil in pupils() if pupil.left and (pupil.left.month, pupil.left.day) != (9, 1)]
    assert len(joined) > 20
    assert len(left) > 20


@pytest.mark.parametrize(
    ("kind", "value", "share"),
    [
        (Kind.PUPIL_PREMIUM, "Y", 0.25),
        (Kind.SEN_PROVISION, "K", 0.14),
        (Kind.SEN_PROVISION, "E", 0.04),
        (Kind.EAL, "Y", 0.18),
    ],
)
def test_characteristics_are_near_their_shares(kind: Kind, value: str, share: float) -> None:
    present = [pupil for pupil in pupils() if pupil.left is None]
    holders = sum(
        any((held.kind, held.value, held.ends) == (kind, value, None) for held in pupil.characteristics)
        for pupil in present
    )
    assert holders / len(present) == pytest.approx(share, abs=0.03)


def test_surnames_are_made_up_and_listed_once() -> None:
    names = demo_names()
    for listed in (names.girls, names.boys, names.women, names.men, names.surnames):
        assert len(set(listed)) == len(listed)
    assert {pupil.surname for pupil in pupils()} <= set(names.surnames)
    assert set(names.short) <= {*names.girls, *names.boys}


def test_places_are_recognisably_fictional() -> None:
    network = demo_network()
    assert network.la == 999
    assert all(
        999_000 < school.urn <= 999_999 and school.postcode.startswith("ZZ99") for school in network.schools
    )
    assert all(adult.email.endswith(".example") for adult in with_accounts(people()))


def test_some_classes_practise_and_some_have_not_begun() -> None:
    groups = [group for school in demo_network().schools for group in school.classes]
    begun = [group for group in groups if group.practice]
    assert {year for group in begun for year in group.years} == {"2", "3", "4", "5", "6"}
    assert all(group.signs_in for group in begun)
    assert any(group.signs_in and not group.practice for group in groups)
