"""The pages of an import: choose, look, decide, take back; only for those who manage the list of pupils."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ridgeway.access.roles import Role
from ridgeway.exchange.models import ColumnMapping, ImportRun, State
from ridgeway.schools.models import Enrolment, GroupMembership, Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.exchange.samples import own

CSV = "Family name,First,DOB,Year,Class,UPN\nNewby,Ann,31/08/2017,4,4 Kestrel,{upn}\n"
BAD_ROW = "Broken,Date,31/02/2018,4,4 Kestrel,\n"


class Desk:
    """A person at the imports of a school."""

    def __init__(self, client: Client, urn: int) -> None:
        self.client = client
        self.address = f"/schools/{urn}/imports/"
        self.url = ""

    def choose(self, data: bytes | str, name: str = "list.xml") -> str:
        """Uploads a file and returns the page after it."""
        content = data.encode() if isinstance(data, str) else data
        response = self.client.post(self.address, {"file": SimpleUploadedFile(name, content)}, follow=True)
        self.url = response.redirect_chain[-1][0].removesuffix("columns/") if response.redirect_chain else ""
        return text(response)

    def open(self) -> str:
        return text(self.client.get(self.url, follow=True))

    def press(self, what: str, **fields: str) -> str:
        return text(self.client.post(f"{self.url}{what}/", fields, follow=True))

    def apply(self) -> str:
        seen = re.search(r'name="seen" value="(\w+)"', self.open())
        assert seen
        return self.press("apply", seen=seen[1])


@pytest.fixture
def desk(client: Client, cast: Cast) -> Desk:
    client.force_login(cast.ashdown.staff[Role.DATA_MANAGER])
    return Desk(client, cast.ashdown.urn)


def text(response: Any) -> str:
    """The page as words, and then as HTML."""
    assert response.status_code == 200
    html = str(response.content.decode())
    return " ".join(re.sub(r"<[^>]+>|\s+", " ", html).split()) + html


def whole_list(cast: Cast, *, without: int = 0, extra: str = "") -> str:
    rows = [
        f"{pupil.legal_surname},{pupil.legal_forename},{pupil.date_of_birth:%d/%m/%Y},4,4 Kestrel,{pupil.upn}\n"
        for pupil in cast.ashdown.pupils[without:]
    ]
    return CSV.splitlines(keepends=True)[0] + "".join(rows) + extra


class TestWhoMay:
    def test_a_teacher_may_not_import(self, client: Client, cast: Cast) -> None:
        client.force_login(cast.ashdown.teacher)
        assert client.get(f"/schools/{cast.ashdown.urn}/imports/").status_code == 403

    def test_the_school_next_door_sees_no_page_and_no_import(self, desk: Desk, cast: Cast) -> None:
        desk.choose(own("ridgeway_demo_year4.xml"))
        next_door = Client()
        next_door.force_login(cast.birchwood.staff[Role.HEADTEACHER])
        assert next_door.get(desk.address).status_code == 404
        run = desk.url.rstrip("/").rsplit("/", 1)[1]
        there = f"/schools/{cast.birchwood.urn}/imports/{run}/"
        assert next_door.get(there).status_code == 404
        for verb in ("apply", "discard", "undo", "options"):
            assert next_door.post(f"{there}{verb}/").status_code == 404

    def test_looking_at_an_address_that_changes_things_changes_nothing(self, desk: Desk) -> None:
        desk.choose(own("ridgeway_demo_year4.xml"))
        for verb in ("apply", "discard", "undo", "options"):
            assert desk.client.get(f"{desk.url}{verb}/").status_code == 405


class TestChoosing:
    def test_the_first_visit_says_what_to_do(self, desk: Desk) -> None:
        page = text(desk.client.get(desk.address))
        assert "No imports yet" in page
        assert "Routines › Data Out › CTF" in page

    def test_no_file_is_said_in_words(self, desk: Desk) -> None:
        assert "Choose a file first." in text(desk.client.post(desk.address, {}))

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "The file is empty."),
            (b"<html></html>", "This is a web page"),
            (b"PK\x03\x04xl/workbook", "This is an Excel workbook"),
            (b"just some words", "No row with headings was found."),
        ],
    )
    def test_a_bad_file_is_refused_by_name_and_not_kept(
        self, desk: Desk, cast: Cast, data: bytes, words: str
    ) -> None:
        page = desk.choose(data, "holiday.xml")
        assert "This file can’t be imported" in page
        assert "holiday.xml" in page
        assert words in page
        with school_scope(cast.ashdown.school):
            assert not ImportRun.objects.exists()

    def test_a_file_over_the_limit_is_refused_before_it_is_read(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("ridgeway.exchange.ctf.parser.LIMIT", 1_000_000)
        assert "The file has 3 MB; the limit is 1 MB." in desk.choose(b" " * 3_000_000)


class TestPreview:
    def test_it_says_what_would_happen_and_nothing_has(self, desk: Desk, cast: Cast) -> None:
        page = desk.choose(own("ridgeway_demo_year4.xml"))
        assert "In the file 30" in page
        assert "New (30)" in page
        assert "The file is from another school" in page
        with school_scope(cast.ashdown.school):
            assert Pupil.objects.count() == len(cast.ashdown.pupils)
            assert ImportRun.objects.get().state == State.PREVIEWED

    def test_pupils_who_would_leave_in_numbers_are_a_warning(self, desk: Desk) -> None:
        desk.choose(own("ridgeway_demo_year4.xml"))
        today = str(timezone.localdate())
        page = desk.press("options", on=today, whole_school="yes")
        assert "100% of the pupils on roll are not in this file" in page
        assert "Left the school (4)" in page
        assert "100% of the pupils" not in desk.press("options", on=today, whole_school="no")

    def test_another_day_is_kept(self, desk: Desk, cast: Cast) -> None:
        desk.choose(own("ridgeway_demo_year4.xml"))
        day = timezone.localdate() - dt.timedelta(days=3)
        desk.press("options", on=str(day), whole_school="no")
        desk.apply()
        with school_scope(cast.ashdown.school):
            assert Enrolment.objects.filter(starts=day).count() == 30

    def test_a_day_out_of_reach_is_asked_again(self, desk: Desk) -> None:
        desk.choose(own("ridgeway_demo_year4.xml"))
        page = desk.press("options", on="1999-01-01", whole_school="no")
        assert "Choose a day in the last three years" in page

    def test_bad_rows_are_listed_with_row_field_value_and_remedy(self, desk: Desk) -> None:
        page = desk.choose(own("bad_rows.xml"))
        assert "16 UPN A999999926001 Letter Slip: The check letter does not fit the digits" in page
        assert "Left out 10" in page

    def test_a_file_of_which_nothing_can_be_used_does_not_pass_for_one_that_agrees(self, desk: Desk) -> None:
        desk.choose("Surname,Forename,Date of birth\nSlip,Letter,31/02/2018\n", "list.csv")
        page = desk.press("columns", column_0="surname", column_1="forename", column_2="dob")
        assert "Nothing in this file can be used as it is" in page
        assert "agree" not in page

    def test_the_departments_codes_are_said_in_words(self, desk: Desk) -> None:
        page = desk.choose(own("ridgeway_demo_year4.xml"))
        assert "SEN support from 5 Sep 2021; SEN need: autism from" in page

    def test_a_upn_is_shown_only_when_it_is_wrong(self, desk: Desk, cast: Cast) -> None:
        page = desk.choose(own("bad_rows.xml"))
        assert "A999999926001" in page
        for right in ("R999999926001", "Q99999992601A"):
            assert right not in page
        listed = desk.choose(whole_list(cast), "list.csv")
        assert not any(pupil.upn in listed for pupil in cast.ashdown.pupils)

    def test_a_file_that_says_nothing_new_has_nothing_to_apply(self, desk: Desk) -> None:
        desk.choose(own("ridgeway_demo_year4.xml"))
        desk.apply()
        page = desk.choose(own("ridgeway_demo_year4.xml"))
        assert "agree already with this file" in page
        assert 'name="seen"' not in page

    def test_discarding_forgets_the_file(self, desk: Desk, cast: Cast) -> None:
        desk.choose(own("ridgeway_demo_year4.xml"))
        assert "Nothing was changed" in desk.press("discard")
        assert "Discarded" in desk.open()
        with school_scope(cast.ashdown.school):
            assert ImportRun.objects.get().content is None

    def test_a_file_nobody_decided_about_is_forgotten_after_a_week(self, desk: Desk, cast: Cast) -> None:
        desk.choose(own("ridgeway_demo_year4.xml"))
        with school_scope(cast.ashdown.school):
            ImportRun.objects.update(made_at=timezone.now() - dt.timedelta(days=8))
        desk.choose(own("ridgeway_demo_year4.xml"))
        with school_scope(cast.ashdown.school):
            newest, oldest = ImportRun.objects.all()
        assert (newest.state, oldest.state, oldest.content) == (State.PREVIEWED, State.DISCARDED, None)


class TestDeciding:
    def test_applying_says_what_was_done_and_what_comes_next(self, desk: Desk, cast: Cast) -> None:
        desk.choose(own("ridgeway_demo_year4.xml"))
        page = desk.apply()
        assert "Applied on" in page
        assert "they give new pupils their pictures and print the badges" in page
        with school_scope(cast.ashdown.school):
            assert Pupil.objects.count() == 34

    def test_what_was_not_seen_is_not_applied(self, desk: Desk, cast: Cast) -> None:
        desk.choose(own("ridgeway_demo_year4.xml"))
        page = desk.open()
        seen = re.search(r'name="seen" value="(\w+)"', page)
        assert seen
        with school_scope(cast.ashdown.school):
            Pupil.objects.create(
                school=cast.ashdown.school,
                legal_surname="Jotter",
                legal_forename="Reed",
                date_of_birth="2017-01-01",
                upn=re.findall(r"<UPN>(\w+)</UPN>", own("ridgeway_demo_year4.xml").decode())[0],
            )
        assert "have changed since you looked" in desk.press("apply", seen=seen[1])
        with school_scope(cast.ashdown.school):
            assert Pupil.objects.count() == 5

    def test_pressing_twice_applies_once(self, desk: Desk, cast: Cast) -> None:
        desk.choose(own("ridgeway_demo_year4.xml"))
        desk.apply()
        assert "is applied already" in desk.press("apply", seen="whatever")
        assert "Preview again" not in desk.press("options", on=str(timezone.localdate()), whole_school="no")

    def test_what_was_applied_cannot_be_discarded(self, desk: Desk) -> None:
        desk.choose(own("ridgeway_demo_year4.xml"))
        desk.apply()
        assert "Applied on" in desk.press("discard")

    def test_undoing_puts_everything_back_and_is_told(self, desk: Desk, cast: Cast) -> None:
        desk.choose(own("ridgeway_demo_year4.xml"))
        desk.apply()
        assert "everything is as it was before" in desk.press("undo")
        assert "taken back on" in desk.open()
        with school_scope(cast.ashdown.school):
            assert Pupil.objects.count() == 4

    def test_an_undo_that_would_lose_something_is_refused_in_words(self, desk: Desk, cast: Cast) -> None:
        desk.choose(own("ridgeway_demo_year4.xml"))
        desk.apply()
        with school_scope(cast.ashdown.school):
            Pupil.objects.exclude(pk__in=[p.pk for p in cast.ashdown.pupils]).update(preferred_forename="Zed")
        assert "has changed since this import" in desk.press("undo")
        assert "Applied on" in desk.open()

    def test_nothing_is_half_applied(self, desk: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise RuntimeError("the power went")

        desk.choose(own("ridgeway_demo_year4.xml"))
        desk.client.raise_request_exception = False
        seen = re.search(r'name="seen" value="(\w+)"', desk.open())
        assert seen
        monkeypatch.setattr("ridgeway.exchange.journal.Journal.close", fail)
        assert desk.client.post(f"{desk.url}apply/", {"seen": seen[1]}).status_code == 500
        with school_scope(cast.ashdown.school):
            assert (Pupil.objects.count(), ImportRun.objects.get().state) == (4, State.PREVIEWED)

    def test_the_list_says_who_did_what_and_in_which_state_it_is(self, desk: Desk) -> None:
        desk.choose(own("ridgeway_demo_year4.xml"), "autumn.xml")
        desk.apply()
        desk.choose(own("bad_rows.xml"), "spring.xml")
        page = text(desk.client.get(desk.address))
        assert re.search(r"spring\.xml .*Datamanager.* 2 new, 10 left out Not decided Decide", page, re.IGNORECASE)
        assert re.search(r"autumn\.xml .* 30 new Applied Undo", page)


class TestColumns:
    def test_headings_never_seen_are_shown_with_a_guess_and_what_is_in_them(self, desk: Desk) -> None:
        page = desk.choose(CSV.format(upn="M999999921001"), "list.csv")
        assert "What do the columns hold?" in page
        assert "31/08/2017" in page
        assert re.search(r'<option value="surname" selected', page)
        assert "M999999921001" not in page

    def test_what_was_chosen_is_used_and_remembered(self, desk: Desk, cast: Cast) -> None:
        desk.choose(CSV.format(upn=""), "list.csv")
        chosen = {"column_0": "surname", "column_1": "forename", "column_2": "dob", "column_3": "year_group"}
        page = desk.press("columns", **chosen)
        assert "Ann Newby" in page
        with school_scope(cast.ashdown.school):
            (kept,) = ColumnMapping.objects.all()
        assert kept.mapping == {"surname": "Family name", "forename": "First", "dob": "DOB", "year_group": "Year"}
        assert "What this file will change" in desk.choose(CSV.format(upn="") + BAD_ROW, "next.csv")

    def test_a_missing_meaning_is_asked_for(self, desk: Desk) -> None:
        desk.choose(CSV.format(upn=""), "list.csv")
        page = desk.press("columns", column_0="surname", column_1="forename")
        assert "Say which column holds: date of birth." in page

    def test_one_meaning_cannot_stand_in_two_columns(self, desk: Desk) -> None:
        desk.choose(CSV.format(upn=""), "list.csv")
        page = desk.press("columns", column_0="surname", column_1="surname", column_2="dob")
        assert "“Family name” is Legal surname already" in page

    def test_a_whole_school_in_csv_lets_the_missing_leave(self, desk: Desk, cast: Cast) -> None:
        desk.choose(whole_list(cast, without=1), "list.csv")
        chosen = ("surname", "forename", "dob", "year_group", "class_name", "upn")
        desk.press("columns", **{f"column_{at}": field for at, field in enumerate(chosen)})
        desk.press("options", on=str(timezone.localdate()), whole_school="yes")
        desk.apply()
        with school_scope(cast.ashdown.school):
            assert Enrolment.objects.open().count() == 3
            assert GroupMembership.objects.open().count() == 3

    def test_an_import_decided_about_has_no_columns_to_choose(self, desk: Desk) -> None:
        desk.choose(own("ridgeway_demo_year4.xml"))
        assert "What this file will change" in text(desk.client.get(f"{desk.url}columns/", follow=True))
