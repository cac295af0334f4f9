"""Sheets made before kinds had options are told what they are, and stay comparable with those made today."""

import json
from importlib import import_module

import pytest
from django.db import connection

from ridgeway.foundations.paper.kinds import KINDS

MIGRATION = import_module("ridgeway.foundations.migrations.0009_paper")


@pytest.mark.parametrize(
    ("kind", "span", "title", "numbers"),
    [
        ("addition-grid", "1-10", "Addition grid", range(1, 11)),
        ("multiplication-grid", "1-10", "Multiplication grid, 1 to 10", range(1, 11)),
        ("multiplication-grid", "2-12", "Multiplication grid, 2 to 12", range(2, 13)),
        ("own-facts", "1-10", "Own facts", None),
    ],
)
def test_earlier_sheets_are_told_what_they_are(
    db: None, kind: str, span: str, title: str, numbers: range | None
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE earlier (kind text, span text, title text, of text, options jsonb)")
        cursor.execute("INSERT INTO earlier (kind, span) VALUES (%s, %s)", [kind, span])
        cursor.execute(MIGRATION.SAY_WHAT_THEY_ARE.format(table="earlier"))
        cursor.execute("SELECT title, of, options::text FROM earlier")
        found, of, options = cursor.fetchone()
    chosen = {} if numbers is None else {"across": list(numbers), "down": list(numbers), "order": "mixed"}
    assert (found, json.loads(options)) == (title, chosen)
    assert (KINDS[kind].title_of(chosen), KINDS[kind].of(chosen)) == (title, of)


def test_marked_results_say_how_many_were_wrong(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE earlier (wrong int[], errors int)")
        cursor.execute("INSERT INTO earlier (wrong) VALUES ('{3,4}'), ('{}'), (NULL)")
        cursor.execute(MIGRATION.COUNT_WRONG.format(table="earlier"))
        cursor.execute("SELECT errors FROM earlier ORDER BY errors NULLS LAST")
        assert cursor.fetchall() == [(0,), (2,), (None,)]
