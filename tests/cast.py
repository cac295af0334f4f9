"""The cast of the tests: two schools side by side, and two of everything.

Ashdown is the school most tests happen in; Birchwood is next door, and none of its people may see into Ashdown.
Both belong to the network Chalk Ridge; Downland is the network next door.
"""

import datetime as dt
from dataclasses import dataclass, field

from ridgeway.access.models import ClassCode, Membership, PupilSignIn, User
from ridgeway.access.roles import NETWORK_ROLES, Role
from ridgeway.schools.models import (
    AcademicYear,
    Enrolment,
    GroupMembership,
    Network,
    NetworkSchool,
    Pupil,
    School,
    StaffAssignment,
    StaffMember,
    TeachingGroup,
    YearPlacement,
)
from ridgeway.schools.models.calendar import academic_year_of
from ridgeway.schools.tenancy import network_scope, school_scope
from ridgeway.schools.upn import make_upn

PASSWORD = "correct horse battery"
TODAY = dt.date.today()  # noqa: DTZ011
TERM = dt.timedelta(days=60)
"""Their year began at least so long ago, also on 1 September, and goes on for as long, also on 31 August: tests
tell of the weeks around any day."""


@dataclass
class Troupe:
    """One school's people: a class of Year 4 with four pupils, its teacher, and a member of staff per role."""

    school: School
    year: AcademicYear
    group: TeachingGroup
    pupils: list[Pupil]
    teacher: User
    staff: dict[Role, User] = field(default_factory=dict)

    @property
    def urn(self) -> int:
        return self.school.urn


@dataclass
class Cast:
    """Everybody: two schools in one network, the network's people, another network with its lead, and a stranger
    with no role at all."""

    ashdown: Troupe
    birchwood: Troupe
    network: Network
    adviser: User
    network_lead: User
    stranger: User
    network_next_door: Network
    lead_next_door: User


def assemble() -> Cast:
    """Writes the cast to the database."""
    ashdown = _troupe(urn=999101, establishment=2101, name="Ashdown Primary School", shortname="ashdown")
    birchwood = _troupe(urn=999102, establishment=2102, name="Birchwood Primary School", shortname="birchwood")
    network = Network.objects.create(name="Chalk Ridge Network", slug="chalk-ridge")
    for troupe in (ashdown, birchwood):
        NetworkSchool.objects.create(network=network, school=troupe.school, starts=troupe.year.starts)
    advisers = {role: _network_person(role, network, starts=ashdown.year.starts) for role in sorted(NETWORK_ROLES)}
    downland = Network.objects.create(name="Downland Network", slug="downland")
    return Cast(
        ashdown=ashdown,
        birchwood=birchwood,
        network=network,
        adviser=advisers[Role.ADVISER],
        network_lead=advisers[Role.NETWORK_LEAD],
        stranger=User.objects.create_user("stranger@elsewhere.example", PASSWORD),
        network_next_door=downland,
        lead_next_door=_network_person(Role.NETWORK_LEAD, downland, starts=ashdown.year.starts, place="downland"),
    )


PUPILS = [
    ("Amber", "Testington", dt.date(2018, 1, 12)),
    ("Bilal", "Samplewood", dt.date(2018, 3, 2)),
    ("Cerys", "Mockford", dt.date(2017, 10, 30)),
    ("Dov", "Fixtureby", dt.date(2018, 7, 9)),
]


def _troupe(*, urn: int, establishment: int, name: str, shortname: str) -> Troupe:
    school = School.objects.create(urn=urn, la=999, establishment=establishment, name=name)
    start = academic_year_of(TODAY)
    with school_scope(school):
        year = AcademicYear.objects.create(
            school=school,
            start_year=start,
            starts=min(dt.date(start, 9, 1), TODAY - TERM),
            ends=max(dt.date(start + 1, 9, 1), TODAY + TERM),
        )
        group = TeachingGroup.objects.create(school=school, academic_year=year, name="4 Kestrel")
        ClassCode.objects.create(school=school, group=group)
        pupils = [_pupil(school, year, group, number, *names) for number, names in enumerate(PUPILS, start=1)]
        staff = {role: _staff(school, role, shortname, year.starts) for role in Role if role not in NETWORK_ROLES}
        StaffAssignment.objects.create(
            school=school, group=group, staff=StaffMember.objects.get(surname="Teacher"), starts=year.starts
        )
    return Troupe(school, year, group, pupils, staff[Role.TEACHER], staff)


def _pupil(
    school: School,
    year: AcademicYear,
    group: TeachingGroup,
    number: int,
    forename: str,
    surname: str,
    born: dt.date,
) -> Pupil:
    pupil: Pupil = Pupil.objects.create(
        school=school,
        upn=make_upn(la=999, establishment=school.establishment or 0, year=22, serial=number),
        legal_forename=forename,
        legal_surname=surname,
        date_of_birth=born,
    )
    Enrolment.objects.create(school=school, pupil=pupil, starts=year.starts)
    YearPlacement.objects.create(school=school, pupil=pupil, academic_year=year, year_group="4")
    GroupMembership.objects.create(school=school, group=group, pupil=pupil, starts=year.starts)
    PupilSignIn.objects.create(school=school, pupil=pupil)
    return pupil


def _staff(school: School, role: Role, shortname: str, starts: dt.date) -> User:
    surname = role.label.replace(" ", "")
    member = StaffMember.objects.create(school=school, title="Mx", forename="Test", surname=surname)
    user = User.objects.create_user(f"{role.value}@{shortname}.example", PASSWORD, last_name=surname)
    Membership.objects.create(user=user, school=school, role=role, staff=member, starts=starts)
    return user


def _network_person(role: Role, network: Network, *, starts: dt.date, place: str = "network") -> User:
    user = User.objects.create_user(f"{role.value}@{place}.example", PASSWORD)
    with network_scope(network):
        Membership.objects.create(user=user, network=network, role=role, starts=starts)
    return user
