"""Statements that run at every answer: what they return, and that PostgreSQL plans them once for a connection."""

import datetime as dt
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from ridgeway.statements import as_json, run

pytestmark = pytest.mark.django_db


def test_rows_come_back_as_python_knows_them() -> None:
    key, at = UUID(int=7), dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
    assert run("SELECT %s::uuid, %s::timestamptz, %b::bytea", key, at, b"\0state") == [(key, at, b"\0state")]


def test_a_statement_without_rows_returns_none() -> None:
    assert run("SET LOCAL lock_timeout = 0") == []
    assert run("SELECT 1 WHERE false") == []


def test_a_statement_is_planned_once_and_then_kept() -> None:
    for number in range(3):
        run("SELECT %s + 41", number)
    kept = run("SELECT statement FROM pg_prepared_statements WHERE statement LIKE %s", "SELECT $1 + 41%")
    assert len(kept) == 1


def test_a_fault_is_the_one_that_django_would_raise() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        run("INSERT INTO schools_school DEFAULT VALUES")
    assert not connection.needs_rollback
    assert run("SELECT 1") == [(1,)]


def test_rows_travel_as_one_value() -> None:
    rows = [{"id": UUID(int=number), "day": dt.date(2026, 11, number)} for number in (1, 2)]
    statement = "SELECT * FROM json_to_recordset(%s) AS row (id uuid, day date)"
    assert run(statement, as_json(rows)) == [tuple(row.values()) for row in rows]
