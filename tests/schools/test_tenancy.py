"""A school's rows are seen and written only inside that school's scope: in Python and in PostgreSQL."""

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django_scopes.exceptions import ScopeError

from ridgeway.database import append_only_tables
from ridgeway.schools.models import Network, NetworkSchool, Pupil, School, SchoolLink
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast

PUBLIC_TABLES = {model._meta.db_table for model in (NetworkSchool,)} | {"schools_networkschoolevent"}


def count_in_sql(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_a_query_outside_any_scope_is_an_error(cast: Cast) -> None:
    with pytest.raises(ScopeError):
        Pupil.objects.count()


def test_a_scope_shows_that_school_alone(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        assert {pupil.school_id for pupil in Pupil.objects.all()} == {cast.ashdown.school.pk}
    with school_scope(cast.ashdown.school, cast.birchwood.school):
        assert Pupil.objects.count() == len(cast.ashdown.pupils) + len(cast.birchwood.pupils)


def test_sql_that_forgets_the_school_sees_nothing_outside_a_scope(cast: Cast) -> None:
    assert count_in_sql("schools_pupil") == 0
    with school_scope(cast.ashdown.school):
        assert count_in_sql("schools_pupil") == len(cast.ashdown.pupils)
        with school_scope(cast.birchwood.school):
            assert count_in_sql("schools_pupil") == len(cast.birchwood.pupils)
        assert count_in_sql("schools_pupil") == len(cast.ashdown.pupils)
    assert count_in_sql("schools_pupil") == 0


def test_a_row_cannot_be_written_into_another_school(cast: Cast) -> None:
    pupil = cast.birchwood.pupils[0]
    with (
        school_scope(cast.ashdown.school),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Pupil.objects.create(
            school=cast.birchwood.school,
            legal_surname="Stray",
            legal_forename="Row",
            date_of_birth=pupil.date_of_birth,
        )


def test_every_table_with_a_school_has_row_level_security(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity FROM pg_class c"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'school_id'"
            " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
        )
        unprotected = {name for name, protected in cursor.fetchall() if not protected}
    assert unprotected == PUBLIC_TABLES


def test_every_view_shows_what_its_reader_may_see(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reloptions FROM pg_class"
            " WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace ORDER BY relname"
        )
        views = ["foundations_countedanswer", "foundations_countedpage"]
        assert cursor.fetchall() == [(name, ["security_invoker=true"]) for name in views]


def test_the_web_role_owns_nothing_and_cannot_bypass_security(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)


def test_the_audit_trail_and_the_ledger_can_only_grow(db: None) -> None:
    tables = append_only_tables()
    assert {"foundations_answer", "schools_pupilevent"} <= set(tables)
    for table in tables:
        for verb in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(verb)


def test_every_school_owned_model_and_every_public_one_is_audited() -> None:
    for model in (School, SchoolLink, Network, NetworkSchool, Pupil):
        event = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
        assert event.pgh_tracked_model is model


def test_a_change_is_in_the_audit_trail(cast: Cast) -> None:
    event = apps.get_model("schools", "PupilEvent")
    pupil = cast.ashdown.pupils[0]
    with school_scope(cast.ashdown.school):
        pupil.preferred_forename = "Amy"
        pupil.save()
        trail = event.objects.filter(pgh_obj_id=pupil.pk).order_by("pgh_id")
        assert [(row.pgh_label, row.preferred_forename) for row in trail] == [
            ("insert", ""),
            ("update", "Amy"),
        ]
