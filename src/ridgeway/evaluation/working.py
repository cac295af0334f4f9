"""Working on a run in the background.

The worker puts the protocol and its files into a folder and lets another process evaluate it there (`engine`),
with the same code and so the same numbers as `ridgeway evaluate`, on one processor: the others stay free for those
who use the website. Meanwhile it writes down how far that is, and stops it when nobody wants it any more.
"""

import datetime as dt
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.db import transaction
from django.utils import timezone

from ridgeway.evaluation.engine import PAGE, PROGRESS, REFUSED, REPORTS, RESULT, STUDY
from ridgeway.evaluation.models import Run, RunFile, State, Study, StudyFile, packed
from ridgeway.evaluation.protocol import hash_of

LOST_AFTER: Final = dt.timedelta(seconds=60)
"""A run whose worker has been silent for so long will not go on."""
LOOKS_EVERY: Final = 0.25
"""Seconds between two looks at the process."""
ENGINE: Final = "ridgeway.evaluation.engine"
ONE_THREAD: Final = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS"), "1")
"""What keeps NumPy and polars from spreading over all processors."""
LIBRARIES: Final = ("ridgeway", "numpy", "scipy", "polars")

BROKE_OFF: Final = (
    "The evaluation broke off without a word of its own. This is our fault: please send the study’s files, which "
    "can be downloaded below, to whoever looks after Ridgeway."
)


def is_lost(run: Run, now: dt.datetime) -> bool:
    """Whether the worker that had begun with it is gone."""
    return run.state == State.RUNNING and run.heard_at is not None and now - run.heard_at > LOST_AFTER


def work_on(key: int) -> None:
    """Evaluates the study of a waiting run, in the scope of its network; does nothing for any other run."""
    now = timezone.now()
    if not Run.objects.filter(pk=key, state=State.WAITING).update(state=State.RUNNING, heard_at=now):
        return
    run = Run.objects.select_related("study").get(pk=key)
    with TemporaryDirectory(prefix="ridgeway-study-") as name:
        folder = Path(name)
        unpack(run.study, folder)
        with (folder / "engine.log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", ENGINE, name], stdout=log, stderr=log, env=engine_environment(os.environ)
            )
        try:
            while process.poll() is None:
                if not _still_wanted(run, folder):
                    return
                time.sleep(LOOKS_EVERY)
        finally:
            process.kill()
            process.wait()
        _take(run, folder)


def engine_environment(server: Mapping[str, str]) -> dict[str, str]:
    """The environment of the process: the server's own, with one thread unless it says how many there may be."""
    return {**ONE_THREAD, **server}


def unpack(study: Study, folder: Path) -> None:
    """Writes the protocol and the files that it names."""
    (folder / STUDY).write_text(study.protocol, encoding="utf-8")
    for file in StudyFile.objects.filter(study=study):
        (folder / file.name).write_bytes(file.content)


def take_result(run: Run, folder: Path, now: dt.datetime) -> None:
    """Keeps what a run has found and the reports that tell of it, all or nothing."""
    result = _text(folder / RESULT)
    versions = {name: version(name) for name in LIBRARIES} | {"python": platform.python_version()}
    found = {"share": 1.0, "result": result, "result_hash": hash_of(result), "versions": versions}
    with transaction.atomic():
        if end_run(run, State.DONE, now, **found):
            RunFile.objects.bulk_create(
                RunFile(network_id=run.network_id, run=run, name=name, packed=packed((folder / name).read_bytes()))
                for name in (*REPORTS, PAGE)
            )


def end_run(run: Run, state: State, now: dt.datetime, **found: object) -> bool:
    """Ends a run that is going; false, with nothing changed, for one that has ended."""
    going = Run.objects.filter(pk=run.pk, state__in=[State.WAITING, State.RUNNING])
    return bool(going.update(state=state, ended_at=now, **found))


def _still_wanted(run: Run, folder: Path) -> bool:
    """Writes down how far the process is; false once somebody has stopped the run."""
    said = _text(folder / PROGRESS)
    progress = json.loads(said) if said else {}
    return bool(Run.objects.filter(pk=run.pk, state=State.RUNNING).update(heard_at=timezone.now(), **progress))


def _take(run: Run, folder: Path) -> None:
    """Takes what the process left: a result, a refusal, or neither."""
    now = timezone.now()
    if (folder / PAGE).exists():
        take_result(run, folder, now)
    elif refused := _text(folder / REFUSED):
        end_run(run, State.REFUSED, now, words=refused)
    else:
        end_run(run, State.REFUSED, now, words=BROKE_OFF)
        sys.stderr.write(_text(folder / "engine.log"))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
