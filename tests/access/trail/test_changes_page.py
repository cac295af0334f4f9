"""Who changed what: a page on which those who answer for a school's data read its audit trail in words."""

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ridgeway.access.class_sign_in import give_new_pictures, make_new_badge, make_new_code
from ridgeway.access.models import ClassCode, PupilSignIn
from ridgeway.access.roles import Role
from ridgeway.access.trail import telling
from ridgeway.access.trail.finding import Asked, Place, rows_before
from ridgeway.access.trail.telling import page_of
from ridgeway.access.trail.things import things
from ridgeway.foundations.models import Steer
from ridgeway.foundations.steering.deciding import choose_practice
from ridgeway.foundations.steering.models import Kind
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.pages import staff_client

SOUNDS_SECRET = re.compile(r"key|code|token|secret|password|hash|pictures|digest")
NOT_SECRET = {
    "foundations.readingtext": {"key"},
    "foundations.readingresult": {"key"},
    "evaluation.schoolrelease": {"digest"},
    "schools.school": {"postcode"},
}
"""Fields that only sound as if nobody were to read them."""


@pytest.fixture
def school(cast: Cast) -> Troupe:
    return cast.ashdown


@pytest.fixture
def head(school: Troupe) -> Client:
    return staff_client(school.staff[Role.HEADTEACHER].email)


def read(browser: Client, school: Troupe, **asked: Any) -> str:
    """The page's words, without its markup."""
    reply = browser.get(reverse("access:changes", args=[school.urn]), asked)
    assert reply.status_code == 200
    main = reply.content.decode().partition("<main")[2].partition('class="access-trail"')[2]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", main)))


def post(school: Troupe, name: str, *parts: int, **data: Any) -> None:
    """The class's teacher presses a button of the class."""
    address = reverse(name, args=[school.urn, school.group.pk, *parts])
    assert staff_client(school.teacher.email).post(address, data).status_code == 302


def test_what_somebody_changed_stands_there_with_their_name_the_old_value_and_the_new(
    school: Troupe, head: Client
) -> None:
    amber = school.pupils[0]
    post(school, "access:badge_alone", amber.pk, enough="yes")
    said = read(head, school, about=f"pupil-{amber.pk}")
    assert "Teacher changed Sign-in of Amber Testington" in said
    assert "The badge is enough: from no to yes" in said
    assert "Pictures" not in said.partition("Sign-in of Amber Testington")[2].partition("added")[0]


def test_keys_of_badges_hashes_of_pictures_and_class_codes_are_never_shown(school: Troupe, head: Client) -> None:
    amber = school.pupils[0]
    with school_scope(school.school):
        give_new_pictures([amber])
        make_new_badge(amber)
        make_new_code(school.group)
        sign_in, code = PupilSignIn.objects.get(pupil=amber), ClassCode.objects.get(group=school.group).code
    said = read(head, school)
    assert said.count("never shown") >= 3
    assert not [secret for secret in (sign_in.badge_key, sign_in.pictures, code) if secret in said]


def test_every_field_that_sounds_secret_is_kept_so() -> None:
    open_to_read = {
        thing.key: {field.name for field in thing.model._meta.concrete_fields if SOUNDS_SECRET.search(field.name)}
        - thing.secrets
        for thing in things()
    }
    assert {key: names for key, names in open_to_read.items() if names} == NOT_SECRET


def test_the_schools_page_leads_there_whoever_may_read_it(school: Troupe, head: Client) -> None:
    front = reverse("access:school", args=[school.urn])
    assert "Who changed what" in head.get(front).content.decode()
    assert "Who changed what" not in staff_client(school.teacher.email).get(front).content.decode()


def test_a_thing_of_a_room_above_is_told_with_its_own_names_and_values(school: Troupe, head: Client) -> None:
    amber = school.pupils[0]
    with school_scope(school.school):
        aim = Steer.objects.create(
            school=school.school, pupil=amber, kind=Kind.AIM, names=["add"], milliseconds=1500, starts=TODAY
        )
        aim.milliseconds = 1200
        aim.save()
        aim.delete()
    said = read(head, school, thing="foundations.steer")
    removed, changed, added = (
        said.index(f"{verb} An aim of their own for Amber Testington") for verb in ("removed", "changed", "added")
    )
    assert removed < changed < added
    assert "Aim in milliseconds: from 1500 to 1200" in said[changed:added]
    assert "Kind: An aim of their own" in said[added:]
    assert "Kind" not in said[changed:added]
    assert "Pupil: " not in said[added:]


def test_what_was_done_in_one_go_is_one_entry_that_opens(school: Troupe, head: Client) -> None:
    post_pictures = reverse("access:new_pictures", args=[school.urn, school.group.pk])
    staff_client(school.teacher.email).post(post_pictures)
    said = read(head, school, thing="access.pupilsignin")
    assert said.count("Teacher changed") == 1
    assert "and 1 more" in said
    with school_scope(school.school):
        act = page_of(school.school, Asked(thing="access.pupilsignin")).entries[0].act
    each = read(head, school, thing="access.pupilsignin", act=act)
    assert each.count("Teacher changed") == len(school.pupils)
    assert each.count("Pictures: changed, and never shown") == len(school.pupils)


def test_the_trail_is_narrowed_to_a_person_a_class_a_kind_and_a_day(school: Troupe, head: Client) -> None:
    post(school, "access:new_code")
    teacher, leader = school.teacher, school.staff[Role.HEADTEACHER]
    assert "changed Code of 4 Kestrel" in read(head, school, who=teacher.pk)
    assert "Kestrel" not in read(head, school, who=leader.pk)
    assert "changed Code of 4 Kestrel" in read(head, school, about=f"class-{school.group.pk}", who=teacher.pk)
    assert "Code of" not in read(head, school, thing="schools.pupil")
    assert "Code of" in read(head, school, thing="access.classcode")
    assert "4 Kestrel" not in read(head, school, day=TODAY - dt.timedelta(days=30))
    assert "Kestrel" not in read(head, school, who="pupils")


def test_the_school_next_door_sees_nothing_of_it(cast: Cast) -> None:
    neighbour = staff_client(cast.birchwood.staff[Role.HEADTEACHER].email)
    address = reverse("access:changes", args=[cast.ashdown.urn])
    assert neighbour.get(address).status_code == 404
    with school_scope(cast.ashdown.school):
        Pupil.objects.filter(pk=cast.ashdown.pupils[0].pk).update(legal_surname="Foxglovering")
    assert "Foxglovering" not in read(neighbour, cast.birchwood)
    with school_scope(cast.birchwood.school):
        assert {thing.of(cast.ashdown.school).count() for thing in things() if thing.school == "school"} <= {0, 1}


def test_a_bad_answer_is_named_and_nothing_is_asked_for(school: Troupe, head: Client) -> None:
    reply = head.get(
        reverse("access:changes", args=[school.urn]), {"day": "yesterday", "before": "9" * 40, "act": "x"}
    )
    assert reply.status_code == 200
    assert "Enter a valid date" in reply.content.decode()


def test_every_change_stands_on_exactly_one_page(school: Troupe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where many share a moment, as all that one transaction changes does."""
    monkeypatch.setattr(telling, "ROWS", 7)
    with school_scope(school.school):
        everything = rows_before(school.school, Asked(), None, most=1000)
        place, seen = None, 0
        for _ in everything:
            page = page_of(school.school, Asked(), place)
            seen += sum(entry.count for entry in page.entries)
            place = page.older and Place.named(str(page.older))
            if place is None:
                break
    assert seen == len(everything) > 7


def test_a_page_costs_a_bounded_number_of_questions(school: Troupe) -> None:
    with (
        school_scope(school.school),
        CaptureQueriesContext(
            connection,
        ) as first,
    ):
        choose_practice(school.group, minutes=5, further_subjects=[], starts_with_check=True, by=None)
        page_of(school.school, Asked())
    with school_scope(school.school), CaptureQueriesContext(connection) as more:
        for minutes in range(6, 12):
            choose_practice(school.group, minutes=minutes, further_subjects=[], starts_with_check=True, by=None)
        before = len(more)
        page_of(school.school, Asked())
    assert len(more) - before <= len(first)


def test_every_table_of_the_trail_is_indexed_by_school_and_time(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_indexes WHERE indexdef LIKE '%%_id, pgh_created_at, pgh_id)'")
        indexed = {table for (table,) in cursor}
    assert {thing.events._meta.db_table for thing in things()} == indexed
