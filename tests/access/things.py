"""One of everything that has a key in an address, made at a school: for rules that hold for all addresses."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django.utils import timezone

from ridgeway.access.models import Membership, User
from ridgeway.access.roles import Role
from ridgeway.exchange.models import Format, ImportRun
from ridgeway.fluency.growth import REMEDIES
from ridgeway.foundations.activities.probes import GRID
from ridgeway.foundations.activities.setting import set_probe, set_spelling
from ridgeway.foundations.delivery import Refusal
from ridgeway.foundations.models import Mistake
from ridgeway.foundations.offline.devices import ask_to_forget, see_device
from ridgeway.foundations.offline.refusals import keep_refused
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.foundations.practice import sit_down
from ridgeway.foundations.reading.texts import add_text
from ridgeway.foundations.spelling.lists import keep_list
from ridgeway.foundations.spelling.pasting import PastedWord
from ridgeway.foundations.steering.deciding import Decision, decide
from ridgeway.foundations.steering.models import Kind
from ridgeway.foundations.week.models import Reason
from ridgeway.foundations.week.reasons import say_why
from ridgeway.foundations.week.trying import begin
from ridgeway.foundations.weeks import Week
from ridgeway.foundations.withdrawing import withdraw
from ridgeway.schools.models import Pupil, School, StaffAssignment, TeachingGroup
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Troupe
from tests.foundations.reading.readings import OWN, hear, heard

Keys = dict[str, Any]
"""What stands in addresses, by the name that the addresses have for it."""

UNKNOWN = 999_999
WORDS = [PastedWord("because", "I stayed because it rained."), PastedWord("circle", "")]


def things_of(troupe: Troupe) -> Keys:
    """The keys of a school's things, all of its class; made by its headteacher."""
    head = troupe.staff[Role.HEADTEACHER]
    with school_scope(troupe.school):
        keys = things_of_class(troupe.school, troupe.group, troupe.pupils[0], by=head)
        run = ImportRun.objects.create(
            school=troupe.school,
            format=Format.PUPIL_CSV,
            file_name="pupils.csv",
            content=b"Surname,Forename,Born,Year\nNewby,Ann,31/08/2017,4\n",
            made_at=timezone.now(),
        )
        role = Membership.objects.get(school=troupe.school, role=Role.COACH)
    return keys | {"urn": troupe.urn, "run": run.pk, "membership": role.pk, "start_year": troupe.year.start_year}


def things_of_class(school: School, group: TeachingGroup, pupil: Pupil, *, by: User) -> Keys:
    """The keys of a class's things, which are about that pupil as far as they are about anybody."""
    now = timezone.now()
    sheets = make_sheets(group, "addition-grid", on=TODAY, pupils=[pupil], made_by=by)
    words = keep_list(school.pk, WORDS, name="Week 4", day=TODAY, group=group, by=by)
    set_spelling(group, words, at=now, by=by)
    device = see_device(school.pk, uuid4(), group=group, kind="iPad", at=now)
    ask_to_forget([device], by, now)
    say_why(pupil, Week.of(TODAY - dt.timedelta(days=7)), Reason.ABSENT, by=by)
    keep_refused(pupil, [{"id": "1", "item": "add:1+1"}], [Refusal("1", "at: it lies in the future.")], now)
    assignment = StaffAssignment.objects.filter(group=group).first()
    session = sit_down(pupil, now)
    withdraw({session: Mistake.SOMEBODY_ELSE}, by=by)
    return {
        "group": group.pk,
        "pupil": pupil.pk,
        "session": session.pk,
        "sheet_set": sheets.pk,
        "number": 1,
        "code": sheets.pages.get().code,
        "held": words.pk,
        "device": device.pk,
        "activity": set_probe(group, GRID, at=now, by=by).pk,
        "steer": decide(pupil, Decision(Kind.SLOWER, [], TODAY), by=by).pk,
        "tried": begin([pupil], next(iter(REMEDIES)), TODAY, by=by)[0].pk,
        "text": add_text(school, OWN, 4, by=by).pk,
        "result": hear(pupil, heard()).pk,
        "assignment": assignment.pk if assignment else UNKNOWN,
    }
