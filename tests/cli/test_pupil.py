"""`ridgeway pupil`: what is asked before anything is erased, and how a mistake is told."""

import datetime as dt
from contextlib import nullcontext
from pathlib import Path
from zipfile import is_zipfile

import pytest
from typer.testing import CliRunner

from ridgeway.access.models import Erasure, User
from ridgeway.access.privacy import erasing
from ridgeway.access.privacy.models import Disclosure, Why
from ridgeway.access.privacy.subjects import Subject
from ridgeway.access.roles import Role
from ridgeway.cli import pupil
from ridgeway.cli.app import app
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _in_the_tests_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pupil, "program", nullcontext)


def said(*words: object, code: int = 0, typed: str = "") -> str:
    """What the command prints, on one line without the frame around an error."""
    result = CliRunner().invoke(app, ["pupil", *map(str, words)], input=typed)
    assert result.exit_code == code, result.output
    return " ".join(result.output.replace("│", " ").split())


def test_a_copy_is_written_for_somebody_who_answers_for_it(cast: Cast, tmp_path: Path) -> None:
    ashdown, amber = cast.ashdown, cast.ashdown.pupils[0]
    head, teacher = ashdown.staff[Role.HEADTEACHER].email, ashdown.teacher.email
    at = ("--school", ashdown.urn, "--out", tmp_path)
    assert "rows about Amber Testington" in said("export", amber.upn, *at, "--by", head)
    (file,) = tmp_path.iterdir()
    assert is_zipfile(file)
    assert "is nobody at Ashdown" in said("export", amber.upn, *at, "--by", teacher, code=2)
    assert "No pupil of Ashdown" in said("export", "Z1", *at, "--by", head, code=2)
    missing = said("export", amber.pk, "--school", ashdown.urn, "--out", tmp_path / "no", "--by", head, code=2)
    assert "can't be written" in missing
    with school_scope(ashdown.school):
        assert Disclosure.objects.get().made_by == ashdown.staff[Role.HEADTEACHER]


def test_erasing_asks_for_a_word_and_then_does_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ashdown, amber = cast.ashdown, cast.ashdown.pupils[0]
    head, erased = ashdown.staff[Role.DATA_MANAGER], []

    def erase(subject: Subject, *, by: User, why: Why, at: dt.datetime) -> Erasure:
        erased.append((subject.pk, by, why))
        return Erasure(pseudonym="1a2b", rows=1234)

    monkeypatch.setattr(erasing, "erase", erase)
    command = ("erase", amber.pk, "--school", ashdown.urn, "--by", head.email, "--why")
    assert "is no reason that the log knows" in said(*command, "spring", code=2)
    shown = said(*command, "request", typed="yes\n", code=1)
    assert "Badge and sign-in pictures" in shown
    assert "Backups" in shown
    assert "Nothing is erased." in shown
    assert erased == []
    assert "Erased: 1,234 rows. The log of erasures has it as 1a2b." in said(*command, "request", typed="erase\n")
    assert erased == [(amber.pk, head, Why.REQUEST)]


def test_erasing_without_the_owners_role_says_what_to_set(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "connections", ["default"])
    ashdown = cast.ashdown
    head = ashdown.staff[Role.HEADTEACHER].email
    said_so = said(
        "erase", ashdown.pupils[0].pk, "--school", ashdown.urn, "--by", head, "--why", "duty", "--yes", code=1
    )
    assert "set DATABASE_OWNER_URL" in said_so
