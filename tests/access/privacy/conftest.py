"""A pupil of whom there is something of every kind, beside others of whom there is as much."""

import datetime as dt
from typing import Any, Final
from uuid import uuid4

import pghistory
import pytest
from django.utils import timezone

from ridgeway.access.models import PupilSignIn
from ridgeway.access.roles import Role
from ridgeway.exchange.imports import import_at_once
from ridgeway.exchange.models import Format, ImportRun
from ridgeway.exchange.opening import Options, open_importer
from ridgeway.foundations.models import ReadingResult, SheetResult
from ridgeway.schools.models import Enrolment, GroupMembership, Pupil, YearPlacement
from ridgeway.schools.tenancy import school_scope
from tests.access.things import things_of_class
from tests.cast import Troupe
from tests.foundations.pages import practise

KEY: Final = 918_273_645
"""A key that is nothing else's, so that it can be searched for."""

NAMES: Final = ("Zebedee", "Quillfeather")


def full_pupil(troupe: Troupe, key: int, upn: str) -> Pupil:
    """Zebedee Quillfeather of this school, of whom there is something of every kind."""
    by = troupe.staff[Role.HEADTEACHER]
    with school_scope(troupe.school), pghistory.context(user=by.pk, url=f"/pupils/{key}/"):
        pupil: Pupil = Pupil.objects.create(
            pk=key,
            school=troupe.school,
            upn=upn,
            legal_forename=NAMES[0],
            legal_surname="Oldname",
            date_of_birth=dt.date(2018, 2, 3),
        )
        Pupil.objects.filter(pk=key).update(legal_surname=NAMES[1])
        for model, more in ((Enrolment, {}), (GroupMembership, {"group": troupe.group})):
            model.objects.create(school=troupe.school, pupil=pupil, starts=troupe.year.starts, **more)
        YearPlacement.objects.create(school=troupe.school, pupil=pupil, academic_year=troupe.year, year_group="4")
        PupilSignIn.objects.create(school=troupe.school, pupil=pupil)
        pupil.refresh_from_db()
        keys = things_of_class(troupe.school, troupe.group, pupil, by=by)
        page = pupil.sheet_pages.get()
        result = SheetResult.objects.create(school=troupe.school, page=page, questions=4, correct=3, entered_by=by)
        result.delete()
        practise(troupe, [pupil], days=2)
        _in_imports_and_notes(troupe, pupil, keys)
    return pupil


def _in_imports_and_notes(troupe: Troupe, pupil: Pupil, keys: dict[str, Any]) -> None:
    """An import that changed the pupil, a list that waits, and a note about somebody else that names them."""
    name = f"{NAMES[1]},{NAMES[0]},{pupil.upn},03/02/2018,4"
    data = f"Surname,Forename,UPN,Born,Year\n{name}\n".encode()
    rows = data.replace(b"Forename", b"Forename,Middle names").replace(b"Zebedee", b"Zebedee,Oakapple")
    importer = open_importer(Format.PUPIL_CSV, rows, "list.csv", school=troupe.school, options=Options())
    importer.preview()
    import_at_once(
        importer, school=troupe.school, data=rows, file_name="list of Zebedee Quillfeather.csv", options={}
    )
    ImportRun.objects.create(
        school=troupe.school, format=Format.PUPIL_CSV, file_name="b.csv", content=data, made_at=timezone.now()
    )
    heard = ReadingResult.objects.get(pk=keys["result"])
    ReadingResult.objects.create(
        school=troupe.school,
        key=uuid4(),
        pupil=troupe.pupils[1],
        text=heard.text,
        packaged=heard.packaged,
        words_of=heard.words_of,
        day=heard.day,
        seconds=60,
        last_word=10,
        errors=0,
        note="Read in turns with QUILLFEATHER, Zebedee and liked it.",
    )


@pytest.fixture
def zebedee(committed: Any) -> Pupil:
    """At Ashdown; Birchwood next door has a pupil with the same names, a twin of paper."""
    full_pupil(committed.birchwood, KEY + 1, "K999290122011")
    return full_pupil(committed.ashdown, KEY, "M999290122022")
