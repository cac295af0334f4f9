"""What several decisions mean together: the pupil's own go before the class's, the rest adds up."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ridgeway.fluency import catalogue
from ridgeway.fluency.aims import aims_ms, with_own
from ridgeway.foundations.models import Steer
from ridgeway.foundations.steering.models import Kind
from ridgeway.foundations.steering.resolving import Steering, resolve, steering_of
from ridgeway.schools.models import GroupMembership, Pupil, TeachingGroup
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.steering.decisions import decided, in_days

AIM, SET, PAUSE, SLOWER = Kind.AIM, Kind.SET, Kind.PAUSE, Kind.SLOWER
ITEMS = catalogue()


def steer(kind: Kind, *names: str, ms: int | None = None) -> Steer:
    return Steer(kind=kind, names=list(names), milliseconds=ms)


def test_where_nothing_was_decided_nothing_is_restricted() -> None:
    assert resolve([], [], ITEMS) == Steering()


def test_decisions_for_the_same_people_add_up() -> None:
    steering = resolve(
        [], [steer(SET, "mul-2"), steer(SET, "mul-5"), steer(PAUSE, "mul:2x2"), steer(SLOWER)], ITEMS
    )
    assert steering == Steering({}, frozenset({"mul:2x2"}), frozenset({"mul-2", "mul-5"}), slower=True)


def test_a_strand_stands_for_its_sets() -> None:
    of_mul = frozenset(each.id for each in ITEMS.sets if each.strand == "mul")
    assert resolve([steer(SET, "mul")], [], ITEMS).sets == of_mul
    assert resolve([steer(PAUSE, "mul")], [], ITEMS).paused == of_mul


def test_practise_only_for_the_pupil_puts_aside_the_class() -> None:
    of_class = [steer(SET, "mul-2"), steer(PAUSE, "mul-5", "mul-10")]
    steering = resolve(of_class, [steer(SET, "mul-5")], ITEMS)
    assert (steering.sets, steering.paused) == (frozenset({"mul-5"}), frozenset({"mul-10"}))


def test_the_class_cannot_open_what_was_paused_for_the_pupil() -> None:
    steering = resolve([steer(SET, "mul-2", "mul-5")], [steer(PAUSE, "mul-5")], ITEMS)
    assert (steering.sets, steering.paused) == (frozenset({"mul-2", "mul-5"}), frozenset({"mul-5"}))


def test_an_aim_for_the_pupil_puts_aside_the_class_aims_inside_it_and_no_others() -> None:
    of_class = [steer(AIM, "mul:2x2", "mul-5", "mul", ms=2000), steer(AIM, "add", "div-2", ms=2500)]
    assert resolve(of_class, [steer(AIM, "mul", ms=6000)], ITEMS).own_aims == {
        "mul": 6000,
        "add": 2500,
        "div-2": 2500,
    }
    assert resolve(of_class, [steer(AIM, "mul-2", ms=6000)], ITEMS).own_aims == {
        "mul-2": 6000,
        "mul-5": 2000,
        "mul": 2000,
        "add": 2500,
        "div-2": 2500,
    }


def test_of_two_aims_for_the_same_the_later_counts() -> None:
    assert resolve([], [steer(AIM, "mul", ms=2000), steer(AIM, "mul", ms=4000)], ITEMS).own_aims == {"mul": 4000}


def test_what_the_subject_does_not_have_is_left_out() -> None:
    about_words = [steer(SET, "spell-y12-1"), steer(PAUSE, "no-such-set"), steer(AIM, "spelling", ms=9000)]
    assert resolve(about_words, about_words, ITEMS) == Steering()


NAMES = [item.id for item in ITEMS.items[:20]] + [each.id for each in ITEMS.sets] + list(ITEMS.strands)
decisions = st.lists(
    st.tuples(st.sampled_from(list(Kind)), st.lists(st.sampled_from(NAMES), max_size=3)), max_size=4
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(decisions, decisions)
def test_whatever_was_decided_a_plan_can_take_it(
    for_class: list[tuple[Kind, list[str]]], for_pupil: list[tuple[Kind, list[str]]]
) -> None:
    of_class, own = (
        [steer(kind, *names, ms=2000) for kind, names in several] for several in (for_class, for_pupil)
    )
    steering = resolve(of_class, own, ITEMS)
    with_own(aims_ms(ITEMS), ITEMS, steering.own_aims)
    known = {each.id for each in ITEMS.sets}
    assert steering.paused <= known | set(NAMES)
    assert steering.sets is None or (steering.sets and steering.sets <= known)
    own_sets = resolve([], own, ITEMS).sets
    assert own_sets is None or steering.sets == own_sets


@pytest.fixture
def school(cast: Cast) -> Iterator[Troupe]:
    with school_scope(cast.ashdown.school):
        yield cast.ashdown


def own(pupil: Pupil, day: Any = TODAY) -> Steering:
    return steering_of([pupil], day)[pupil.pk]


def test_a_decision_for_a_class_holds_for_everybody_in_it_and_nobody_else(school: Troupe) -> None:
    newcomer, *others = school.pupils
    GroupMembership.objects.filter(pupil=newcomer).delete()
    decided(school.group, SLOWER)
    steering = steering_of(school.pupils, TODAY)
    assert [steering[pupil.pk].slower for pupil in (newcomer, *others)] == [False, True, True, True]


def test_a_pupil_in_two_classes_obeys_both(school: Troupe) -> None:
    ada = school.pupils[0]
    maths = TeachingGroup.objects.create(school=school.school, academic_year=school.year, name="Maths 1")
    GroupMembership.objects.create(school=school.school, group=maths, pupil=ada, starts=school.year.starts)
    decided(school.group, SLOWER)
    decided(maths, PAUSE, "mul-2")
    steering = steering_of(school.pupils, TODAY)
    assert (steering[ada.pk].slower, steering[ada.pk].paused) == (True, frozenset({"mul-2"}))
    assert steering[school.pupils[1].pk] == Steering(slower=True)


def test_a_decision_holds_from_its_first_day_to_its_last(school: Troupe) -> None:
    ada = school.pupils[0]
    decided(ada, PAUSE, "mul-2", starts=in_days(1), until=in_days(3))
    held = [bool(own(ada, in_days(day)).paused) for day in range(6)]
    assert held == [False, True, True, True, False, False]


def test_last_years_class_decides_nothing_this_year(school: Troupe) -> None:
    before = school.year
    group = TeachingGroup.objects.create(school=school.school, academic_year=before, name="Old")
    GroupMembership.objects.create(school=school.school, group=group, pupil=school.pupils[0], starts=before.starts)
    decided(group, SLOWER)
    assert own(school.pupils[0]).slower
    type(before).objects.filter(pk=before.pk).update(ends=TODAY)
    assert not own(school.pupils[0]).slower


def test_a_class_costs_one_query(school: Troupe, django_assert_num_queries: Any) -> None:
    decided(school.group, SLOWER)
    decided(school.pupils[0], AIM, "mul", milliseconds=4000)
    with django_assert_num_queries(1):
        assert len(steering_of(school.pupils, TODAY)) == 4
