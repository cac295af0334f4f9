"""The demo in the database: a small part of it, built like the whole."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from ridgeway.access.gate import places_of
from ridgeway.access.models import ClassCode, PupilSignIn, User
from ridgeway.access.pictures import pictures_named, right_pictures
from ridgeway.demo.build import STEPS, DemoError, build_demo
from ridgeway.demo.places import NetworkPlace, demo_network
from ridgeway.demo.sign_ins import PASSWORD, adult_sign_ins, class_sign_ins, is_built
from ridgeway.demo.week import CLASS
from ridgeway.exchange.results.reading import average, results_for, years_held
from ridgeway.foundations.activities.rehearsals import rehearsals_of
from ridgeway.foundations.activities.results import probe_results
from ridgeway.foundations.activities.setting import progress_of
from ridgeway.foundations.models import (
    Answer,
    KnowledgeState,
    NotPractised,
    PracticeDay,
    PracticeSession,
    Preferences,
    RefusedAnswer,
    SharedDevice,
    SheetResult,
    Steer,
    Timing,
    Tried,
)
from ridgeway.foundations.rebuilding import rebuild_knowledge
from ridgeway.foundations.steering.models import Kind
from ridgeway.foundations.week.missing import look_back
from ridgeway.foundations.week.school_weeks import last_school_week
from ridgeway.foundations.weeks import Week
from ridgeway.schools.models import Enrolment, Pupil, School, TeachingGroup
from ridgeway.schools.tenancy import school_scope

pytestmark = pytest.mark.xdist_group("demo")

SEED = 7
TODAY = dt.date(2026, 11, 23)
DAYS = 3
HAMPSHIRE = 850


def small_network() -> NetworkPlace:
    """One school with a class of four that practises, and a class of three that has not begun."""
    network = demo_network()
    school = network.schools[0]
    sizes = {"4 Kestrel": 4, "3 Plover": 3}
    classes = [replace(group, size=sizes[group.name]) for group in school.classes if group.name in sizes]
    classes = [replace(group, practice=group.practice and replace(group.practice, days=DAYS)) for group in classes]
    staff = [post for post in school.staff if post.group in {"", *sizes}]
    return replace(network, schools=(replace(school, classes=tuple(classes), staff=tuple(staff)),))


def build(*, on_step: Any = lambda step, share: None) -> None:
    build_demo(seed=SEED, today=TODAY, network=small_network(), processes=1, on_step=on_step)


def snapshot() -> list[list[tuple[Any, ...]]]:
    """What the seed decides, without the keys that the database gives."""
    with school_scope(School.objects.get(urn=999001)):
        return [
            sorted(rows)
            for rows in (
                Pupil.objects.values_list("upn", "legal_surname", "legal_forename", "date_of_birth", "sex"),
                Enrolment.objects.filter(ends=None).values_list("pupil__upn", "starts"),
                PupilSignIn.objects.values_list("badge_key", "pupil__upn"),
                ClassCode.objects.values_list("code", "group__name"),
                User.objects.values_list("email", "first_name", "last_name"),
                Answer.objects.values_list("id", "pupil__upn", "item", "at", "given", "latency_ms", "prompt"),
                PracticeSession.objects.values_list("id", "opened_at", "finished_at"),
                SheetResult.objects.values_list("page__pupil__upn", "seconds", "correct"),
                Timing.objects.values_list("id", "pupil__upn", "at", "correct", "errors"),
                SharedDevice.objects.values_list("key", "kind", "first_seen", "last_seen"),
            )
        ]


@dataclass(frozen=True)
class Built:
    """What was told while building, and what an earlier build from the same seed had written."""

    steps: list[tuple[str, float]]
    earlier: list[list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Built]:
    """The small demo, built for all tests of this module and taken back after them."""
    steps: list[tuple[str, float]] = []
    with django_db_blocker.unblock():
        with transaction.atomic():
            build()
            earlier = snapshot()
            transaction.set_rollback(True)
        with transaction.atomic():
            build(on_step=lambda *step: steps.append(step))
            yield Built(steps, earlier)
            transaction.set_rollback(True)


@pytest.fixture
def school(built: Built) -> Iterator[School]:
    """The small demo's school, open."""
    place = School.objects.get(urn=999001)
    with school_scope(place):
        yield place


def test_each_step_is_told_to_its_end(built: Built) -> None:
    assert list(dict.fromkeys(step for step, _ in built.steps)) == list(STEPS)
    assert all((step, 1.0) in built.steps for step in STEPS)
    assert built.steps == sorted(built.steps, key=lambda told: (STEPS.index(told[0]), told[1]))


def test_the_same_seed_and_day_write_the_same_rows(built: Built) -> None:
    assert all(built.earlier)
    assert snapshot() == built.earlier


def test_a_database_with_people_in_it_is_left_alone(school: School) -> None:
    assert is_built()
    with pytest.raises(DemoError, match="already in use"):
        build()


def test_what_is_known_is_the_fold_of_the_ledger(school: School) -> None:
    states = {state.pupil_id: bytes(state.state) for state in KnowledgeState.objects.all()}
    days = set(
        PracticeDay.objects.values_list("pupil", "day", "answers", "correct", "milliseconds", "log_seconds")
    )
    assert states
    for pupil in Pupil.objects.filter(pk__in=states):
        assert rebuild_knowledge(pupil)["number-facts"].to_bytes() == states[pupil.pk]
    rebuilt = PracticeDay.objects.values_list("pupil", "day", "answers", "correct", "milliseconds", "log_seconds")
    assert set(rebuilt) == days


def test_only_the_class_that_has_begun_has_practised(school: School) -> None:
    kestrel = TeachingGroup.objects.get(name="4 Kestrel", academic_year__start_year=2026)
    practised = set(Answer.objects.values_list("pupil", flat=True))
    assert practised
    assert practised <= {pupil.pk for pupil in kestrel.pupils_on(TODAY)}


def test_the_teacher_entered_paper_grids(school: School) -> None:
    results = list(SheetResult.objects.select_related("entered_by", "page__sheet_set"))
    assert results
    assert {result.page.sheet_set.kind for result in results} == {"addition-grid"}
    assert all(result.entered_by is not None and result.questions == 100 for result in results)


def test_teachers_have_decided_something_about_practice(school: School) -> None:
    kestrel = TeachingGroup.objects.get(name="4 Kestrel", academic_year__start_year=2026)
    decided = Steer.objects.select_related("decided_by")
    assert {steer.kind for steer in decided} == set(Kind.values)
    assert [steer.taken_back_at is None for steer in decided.filter(group=kestrel)] == [True, False]
    pupils = {pupil.pk for pupil in kestrel.pupils_on(TODAY)}
    assert {steer.pupil_id for steer in decided.filter(group=None)} <= pupils
    assert all(steer.decided_by is not None for steer in decided)
    assert Preferences.objects.filter(type="large").count() == 1


def test_the_teacher_has_said_why_pupils_did_not_practise_but_once(school: School) -> None:
    said = list(NotPractised.objects.select_related("pupil", "said_by"))
    week = last_school_week(TODAY)
    kestrel = TeachingGroup.objects.select_related("academic_year").get(
        name="4 Kestrel", academic_year__ends__gt=TODAY
    )
    missing = look_back(kestrel, kestrel.pupils_on(TODAY), week).missing
    assert len(said) == max(0, len(missing) - 1)
    assert all(each.said_by is not None and each.week == week.monday for each in said)


def test_the_teacher_has_begun_what_was_suggested_with_some_of_the_stuck(school: School) -> None:
    begun = list(Tried.objects.all())
    assert all(each.since.weekday() == 0 and each.since < TODAY and each.said_by is not None for each in begun)
    assert {each.since for each in begun} <= {Week.of(TODAY).before(weeks).monday for weeks in (1, 3)}


@pytest.fixture
def kestrel(school: School) -> TeachingGroup:
    group: TeachingGroup = TeachingGroup.objects.get(name=CLASS, academic_year__ends__gt=TODAY)
    return group


def test_a_probe_was_done_last_week_and_one_is_set_now(kestrel: TeachingGroup) -> None:
    (now,) = progress_of(kestrel, TODAY)
    assert (now.title, now.done, now.pupils) == ("10 × 10 addition grid", 0, 4)
    done = {result.title: result for result in probe_results(kestrel, TODAY)}
    assert done["10 × 10 addition grid"].done >= 3
    assert done["Copying a text"].done >= 3
    assert last_school_week(TODAY).holds(done["10 × 10 addition grid"].day)


def test_a_tables_rehearsal_has_its_class_analysis(kestrel: TeachingGroup) -> None:
    found = rehearsals_of(kestrel, TODAY)
    scores = [score for each in found.pupils for _, score in each.scores]
    assert len(scores) >= 3
    assert all(0 <= score <= 25 for score in scores)
    assert found.facts


def test_the_class_has_devices_and_one_answer_whose_time_nobody_can_tell(kestrel: TeachingGroup) -> None:
    devices = SharedDevice.objects.filter(group=kestrel)
    assert [device.kind for device in devices.order_by("kind")] == ["Chromebook", "Chromebook", "Windows"]
    assert all(device.first_seen < device.last_seen for device in devices)
    refused = RefusedAnswer.objects.get()
    assert refused.pupil in kestrel.pupils_on(TODAY)
    assert refused.reason == "at: it lies before its session was opened."


def test_staff_sign_in_with_the_password_that_is_told(built: Built, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    people = adult_sign_ins()
    assert {"Headteacher", "Teacher", "Governor", "Achievement adviser", "Network lead"} <= {
        person.role for person in people
    }
    users = User.objects.filter(email__in=[person.email for person in people])
    assert all([place.urn for place in places_of(user, TODAY)] == [999001] for user in users)
    (hashed,) = {user.password for user in users}
    assert check_password(PASSWORD, hashed)
    assert len(PASSWORD) >= 12


def test_the_front_door_leads_everybody_to_what_they_came_for(built: Built, client: Client) -> None:
    page = client.get("/").content.decode()
    assert PASSWORD in page
    assert class_sign_ins()[0].path in page
    for person in adult_sign_ins():
        assert person.door.replace("&", "&amp;") in page
        sign_in = client.get(person.door).content.decode()
        assert f'value="{person.email}"' in sign_in
        client.force_login(User.objects.get(email=person.email))
        assert client.get(person.path).status_code == 200, f"{person.role}: {person.path}"
        client.logout()


@pytest.mark.parametrize("public", [True, False])
def test_who_can_come_in_is_told_on_this_computer_only(built: Built, settings: Settings, public: bool) -> None:
    settings.PUBLIC = public
    assert (PASSWORD in Client().get("/").content.decode()) is not public


def test_pupils_sign_in_with_the_pictures_that_are_told(school: School) -> None:
    (told,) = class_sign_ins()
    assert (told.group, told.school) == ("4 Kestrel", "Larkmere Primary School")
    assert told.path == f"/pupils/{told.code}/"
    group = ClassCode.objects.get(code=told.code).group
    for sign_in in PupilSignIn.objects.filter(pupil__in=group.pupils_on(TODAY)):
        assert right_pictures(sign_in, pictures_named(told.pictures))


def test_real_results_are_those_the_department_published(built: Built) -> None:
    assert years_held() == ["2016-17", "2017-18", "2018-19"]
    for year, england, hampshire in (("2016-17", 61, 66), ("2017-18", 64, 68), ("2018-19", 65, 68)):
        national, local = (
            average("england", "PTRWM_EXP", year),
            average("la", "PTRWM_EXP", year, la=HAMPSHIRE),
        )
        assert national is not None
        assert local is not None
        assert (national.value, local.value) == (england, hampshire)


def test_schools_with_results_stand_in_the_register(built: Built) -> None:
    registered = list(School.objects.filter(la=HAMPSHIRE).values_list("urn", flat=True))
    assert len(registered) > 450
    panel = results_for(registered, ["PTRWM_EXP"], ["2018-19"])
    assert (panel.reasons >= 0).sum() > 250
