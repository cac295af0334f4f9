"""Results of small studies with a known effect, one of each design, made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from ridgeway.impact.study import Result, evaluate, read_study
from tests.impact.study.networks import network
from tests.impact.study.test_pupils import trial

DESIGNS: dict[str, dict[str, Any]] = {
    "did": {"effect": 6},
    "matched": {"effect": 6, "design": {"method": "matched_did", "exact": ["la"], "ratio": 2}},
    "staggered": {"effect": 4, "staggered": True},
    "describe": {"effect": 3, "design": {"method": "describe"}},
}

Made = Callable[[str], Result]


@cache
def _made(design: str) -> Result:
    with TemporaryDirectory() as folder:
        said = {"title": "The <north>", "options": {"draws": 49}, **DESIGNS.get(design, {})}
        path = trial(Path(folder), **said) if design == "trial" else network(Path(folder), **said)
        return evaluate(read_study(path))


@pytest.fixture(scope="session")
def made() -> Made:
    """The result of a study of a design, by its name."""
    return _made
