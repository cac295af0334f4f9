"""`ridgeway demo`: what it prints and what it refuses. The building itself is tested in tests/demo."""

import json
from contextlib import nullcontext

import pytest
import typer
from pytest_django import Settings
from typer.testing import CliRunner, Result

from ridgeway.cli import demo as command
from ridgeway.demo import sign_ins
from ridgeway.demo.sign_ins import AdultSignIn, ClassSignIn

ADULT = AdultSignIn(
    role="Teacher",
    name="Amber Testington",
    place="Larkmere Primary School",
    email="amber.testington@larkmere.example",
    path="/schools/999001/classes/23/monday/",
    sees="who practised",
)
GROUP = ClassSignIn("4 Kestrel", "Larkmere", "BCDFGHJK", "/pupils/BCDFGHJK/", "Bilal", ("sun", "tree", "fish"))


@pytest.fixture(autouse=True)
def _built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "program", nullcontext)
    monkeypatch.setattr(sign_ins, "is_built", lambda: True)
    monkeypatch.setattr(sign_ins, "adult_sign_ins", lambda: [ADULT])
    monkeypatch.setattr(sign_ins, "class_sign_ins", lambda: [GROUP])


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(command.demo)
    return CliRunner().invoke(app, [*arguments, "--no-serve"])


def test_the_table_says_who_can_sign_in_and_how(settings: Settings) -> None:
    said = " ".join(run().stdout.split())
    for word in (sign_ins.PASSWORD, ADULT.email, f"http://{settings.ADDRESS}/pupils/BCDFGHJK/", "sun, tree, fish"):
        assert word in said


def test_json_has_the_same_for_scripts() -> None:
    said = json.loads(run("--json").stdout)
    assert said["password"] == sign_ins.PASSWORD
    assert said["staff"][0]["email"] == ADULT.email
    assert said["classes"][0]["code"] == GROUP.code


def test_a_public_address_is_refused(settings: Settings) -> None:
    settings.PUBLIC = True
    result = run()
    assert result.exit_code == 2
    assert "on this computer only" in " ".join(result.stderr.split())
    assert not result.stdout
