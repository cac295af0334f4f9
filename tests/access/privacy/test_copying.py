"""A copy of everything held about a pupil: complete, in plain English, without secrets, and on record."""

import csv
import datetime as dt
import io
import json
import zipfile

import pytest
from django.utils import timezone

from ridgeway.access.models import Disclosure, PupilSignIn
from ridgeway.access.privacy.copying import FOR_PROGRAMS, MEANINGS, PAGE, TO_CHECK, as_csv, copy_for_parents
from ridgeway.access.privacy.erasing import what_is_held
from ridgeway.access.privacy.subjects import SubjectError, find_subject
from ridgeway.access.roles import Role
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.access.privacy.conftest import KEY, full_pupil
from tests.cast import Cast


def test_a_copy_holds_every_row_in_words_and_is_on_record(cast: Cast) -> None:
    with school_scope(cast.birchwood.school):
        twin = {"legal_forename": "Zebedee", "legal_surname": "Quillfeather", "upn": "K999290122011"}
        Pupil.objects.create(school=cast.birchwood.school, date_of_birth=dt.date(2018, 2, 3), **twin)
    zebedee, head = full_pupil(cast.ashdown, KEY, "M999290122022"), cast.ashdown.staff[Role.HEADTEACHER]
    with school_scope(zebedee.school):
        subject = find_subject(zebedee.school, zebedee.upn)
        copy = copy_for_parents(subject, by=head, at=timezone.now())
        assert Disclosure.objects.get().made_by == head
        held = {kind.title: kind.rows for kind in what_is_held(subject)}
        badge = PupilSignIn.objects.get(pupil=zebedee).badge_key
    with zipfile.ZipFile(io.BytesIO(copy.data)) as archive:
        files = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    tables = json.loads(files[FOR_PROGRAMS])["tables"]
    assert {table["title"]: len(table["rows"]) for table in tables} == held
    for table in tables:
        assert len(list(csv.reader(io.StringIO(files[table["file"]])))) == len(table["rows"]) + 1
    assert f"What {zebedee.school} holds about Zebedee Quillfeather" in files[PAGE]
    assert "The unique pupil number" in files[MEANINGS]
    everything = "".join(files.values())
    assert badge not in everything
    assert "Birchwood" not in everything
    assert "K999290122011" not in everything
    (to_check,) = (content for name, content in files.items() if name.startswith(TO_CHECK))
    assert "Read in turns with QUILLFEATHER, Zebedee" in to_check


def test_no_spreadsheet_runs_what_somebody_typed() -> None:
    assert as_csv([["=1+1", 3, {"a": "é"}, None]]).decode("utf-8-sig") == '\'=1+1,3,"{""a"": ""é""}",\r\n'


def test_a_pupil_is_named_by_key_by_upn_or_by_a_former_one_and_only_at_their_school(cast: Cast) -> None:
    ashdown, (amber, bilal, *_) = cast.ashdown.school, cast.ashdown.pupils
    with school_scope(ashdown):
        Pupil.objects.filter(pk=amber.pk).update(former_upn="A999290122099")
        for named in (str(amber.pk), amber.upn, amber.upn.lower(), "A999290122099"):
            assert find_subject(ashdown, named).pk == amber.pk
        Pupil.objects.filter(pk=bilal.pk).update(former_upn=amber.upn)
        with pytest.raises(SubjectError, match=f"by the key instead: {amber.pk}, {bilal.pk}"):
            find_subject(ashdown, amber.upn)
        for unknown in (str(cast.birchwood.pupils[0].pk), cast.birchwood.pupils[0].upn, "", "Amber"):
            with pytest.raises(SubjectError, match="Take the UPN from the school office"):
                find_subject(ashdown, unknown)
