"""A frozen study is worked out in the background, with the numbers of the command line, and can be stopped."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from typer.testing import CliRunner

from ridgeway.cli.app import app
from ridgeway.evaluation.asking import LOST, cancel_run, start_run
from ridgeway.evaluation.models import Run, RunFile, State, StudyFile, packed
from ridgeway.evaluation.tasks import evaluate_study
from ridgeway.evaluation.working import engine_environment, unpack, work_on
from ridgeway.schools.tenancy import network_scope
from tests.cast import Cast
from tests.evaluation.conftest import ANSWERS, URNS, addresses, drafted, frozen

pytestmark = pytest.mark.usefixtures("tables")


def asked(cast: Cast, **changed: Any) -> Run:
    return start_run(frozen(drafted(cast.network, **changed)), by=cast.network_lead, now=timezone.now())


def done(cast: Cast, **changed: Any) -> Run:
    run = asked(cast, **changed)
    work_on(run.pk)
    run.refresh_from_db()
    return run


def test_the_numbers_are_those_of_the_command_line_to_the_last_digit(cast: Cast, tmp_path: Path) -> None:
    with network_scope(cast.network):
        run = done(cast)
        unpack(run.study, tmp_path)
        assert run.state == State.DONE, run.words
        written = CliRunner().invoke(
            app, ["evaluate", str(tmp_path / "study.yaml"), "--out", str(tmp_path / "out")]
        )
        assert written.exit_code == 0, written.output
        assert run.result == (tmp_path / "out" / "study.json").read_text("utf-8")
        assert run.found["outcomes"]["READ_AVERAGE"]["estimate"] == pytest.approx(2, abs=0.6)
        assert set(RunFile.objects.values_list("name", flat=True)) == {"page.json", "report.html", "report.pdf"}


def test_run_again_it_gives_the_same_numbers(cast: Cast) -> None:
    with network_scope(cast.network):
        first = done(cast)
        again = start_run(first.study, by=None, now=timezone.now())
        work_on(again.pk)
        again.refresh_from_db()
        assert (again.pk != first.pk, again.result_hash) == (True, first.result_hash)


def test_the_worker_opens_the_scope_of_the_network(cast: Cast) -> None:
    with network_scope(cast.network):
        run = asked(cast)
    evaluate_study(network=cast.network.pk, run=run.pk)
    with network_scope(cast.network):
        assert Run.objects.get(pk=run.pk).state == State.DONE


def test_a_study_runs_once_at_a_time(cast: Cast) -> None:
    with network_scope(cast.network):
        run = asked(cast)
        assert start_run(run.study, by=None, now=timezone.now()).pk == run.pk


def test_what_the_engine_refuses_is_told_in_its_own_words(client: Client, cast: Cast) -> None:
    everyone = {**ANSWERS["schools"], "others": ["\n".join(map(str, URNS))]}
    with network_scope(cast.network):
        run = asked(cast, schools=everyone)
        work_on(run.pk)
        run.refresh_from_db()
        assert (run.state, run.result) == (State.REFUSED, "")
        assert "cannot be used" in run.words
    client.force_login(cast.network_lead)
    page = client.get(f"{addresses(cast)}{run.study_id}/").content.decode()
    assert "This study cannot be made as it stands" in page
    assert escape(run.words) in page


def test_a_stopped_run_is_not_worked_on(cast: Cast) -> None:
    with network_scope(cast.network):
        run = asked(cast)
        assert cancel_run(run, timezone.now())
        work_on(run.pk)
        run.refresh_from_db()
        assert (run.state, run.result) == (State.CANCELLED, "")
        assert not cancel_run(run, timezone.now())


def test_a_run_that_is_stopped_while_it_is_worked_on_leaves_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with network_scope(cast.network):
        run = asked(cast)
        monkeypatch.setattr(
            "ridgeway.evaluation.working.time.sleep", lambda seconds: cancel_run(run, timezone.now())
        )
        work_on(run.pk)
        run.refresh_from_db()
        assert (run.state, run.result, RunFile.objects.count()) == (State.CANCELLED, "", 0)


def test_a_run_whose_worker_is_gone_makes_room_for_another(client: Client, cast: Cast) -> None:
    with network_scope(cast.network):
        run = asked(cast)
        Run.objects.filter(pk=run.pk).update(
            state=State.RUNNING, heard_at=timezone.now() - dt.timedelta(minutes=5)
        )
        client.force_login(cast.network_lead)
        assert "It was interrupted" in client.get(f"{addresses(cast)}{run.study_id}/").content.decode()
        again = start_run(run.study, by=None, now=timezone.now())
        run.refresh_from_db()
        assert (again.pk != run.pk, run.state, run.words) == (True, State.REFUSED, LOST)


def test_a_process_that_breaks_off_is_said_to_be_our_fault(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with network_scope(cast.network):
        run = asked(cast)
        monkeypatch.setattr("ridgeway.evaluation.working.ENGINE", "ridgeway.no_such_engine")
        work_on(run.pk)
        run.refresh_from_db()
        assert run.state == State.REFUSED
        assert "our fault" in run.words


def test_the_engine_keeps_to_one_processor_unless_the_server_says_otherwise() -> None:
    alone = engine_environment({"PATH": "/bin"})
    assert (alone["PATH"], alone["OPENBLAS_NUM_THREADS"], alone["POLARS_MAX_THREADS"]) == ("/bin", "1", "1")
    assert engine_environment({"OPENBLAS_NUM_THREADS": "4"})["OPENBLAS_NUM_THREADS"] == "4"


def test_progress_is_told_to_those_who_watch_and_unchanged_is_not_sent_again(client: Client, cast: Cast) -> None:
    with network_scope(cast.network):
        run = asked(cast)
        Run.objects.filter(pk=run.pk).update(
            state=State.RUNNING,
            heard_at=timezone.now(),
            share=0.42,
            step="Looking for what speaks against READ_AVERAGE",
        )
    client.force_login(cast.adviser)
    address = f"{addresses(cast)}{run.study_id}/run/progress/"
    seen = client.get(address)
    assert "42%" in seen.content.decode()
    assert "READ_AVERAGE" not in seen.content.decode()
    assert client.get(address, headers={"If-None-Match": seen["ETag"]}).status_code == 304
    with network_scope(cast.network):
        Run.objects.filter(pk=run.pk).update(share=0.5)
        assert client.get(address, headers={"If-None-Match": seen["ETag"]}).status_code == 200
        cancel_run(run, timezone.now())
    assert client.get(address)["HX-Refresh"] == "true"


def test_a_run_that_nobody_begins_says_what_is_missing(client: Client, cast: Cast) -> None:
    with network_scope(cast.network):
        run = asked(cast)
        client.force_login(cast.network_lead)
        address = f"{addresses(cast)}{run.study_id}/run/progress/"
        assert "ridgeway worker" not in client.get(address).content.decode()
        Run.objects.filter(pk=run.pk).update(asked_at=timezone.now() - dt.timedelta(minutes=1))
        assert "ridgeway worker" in client.get(address).content.decode()


def test_the_page_of_a_result_says_answer_picture_table_and_objections(client: Client, cast: Cast) -> None:
    with network_scope(cast.network):
        run = done(cast)
    client.force_login(cast.adviser)
    page = client.get(f"{addresses(cast)}{run.study_id}/").content.decode()
    estimate = json.loads(run.result)["outcomes"]["READ_AVERAGE"]
    assert "Reading: average scaled score" in page
    assert f"{estimate['n_treated']} beside {estimate['n_comparison']}" in page
    assert "Chosen by results" in page
    assert "<svg" in page
    assert run.result_hash in page
    assert "Run it again" not in page


def test_the_page_says_what_was_frozen_before_the_results_and_what_is_otherwise_now(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.adviser)
    with network_scope(cast.network):
        known, run = done(cast), done(cast, beforehand={"decided": ["before"], "notes": [""]})
        pinned = StudyFile.objects.get(study=run.study, name="study.protocol.json")
    page = client.get(f"{addresses(cast)}{run.study_id}/").content.decode()
    assert json.loads(pinned.content)["digest"] in page
    assert "Nothing is otherwise now than it was then." in page
    assert (
        "nothing shows what was decided when" in client.get(f"{addresses(cast)}{known.study_id}/").content.decode()
    )
    with network_scope(cast.network):
        pinned.packed = packed(pinned.content.replace(b'"design.ratio": 2', b'"design.ratio": 5'))
        pinned.save()
        work_on(start_run(run.study, by=None, now=timezone.now()).pk)
    page = client.get(f"{addresses(cast)}{run.study_id}/").content.decode()
    assert "The protocol was altered after it was frozen" in page
    assert "design.ratio: 5 was frozen, now it is 2." in page


def test_files_of_a_study_can_be_taken_away(client: Client, cast: Cast) -> None:
    with network_scope(cast.network):
        run = done(cast)
    client.force_login(cast.adviser)
    beginnings = {
        "study.yaml": b"title:",
        "study.json": b"{",
        "report.html": b"<!",
        "report.pdf": b"%PDF",
        "study.zip": b"PK",
    }
    for name, begins in beginnings.items():
        response = client.get(f"{addresses(cast)}{run.study_id}/files/{name}")
        assert response.content.startswith(begins)
        ending = name.split(".")[1]
        assert response["Content-Disposition"] == f'attachment; filename="reading-in-chalk-ridge.{ending}"'
    assert client.get(f"{addresses(cast)}{run.study_id}/files/secret").status_code == 404
