"""Statements written out, as quick as PostgreSQL takes them: for what happens at every answer of every pupil.

Django takes longer to put such a statement together than PostgreSQL to run it, and its cursor writes the values
into the text: a state of knowledge is a tenth of a megabyte to quote and to parse. Here values travel beside the
statement, and PostgreSQL keeps its plan from one request to the next. What the audit trail would put before each
statement is left out, so audited tables may be read in this way but not changed.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from numpy.typing import NDArray


def run(statement: str, *values: object) -> list[tuple[Any, ...]]:
    """Runs a statement inside the transaction and the scope that are open, and returns its rows, if it has any.

    Values stand as `%s`, or as `%b` where they are to travel in binary.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    database.validate_no_broken_transaction()
    with database.wrap_database_errors, psycopg.Cursor(database.connection) as cursor:
        cursor.execute(statement, values, prepare=True, binary=True)
        result = cursor.pgresult  # `cursor.description` would first describe every column
        return cursor.fetchall() if result and result.nfields else []


def as_json(rows: Iterable[Mapping[str, object]]) -> str:
    """Rows as one value, which `json_to_recordset` turns into rows again: twice as quick as an array a column."""
    return json.dumps(list(rows), default=str)


def as_array(numbers: NDArray[Any]) -> str:
    """Numbers as one value, an array in PostgreSQL's own words: four times as quick as a list of them."""
    return f"{{{','.join(map(repr, numbers.tolist()))}}}"
