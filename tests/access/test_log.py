"""The log says what went wrong and where, and nothing of anybody."""

import logging
import sys
from typing import Any

import pytest
from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from pydantic import TypeAdapter, ValidationError

from ridgeway.access.log import DiscreetFormatter
from ridgeway.access.models import User
from ridgeway.statements import run
from tests.cast import Cast

NAME = "Quillfeather"


def logged(message: str, *values: object, error: bool = True) -> str:
    """A line of the log about the error at hand, as the settings format it."""
    info = sys.exc_info() if error else None
    record = logging.LogRecord("ridgeway", logging.ERROR, __file__, 1, message, values, info)
    return DiscreetFormatter("{levelname} {name}: {message}", style="{").format(record)


def test_the_settings_log_so() -> None:
    kept: Any = settings.LOGGING
    assert kept["formatters"]["line"]["()"] == "ridgeway.access.log.DiscreetFormatter"
    assert kept["root"]["level"] == "WARNING"


def test_a_row_that_the_database_refuses_is_not_repeated(cast: Cast) -> None:
    email = cast.stranger.email
    line = ""
    try:
        with transaction.atomic():
            User.objects.create_user(email)
    except IntegrityError as error:
        assert email in str(error)
        line = logged("The practice API failed at %s", "/api/practice/answers")
    assert email not in line
    assert "IntegrityError: (23505 access_user access_user_email_key; what it was about is left out)" in line
    assert "test_log.py" in line


@pytest.mark.django_db
def test_a_value_in_a_statement_written_out_is_not_repeated() -> None:
    line = ""
    try:
        with transaction.atomic():
            run("SELECT %s::text::int", NAME)
    except DataError as error:
        assert NAME in str(error)
        line = logged("A statement failed")
    assert NAME not in line
    assert "DataError: (22P02; what it was about is left out)" in line


def test_what_a_validator_did_not_like_is_not_repeated() -> None:
    line = ""
    try:
        try:
            TypeAdapter(int).validate_python(NAME)
        except ValidationError as error:
            assert NAME in str(error)
            raise RuntimeError("It did not arrive whole.") from error
    except RuntimeError:
        line = logged("Something failed")
    assert NAME not in line
    assert "It did not arrive whole." in line


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/b/BCDFGHJKMNPQRTVWX/", "/b/…/"),
        ("/pupils/KESTREL4/12/", "/pupils/…/12/"),
        ("/q/BCDFGHJKMN/", "/q/…/"),
        ("/account/password/reset/key/1-abc-def/", "/account/password/reset/key/…/"),
        ("/schools/999101/classes/3/", "/schools/999101/classes/3/"),
    ],
)
def test_keys_in_addresses_stay_out_of_the_log(address: str, shown: str) -> None:
    assert logged("Not Found: %s", address, error=False) == f"ERROR ridgeway: Not Found: {shown}"
