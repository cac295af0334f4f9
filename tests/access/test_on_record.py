"""Every change of what people decide is on record: what it was, when, and who made it."""

import re
from typing import Any, Final
from uuid import uuid4

import pghistory.models
import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from ridgeway.cli.program import _on_record
from ridgeway.foundations.models import Preferences, SharedDevice
from ridgeway.foundations.offline.devices import see_device
from ridgeway.foundations.offline.passes import issue_pass
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.databases import SOURCE
from tests.foundations.test_practice_api import PREFERENCES

NOT_DECIDED: Final = {
    "access.AccountEvent": "is itself a record of what happened to an account",
    "access.Disclosure": "is itself a record of who made a copy of a pupil's data and when",
    "access.Erasure": "is itself a record of who erased a pupil's data and when",
    "access.User": "an account; what it may do are its memberships",
    "foundations.Answer": "given by a pupil, never changed",
    "foundations.PageTotal": "follows from a sheet's result, never changed",
    "foundations.WordTry": "given by a pupil",
    "foundations.PracticeSession": "opened by a visit",
    "foundations.KnowledgeState": "follows from answers",
    "foundations.KnowledgeDay": "follows from answers",
    "foundations.PracticeDay": "follows from answers",
    "foundations.RefusedAnswer": "as a device sent it",
    "foundations.SharedDevice": "as a device says of itself",
    "foundations.SheetPage": "follows from its sheet set",
    "exchange.ImportRun": "is itself a record of who did what and when",
    "exchange.Change": "is itself a record of what an import changed",
    "exchange.KeptRecord": "comes with an import",
    "exchange.ResultsFile": "published figures",
    "exchange.SchoolResults": "published figures",
    "exchange.AreaResults": "published figures",
    "evaluation.StudyFile": "comes with its study",
    "evaluation.RunFile": "comes with its run",
    "evaluation.Run": "is itself a record of who asked and when",
    "evaluation.SurveyFigure": "comes with its survey",
}
"""Models without an audit trail, each with the reason."""

CHANGED: Final = r"(?:INSERT INTO|UPDATE|DELETE FROM|COPY) ([a-z]+_[a-z_]+)"
"""Tables that statements written out change."""


def test_every_model_is_audited_or_holds_nothing_that_people_decide() -> None:
    ours = [
        model
        for model in apps.get_models()
        if model.__module__.startswith("ridgeway.") and not issubclass(model, pghistory.models.Event)
    ]
    events = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    tracked: list[Any] = [event.pgh_tracked_model for event in events]
    audited = {model._meta.label for model in tracked if model is not None}
    assert {model._meta.label for model in ours} - audited == set(NOT_DECIDED)


def test_no_statement_written_out_changes_what_is_audited() -> None:
    """Such statements go past what tells the trail who is at work (see `ridgeway.statements`)."""
    source = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
    changed = {table.replace("_", ".", 1) for table in re.findall(CHANGED, source)}
    assert "foundations.answer" in changed
    assert changed <= {label.lower() for label in NOT_DECIDED}


def who(label: str) -> dict[str, object]:
    """Who made the last change of a model, as the trail has it."""
    event = apps.get_model(label)._default_manager.latest("pgh_id")
    metadata: dict[str, object] = event.pgh_context.metadata
    return metadata


def test_what_a_device_delivers_for_a_pupil_is_on_record_as_that_pupils(cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    with school_scope(amber.school):
        device = see_device(amber.school_id, uuid4(), group=cast.ashdown.group, kind="iPad", at=timezone.now())
        carried = issue_pass(amber, device)
    at_it = Client()
    at_it.force_login(cast.ashdown.teacher)
    reply = at_it.post(PREFERENCES, {"type": "large"}, "application/json", headers={"X-Ridgeway-Pass": carried})
    assert reply.status_code == 200
    with school_scope(amber.school):
        said = who("foundations.PreferencesEvent")
        assert SharedDevice.objects.get().pk == device.pk
    assert (said["pupil"], said["device"], said["user"]) == (amber.pk, device.pk, None)


def test_what_the_command_line_changes_is_on_record_as_its(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["ridgeway", "staff", "add", "someone@ashdown.example"])
    with _on_record(), school_scope(cast.ashdown.school):
        Preferences.objects.create(school=cast.ashdown.school, pupil=cast.ashdown.pupils[0])
        assert who("foundations.PreferencesEvent") == {"command": "staff"}
