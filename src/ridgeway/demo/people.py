"""Planning all the demo's people: pure data, so that it can be looked at before anything is written."""

import datetime as dt
from dataclasses import dataclass

from ridgeway.demo.places import NetworkPlace, SchoolPlace
from ridgeway.demo.pupils import PupilPlan, plan_pupils
from ridgeway.demo.staff import AdultPlan, plan_network_people, plan_staff


@dataclass(frozen=True, slots=True)
class SchoolPeople:
    """One school with its pupils and its adults."""

    place: SchoolPlace
    pupils: tuple[PupilPlan, ...]
    adults: tuple[AdultPlan, ...]


@dataclass(frozen=True, slots=True)
class NetworkPeople:
    """The network's own people, and its schools with theirs."""

    network: NetworkPlace
    adults: tuple[AdultPlan, ...]
    schools: tuple[SchoolPeople, ...]


def plan_people(network: NetworkPlace, *, seed: int, today: dt.date) -> NetworkPeople:
    """Everybody. One pupil has moved from the first school to the last and stands in the books of both."""
    schools: list[SchoolPeople] = []
    for place in network.schools:
        last = place is network.schools[-1] and schools
        arriving = _somebody_who_left(schools[0]) if last else None
        pupils = plan_pupils(network, place, seed=seed, today=today, arriving=arriving)
        schools.append(SchoolPeople(place, pupils, plan_staff(place, seed=seed, today=today)))
    return NetworkPeople(network, plan_network_people(network, seed=seed, today=today), tuple(schools))


def _somebody_who_left(school: SchoolPeople) -> PupilPlan | None:
    """A pupil who left early enough to have years of primary school to come."""
    leavers = (pupil for pupil in school.pupils if pupil.left and pupil.stays)
    return next((pupil for pupil in leavers if pupil.stays[-1].year_group in {"1", "2", "3", "4"}), None)
