"""A whole study at England's size, from its file to its doubts: how long it takes and how much memory it needs.

16,000 schools over ten years with ten outcomes; a hundred of them are treated. Everything a study does is done:
reading, estimate, years one by one, placebo years, 999 re-draws, every other check. The study runs in a program of
its own, so that the memory is that of the study alone.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
import yaml

from bench.measure import Figure, Measurement

SCHOOLS: Final = int(os.environ.get("BENCH_SCHOOLS", "16000"))
TREATED: Final = 100
YEARS: Final = np.arange(2010, 2020)
OUTCOMES: Final = tuple(f"outcome {letter}" for letter in "abcdefghij")
SECONDS: Final = 60.0
GIGABYTES: Final = 2.0

DESIGNS: Final[dict[str, tuple[dict[str, Any], bool]]] = {
    "event study, one start": ({"method": "event_study"}, False),
    "matched, one start": ({"method": "matched_did", "exact": ["phase"]}, False),
    "event study, three starts": ({"method": "event_study"}, True),
    "matched, three starts": ({"method": "matched_did", "exact": ["phase"]}, True),
}
"""What is measured: the design, and whether schools start in different years."""


def measure() -> Iterator[Measurement | Figure]:
    """Time and memory of each design."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for staggered in (False, True):
            nation(folder, staggered=staggered)
            for words, (design, different) in DESIGNS.items():
                if different is staggered:
                    yield from _study(words, _written(folder, design))


def nation(folder: Path, *, staggered: bool) -> None:
    """Write panel and treated schools: levels that last, noise that half lasts, and an effect of 1."""
    random = np.random.default_rng(1)
    starts = np.full(SCHOOLS, np.inf)
    starts[:TREATED] = np.resize([2015, 2016, 2017] if staggered else [2016], TREATED)
    names = np.char.mod("%d", np.arange(100_000, 100_000 + SCHOOLS))
    pupils = random.integers(12, 90, SCHOOLS)
    phase = np.array(["primary", "junior", "middle"])[random.integers(0, 3, SCHOOLS)]
    told = {
        "school": np.repeat(names, len(YEARS)),
        "year": np.tile(YEARS, SCHOOLS),
        "weight": np.repeat(pupils, len(YEARS)),
        "phase": np.repeat(phase, len(YEARS)),
    }
    for outcome in OUTCOMES:
        noise = random.normal(size=(SCHOOLS, len(YEARS)))
        for year in range(1, len(YEARS)):
            noise[:, year] += 0.5 * noise[:, year - 1]
        values = 100 + 4 * random.normal(size=(SCHOOLS, 1)) + noise + (starts[:, np.newaxis] <= YEARS)
        told[outcome] = values.round(2).ravel()
    pl.DataFrame(told).write_csv(folder / "panel.csv")
    begun = np.isfinite(starts)
    treated = pl.DataFrame({"school": names[begun], "from": starts[begun].astype(int)})
    treated.write_csv(folder / "treated.csv")


def _written(folder: Path, design: dict[str, Any]) -> Path:
    columns = {"school": "school", "year": "year", "weight": "weight", "facts": {"phase": "phase"}}
    told = {
        "data": {
            "csv": {"file": "panel.csv", "columns": {**columns, "values": {name: name for name in OUTCOMES}}}
        },
        "treated": {"file": "treated.csv"},
        "outcomes": list(OUTCOMES),
        "design": design,
        "options": {"draws": 999},
    }
    path = folder / "study.yaml"
    path.write_text(yaml.safe_dump(told))
    return path


def _study(words: str, path: Path) -> Iterator[Measurement | Figure]:
    made = subprocess.run(
        [sys.executable, "-m", "bench.study", str(path)], capture_output=True, text=True, check=True
    )
    seconds, gigabytes = json.loads(made.stdout)
    size = f"study of {SCHOOLS:,} schools × {len(YEARS)} years × {len(OUTCOMES)} outcomes, {words}"
    yield Measurement(size, seconds, SECONDS, "once; 999 re-draws, every check")
    yield Figure(f"{size}: memory in GB", gigabytes, GIGABYTES)


def _alone(path: Path) -> None:
    """Evaluate a study file and print the seconds and the gigabytes that it took."""
    from ridgeway.impact.study import evaluate, read_study

    begun = time.perf_counter()
    evaluate(read_study(path)).as_dict()
    taken = time.perf_counter() - begun
    sys.stdout.write(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20]))


if __name__ == "__main__":
    _alone(Path(sys.argv[1]))
