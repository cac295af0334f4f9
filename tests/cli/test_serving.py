"""`ridgeway serve` from nothing: it brings its own database, serves, is found well, and leaves nothing running."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from ridgeway.environment import VARIABLES
from tests.conftest import PATIENCE_MS

COMMAND = [sys.executable, "-m", "ridgeway.cli"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    names = {variable.name for variable in VARIABLES}
    inherited = {name: value for name, value in os.environ.items() if name not in names}
    return {**inherited, "RIDGEWAY_VAR": str(tmp_path / "var"), "RIDGEWAY_ADDRESS": address}


@pytest.fixture
def serving(environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen([*COMMAND, "serve"], env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "Serving" in line:
                break
        yield process
        if process.poll() is None:
            process.terminate()


def run(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*COMMAND, *arguments], env=environment, capture_output=True, text=True, check=False)


def running_under(folder: str) -> list[str]:
    """Command lines of processes that have to do with the folder."""
    lines = [" ".join(process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"])]
    return [line for line in lines if folder in line]


def test_serving_from_nothing_until_ctrl_c(environment: dict[str, str], serving: "subprocess.Popen[str]") -> None:
    with urlopen(f"http://{environment['RIDGEWAY_ADDRESS']}/", timeout=PATIENCE_MS / 1000) as answer:
        assert "I am a pupil" in answer.read().decode()
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for _ in range(50):
        examined = run(environment, "doctor", "--json")
        if examined.returncode == 0:
            break
        time.sleep(0.2)
    states = {each["what"]: each["state"] for each in json.loads(examined.stdout)["findings"]}
    assert set(states.values()) == {"good"}, states

    second = run(environment, "serve")
    assert second.returncode == 2
    assert "already running" in " ".join(second.stderr.split())

    refused = run(environment, "staff", "add", "--email", "a@b.example", "--role", "coach", "--school", "123456")
    assert "No school has the URN or DfE number" in " ".join(refused.stderr.split())

    children = psutil.Process(serving.pid).children(recursive=True)
    serving.send_signal(signal.SIGINT)
    assert serving.wait(PATIENCE_MS / 1000) == 0
    assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
    assert running_under(environment["RIDGEWAY_VAR"]) == []
