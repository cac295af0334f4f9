"""Erasing: everything about one pupil is gone, nothing of anybody else, and all of it or nothing."""

from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client
from django.utils import timezone

from ridgeway.access.models import Erasure, PupilSignIn, User
from ridgeway.access.privacy import erasing
from ridgeway.access.privacy.erasing import ErasingError, erase, what_is_held
from ridgeway.access.privacy.models import Why, pseudonym_of
from ridgeway.access.privacy.subjects import Subject, SubjectError, find_subject
from ridgeway.access.privacy.tables import NAMED_ELSEWHERE
from ridgeway.access.roles import Role
from ridgeway.access.sessions import SessionStore
from ridgeway.database import OWNER_ALIAS
from ridgeway.foundations.models import ReadingResult
from ridgeway.foundations.offline.devices import see_device
from ridgeway.foundations.offline.passes import issue_pass
from ridgeway.foundations.privacy import HeldOnDevices
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.access.privacy.conftest import KEY, NAMES
from tests.cast import Cast
from tests.foundations.pages import pupil_client

TABLES: Final = """
SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
AND relnamespace = 'public'::regnamespace ORDER BY relname
"""


Rows = dict[str, list[tuple[int | None, str]]]
"""Of each table the rows: whose school's each is, and all of it as text."""


def everything() -> Rows:
    """The whole database."""
    rows: Rows = {}
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT (to_jsonb(t)->>'school_id')::bigint, t::text FROM \"{table}\" t ORDER BY 2")
            rows[table] = cursor.fetchall()
    sessions = Session.objects.values_list("session_data", flat=True)
    rows["sessions, read"] = [(None, str(SessionStore().decode(data))) for data in sessions]
    return rows


def found(words: Iterable[str], but_at: int) -> dict[str, set[str]]:
    """The tables that hold them, as text or in the bytes of a file; but for the rows of that school."""
    rows = [(table, row.casefold()) for table, each in everything().items() for at, row in each if at != but_at]
    forms = {each: (each.casefold(), each.encode().hex()) for each in words}
    return {each: {table for table, row in rows if any(form in row for form in forms[each])} for each in words}


def at(school: int) -> Rows:
    """What there is of one school."""
    return {table: [row for row in rows if row[0] == school] for table, rows in everything().items()}


def ways_to_know(pupil: Pupil) -> Iterator[str]:
    """By what somebody could be known again: names, UPN, key, and what only they had."""
    yield from (*NAMES, "Oldname", "Oakapple", "M999290122022", str(KEY))
    yield PupilSignIn.objects.get(pupil=pupil).badge_key
    yield pupil.sheet_pages.get().code
    yield str(pupil.practice_sessions.values_list("pk", flat=True)[0])
    yield str(pupil.answers.values_list("id", flat=True)[0])


@pytest.fixture
def subject(zebedee: Pupil) -> Iterator[Subject]:
    with school_scope(zebedee.school_id):
        yield find_subject(zebedee.school, zebedee.upn)


@pytest.fixture
def head(committed: Cast) -> User:
    return committed.ashdown.staff[Role.HEADTEACHER]


def gone(subject: Subject, by: User) -> Erasure:
    return erase(subject, by=by, why=Why.REQUEST, at=timezone.now())


def test_after_erasing_no_table_of_the_database_knows_the_pupil(
    zebedee: Pupil, subject: Subject, committed: Cast, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    school, bilal, next_door = zebedee.school, committed.ashdown.pupils[1], committed.birchwood.school.pk
    at_a_screen, at_a_device = pupil_client(zebedee), device_with_pass(zebedee)
    known = list(ways_to_know(zebedee))
    assert all(found(known, but_at=next_door).values())
    held, twin = {kind.title: kind.rows for kind in what_is_held(subject)}, at(next_door)
    devices = held.pop(HeldOnDevices.title)
    assert (held["Answers"], held[NAMED_ELSEWHERE]) == (
        40,
        3,
    )  # a file's name; a note, and its trail

    with monkeypatch.context() as broken:
        what_cannot_be_erased_as_a_whole_is_not_erased_at_all(subject, head, broken)
    line = gone(subject, head)

    assert found(known, but_at=next_door) == {words: set() for words in known}
    assert at(next_door) == twin
    assert Pupil.objects.filter(school=school).count() == len(committed.ashdown.pupils)
    assert ReadingResult.objects.get(pupil=bilal).note == "Read in turns with (name erased) and liked it."
    assert [kind.title for kind in what_is_held(subject)] == [HeldOnDevices.title]
    assert (line.pseudonym, line.erased_by_id, line.why) == (pseudonym_of(school.urn, KEY), head.pk, Why.REQUEST)
    assert line.rows == sum(held.values()) + devices - 1  # one of the devices had been asked before
    with pytest.raises(SubjectError, match="was erased on"):
        find_subject(school, str(KEY))
    assert at_a_screen.get("/api/practice/plan").status_code == 401
    what_a_device_still_has_is_refused_one_by_one(at_a_device)


def what_cannot_be_erased_as_a_whole_is_not_erased_at_all(
    subject: Subject, head: User, broken: pytest.MonkeyPatch
) -> None:
    """Neither when something fails on the way, nor when row-level security would not show what is about to go."""

    def stumble(*args: object) -> int:
        raise RuntimeError("the power fails")

    before = everything()
    broken.setattr(erasing, "_take_names_out", stumble)
    with pytest.raises(RuntimeError):
        gone(subject, head)
    with school_scope(subject.school.pk + 1), pytest.raises(ErasingError, match="Nothing is erased"):
        gone(subject, head)
    assert everything() == before


def device_with_pass(pupil: Pupil) -> Client:
    """A device that may deliver for the pupil."""
    device = see_device(pupil.school_id, uuid4(), group=None, kind="iPad", at=timezone.now())
    return Client(headers={"X-Ridgeway-Pass": issue_pass(pupil, device)})


def what_a_device_still_has_is_refused_one_by_one(device: Client) -> None:
    """And it need not send it again; nor does it hold anything once it has forgotten, as it is told to."""

    def tells(what: str, **said: object) -> Any:
        return device.post(f"/api/practice/{what}", said, "application/json")

    sent = [{"id": "one", "item": "add:1+1", "given": "2"}, {"id": "two"}, 3]
    for _ in range(2):
        receipt = tells("answers", device_time=timezone.now().isoformat(), answers=sent).json()
        assert (receipt["recorded"], [each["id"] for each in receipt["refused"]]) == ([], ["one", "two", ""])
        assert all("Nothing is held about this pupil" in each["reason"] for each in receipt["refused"])
    for what, said in (("finish", {"session": str(uuid4())}), ("writing", {"typed": "abc"}), ("preferences", {})):
        assert tells(what, **said).status_code == 422
    assert tells("device", forgotten=False).json() == {"forget": True}
    assert tells("device", forgotten=True).json() == {"forget": False}
    assert tells("device", forgotten=False).status_code == 401
