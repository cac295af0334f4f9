"""What the log may say: what went wrong and where, and nothing of anybody.

An error of the database or of a validator repeats the row or the value that it is about, and the addresses of
pupils' sign-in hold their keys. Neither is anything for a file that administrators and hosting companies read.
"""

import logging
import re
from collections.abc import Iterator
from types import TracebackType
from typing import Final

import psycopg
from django.db import Error as DatabaseError
from pydantic import ValidationError

KEYS: Final = re.compile(r"(/(?:b|q|pupils|account/password/reset/key)/)[^/\s]+")
"""What follows these is a badge's key, a sheet's or a class's code, or a link to a new password."""

ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """Writes lines without the values that errors name, and without the keys in addresses."""

    def format(self, record: logging.LogRecord) -> str:
        """One record, as a line and perhaps a traceback."""
        return KEYS.sub(r"\1…", super().format(record))

    def formatException(self, ei: ErrorInfo) -> str:  # noqa: N802 - the name that logging calls
        """The traceback, in which errors that repeat what they were about say their kind alone."""
        text = super().formatException(ei)
        for error in _chain(ei[1]):
            if isinstance(error, DatabaseError | psycopg.Error | ValidationError) and str(error):
                text = text.replace(str(error), _kind(error))
        return text


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and those that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _kind(error: BaseException) -> str:
    """What is known of the error's kind: of one of the database's its code, and the table and rule it is about."""
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    if not isinstance(cause, psycopg.Error):
        return "(what it was about is left out)"
    about = (cause.sqlstate, cause.diag.table_name, cause.diag.column_name, cause.diag.constraint_name)
    return f"({' '.join(filter(None, about))}; what it was about is left out)"
