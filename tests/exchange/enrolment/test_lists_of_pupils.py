"""A list of pupils against a school's records: what it would do, doing it, and taking it back.

The cast's Year 4 class at Ashdown stands for the school's own records; all of it on roll since 1 September.
"""

import datetime as dt
from dataclasses import replace

import pytest

from ridgeway.access.models import PupilSignIn
from ridgeway.exchange.enrolment.importer import RosterImporter
from ridgeway.exchange.imports import Preview, apply_run, keep_preview, undo_run
from ridgeway.exchange.journal import UndoRefusedError
from ridgeway.exchange.models import Format, ImportRun, State
from ridgeway.exchange.roster import Fact, Roster, RosterPupil
from ridgeway.foundations.models import PracticeSession
from ridgeway.schools.models import (
    Characteristic,
    Enrolment,
    GroupMembership,
    Pupil,
    StaffAssignment,
    StaffMember,
    TeachingGroup,
    YearPlacement,
)
from ridgeway.schools.models.pupils import Kind, characteristics_on
from ridgeway.schools.tenancy import school_scope
from ridgeway.schools.upn import make_upn
from tests.cast import Cast, Troupe

pytestmark = pytest.mark.django_db


def row(pupil: Pupil, **changes: object) -> RosterPupil:
    """The cast's pupil as a list would name them."""
    same = RosterPupil(
        legal_surname=pupil.legal_surname,
        legal_forename=pupil.legal_forename,
        date_of_birth=pupil.date_of_birth,
        upn=pupil.upn,
        year_group="4",
        class_name="4 Kestrel",
    )
    return replace(same, **changes)  # type: ignore[arg-type]


NEWCOMER = RosterPupil(
    legal_surname="Newfield",
    legal_forename="Edie",
    date_of_birth=dt.date(2018, 2, 3),
    upn=make_upn(999, 2101, 22, 77),
    year_group="4",
    class_name="4 Kestrel",
)


def importer(
    troupe: Troupe, *pupils: RosterPupil, on: dt.date | None = None, whole: bool = False
) -> RosterImporter:
    return RosterImporter(
        Format.CTF,
        Roster(pupils, file="list.xml"),
        troupe.school,
        on or troupe.year.starts + dt.timedelta(days=60),
        whole_school=whole,
    )


def run_import(given: RosterImporter) -> tuple[ImportRun, Preview]:
    run = keep_preview(
        preview=given.preview(),
        format=given.format,
        school=given.school,
        data=b"<file/>",
        file_name="list.xml",
        options={},
        user=None,
    )
    return run, apply_run(run, given)


def everything(troupe: Troupe) -> list[object]:
    """All rows that a list may touch, as plain values."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Pupil, Enrolment, YearPlacement, GroupMembership, Characteristic, TeachingGroup)
    ]


def test_the_list_a_school_already_has_changes_nothing(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        preview = importer(cast.ashdown, *map(row, cast.ashdown.pupils), whole=True).preview()
    assert preview.counts == {
        "read": 4, "new": 0, "changed": 0, "moved": 0, "left": 0, "returned": 0, "unchanged": 4, "rejected": 0,
    }  # fmt: skip
    assert not preview.changes_anything


def test_a_preview_writes_nothing(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        before = everything(cast.ashdown)
        importer(cast.ashdown, NEWCOMER, whole=True).preview()
        assert everything(cast.ashdown) == before


def test_a_new_pupil_is_enrolled_placed_and_in_class_from_the_day_of_the_list(cast: Cast) -> None:
    troupe = cast.ashdown
    with school_scope(troupe.school):
        given = importer(troupe, NEWCOMER)
        _, done = run_import(given)
        edie = Pupil.objects.get(legal_forename="Edie")
        assert done.counts["new"] == 1
        assert [(period.starts, period.ends) for period in edie.enrolments.all()] == [(given.on, None)]
        assert edie in troupe.group.pupils_on(given.on)
        assert edie not in troupe.group.pupils_on(given.on - dt.timedelta(days=1))
        assert edie.placements.get().year_group == "4"


def test_a_schools_first_list_holds_from_the_start_of_the_year(cast: Cast) -> None:
    troupe = cast.ashdown
    with school_scope(troupe.school):
        for model in (PupilSignIn, GroupMembership, Enrolment, YearPlacement, Pupil):
            model.objects.all().delete()
        run_import(importer(troupe, NEWCOMER))
        assert Enrolment.objects.get().starts == troupe.year.starts


def test_a_pupil_who_moves_class_has_both_periods(cast: Cast) -> None:
    troupe = cast.ashdown
    amber = troupe.pupils[0]
    with school_scope(troupe.school):
        given = importer(troupe, row(amber, class_name="4 Merlin"))
        _, done = run_import(given)
        periods = [
            (period.group.name, period.starts, period.ends) for period in amber.memberships.order_by("starts")
        ]
    assert done.counts["moved"] == 1
    assert periods == [("4 Kestrel", troupe.year.starts, given.on), ("4 Merlin", given.on, None)]


def test_a_pupil_who_left_keeps_the_time_they_had(cast: Cast) -> None:
    troupe = cast.ashdown
    with school_scope(troupe.school):
        given = importer(troupe, *map(row, troupe.pupils[1:]), whole=True)
        _, done = run_import(given)
        left = troupe.pupils[0].enrolments.get()
        assert (done.counts["left"], left.starts, left.ends) == (1, troupe.year.starts, given.on)
        assert troupe.pupils[0].memberships.get().ends == given.on


def test_a_list_of_some_pupils_says_nothing_of_the_others(cast: Cast) -> None:
    troupe = cast.ashdown
    with school_scope(troupe.school):
        assert importer(troupe, row(troupe.pupils[0])).preview().counts["left"] == 0


def test_a_pupil_who_returns_has_two_periods_on_roll(cast: Cast) -> None:
    troupe = cast.ashdown
    amber, *others = troupe.pupils
    later = troupe.year.starts + dt.timedelta(days=120)
    with school_scope(troupe.school):
        run_import(importer(troupe, *map(row, others), whole=True))
        _, done = run_import(importer(troupe, *map(row, troupe.pupils), on=later, whole=True))
        assert done.counts["returned"] == 1
        assert amber.enrolments.count() == 2
        assert amber in troupe.group.pupils_on(later)


def test_the_next_academic_year_ends_last_years_classes_and_keeps_them(cast: Cast) -> None:
    troupe = cast.ashdown
    next_september = dt.date(troupe.year.start_year + 1, 9, 8)
    with school_scope(troupe.school):
        _, done = run_import(
            importer(troupe, row(troupe.pupils[0], year_group="5", class_name="5 Heron"), on=next_september)
        )
        periods = list(
            troupe.pupils[0].memberships.order_by("starts").values_list("group__name", "starts", "ends")
        )
        years = list(troupe.pupils[0].placements.order_by("pk").values_list("year_group", flat=True))
    assert done.counts["moved"] == 1
    assert periods == [
        ("4 Kestrel", troupe.year.starts, dt.date(next_september.year, 9, 1)),
        ("5 Heron", next_september, None),
    ]
    assert years == ["4", "5"]


def test_a_name_is_corrected_and_the_audit_trail_keeps_the_old_one(cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    with school_scope(cast.ashdown.school):
        given = importer(cast.ashdown, row(amber, preferred_forename="Amby"))
        assert "preferred forename: – → Amby" in given.preview().lines[0].details
        run_import(given)
        amber.refresh_from_db()
    assert amber.forename == "Amby"


def test_a_temporary_upn_gives_way_to_the_permanent_one_of_the_same_child(cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    permanent = amber.upn
    with school_scope(cast.ashdown.school):
        Pupil.objects.filter(pk=amber.pk).update(upn=make_upn(999, 2101, 22, "01A"))
        _, done = run_import(importer(cast.ashdown, row(amber, upn=permanent)))
        assert (done.counts["new"], done.counts["changed"]) == (0, 1)
        assert Pupil.objects.get(pk=amber.pk).upn == permanent


def test_two_children_of_one_name_and_birthday_with_different_upns_stay_two(cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    with school_scope(cast.ashdown.school):
        twin = row(amber, upn=make_upn(999, 2101, 22, 88))
        assert importer(cast.ashdown, row(amber), twin).preview().counts["new"] == 1


def test_without_a_upn_a_pupil_is_known_by_name_and_birthday(cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    with school_scope(cast.ashdown.school):
        assert importer(cast.ashdown, row(amber, upn="")).preview().counts["unchanged"] == 1


def test_two_rows_for_one_pupil_are_one_row_too_many(cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    with school_scope(cast.ashdown.school):
        preview = importer(cast.ashdown, row(amber, row=2), row(amber, upn="", row=9)).preview()
    assert preview.counts["rejected"] == 1
    assert "same pupil as Amber Testington in row 2" in preview.problems[0].message


def test_a_list_without_classes_makes_a_class_of_each_year_group_for_those_who_have_none(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        run_import(importer(cast.ashdown, replace(NEWCOMER, class_name="")))
        assert Pupil.objects.get(legal_forename="Edie").memberships.get().group.name == "Year 4"


def test_what_is_true_of_a_pupil_can_be_asked_as_at_any_day(cast: Cast) -> None:
    troupe = cast.ashdown
    amber = troupe.pupils[0]
    support = Fact("sen_provision", "K", starts=troupe.year.starts)
    says = frozenset({"sen_provision"})
    january = dt.date(troupe.year.start_year + 1, 1, 12)
    with school_scope(troupe.school):
        run_import(importer(troupe, row(amber, facts=(support,), says=says)))
        run_import(importer(troupe, row(amber, says=says), on=january))
        before = characteristics_on(january - dt.timedelta(days=1), kind=Kind.SEN_PROVISION)
        after = characteristics_on(january, kind=Kind.SEN_PROVISION)
    assert (before, after) == ({amber.pk: ["K"]}, {})


def test_a_list_that_is_silent_about_something_changes_nothing_of_it(cast: Cast) -> None:
    troupe = cast.ashdown
    amber = troupe.pupils[0]
    with school_scope(troupe.school):
        fact = Fact("eal", starts=troupe.year.starts)
        run_import(importer(troupe, row(amber, facts=(fact,), says=frozenset({"eal"}))))
        assert importer(troupe, row(amber)).preview().counts["unchanged"] == 1


def test_importing_the_same_file_twice_changes_nothing_the_second_time(cast: Cast) -> None:
    troupe = cast.ashdown
    meals = replace(NEWCOMER, facts=(Fact("fsm", starts=dt.date(2024, 9, 1)),), says=frozenset({"fsm"}))
    with school_scope(troupe.school):
        run_import(importer(troupe, meals))
        once = everything(troupe)
        _, done = run_import(importer(troupe, meals))
        assert everything(troupe) == once
    assert not done.changes_anything


def test_an_import_can_be_taken_back_as_a_whole(cast: Cast) -> None:
    troupe = cast.ashdown
    with school_scope(troupe.school):
        before = everything(troupe)
        run, _ = run_import(
            importer(troupe, NEWCOMER, row(troupe.pupils[0], class_name="4 Merlin", sex="F"), whole=True)
        )
        PupilSignIn.objects.create(school=troupe.school, pupil=Pupil.objects.get(legal_forename="Edie"))
        undo_run(run)
        assert everything(troupe) == before
    assert run.state == State.UNDONE


def test_an_import_is_not_taken_back_when_a_row_has_changed_since(cast: Cast) -> None:
    troupe = cast.ashdown
    amber = troupe.pupils[0]
    with school_scope(troupe.school):
        run, _ = run_import(importer(troupe, NEWCOMER, row(amber, preferred_forename="Amby")))
        Pupil.objects.filter(pk=amber.pk).update(preferred_forename="Am")
        before = everything(troupe)
        with pytest.raises(UndoRefusedError, match=r"“Am Testington” \(pupil\) has changed since"):
            undo_run(run)
        assert everything(troupe) == before
        run.refresh_from_db()
    assert run.state == State.APPLIED


def test_an_import_is_not_taken_back_once_its_pupils_have_practised(cast: Cast) -> None:
    troupe = cast.ashdown
    with school_scope(troupe.school):
        run, _ = run_import(importer(troupe, NEWCOMER))
        PracticeSession.objects.create(
            id="01900000-0000-7000-8000-000000000001",
            school=troupe.school,
            pupil=Pupil.objects.get(legal_forename="Edie"),
            opened_at=dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC),
            seconds=300,
        )
        with pytest.raises(UndoRefusedError, match="have practised since"):
            undo_run(run)
        assert Pupil.objects.filter(legal_forename="Edie").exists()


def test_an_import_whose_class_has_a_teacher_is_not_taken_back_and_says_what_to_do_instead(cast: Cast) -> None:
    troupe = cast.ashdown
    with school_scope(troupe.school):
        run, _ = run_import(importer(troupe, replace(NEWCOMER, class_name="4 Birch")))
        StaffAssignment.objects.create(
            school=troupe.school,
            staff=StaffMember.objects.all()[0],
            group=TeachingGroup.objects.get(name="4 Birch"),
            starts=dt.date(2026, 1, 5),
        )
        with pytest.raises(UndoRefusedError, match=r"given a teacher since.* Import the right list"):
            undo_run(run)
        assert Pupil.objects.filter(legal_forename="Edie").exists()


def test_an_import_is_applied_once(cast: Cast) -> None:
    from ridgeway.exchange.imports import ImportStateError

    with school_scope(cast.ashdown.school):
        given = importer(cast.ashdown, NEWCOMER)
        run, _ = run_import(given)
        with pytest.raises(ImportStateError, match="applied already"):
            apply_run(run, given)
        assert Pupil.objects.filter(legal_forename="Edie").count() == 1


def test_the_file_itself_is_forgotten_once_applied(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        run, _ = run_import(importer(cast.ashdown, NEWCOMER))
        run.refresh_from_db()
    assert run.content is None
