"""How far a run is, in words for those who watch it."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

import yaml

from ridgeway.evaluation.models import Run, State
from ridgeway.evaluation.report.names import in_words
from ridgeway.evaluation.working import is_lost

LONG: Final = dt.timedelta(seconds=20)
"""A run that waits longer than this may have no worker to do it."""


def telling_of(run: Run, now: dt.datetime) -> dict[str, Any]:
    """What the page of a study says of its last run, whatever has become of that."""
    say = _plain(run)
    return {"lost": is_lost(run, now), "refusal": say(run.words), **progress_told(run, now)}


def progress_told(run: Run, now: dt.datetime) -> dict[str, Any]:
    """What the page says of a run that is going: its step, the per cent done, and whether nobody seems to work."""
    return {
        "step": _plain(run)(run.step),
        "percent": round(100 * run.share),
        "nobody": run.state == State.WAITING and now - run.asked_at > LONG,
    }


def _plain(run: Run) -> Callable[[str], str]:
    """Puts plain English for the names of the study's measures into a text."""
    return in_words(yaml.safe_load(run.study.protocol)["outcomes"])
