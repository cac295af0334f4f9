"""Series of a few cases with a known step, written as the files a study of single cases reads."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import yaml

STARTS = {"Ada": 5, "Ben": 8, "Cleo": 11, "Dev": 14}
FIRST = dt.date(2026, 9, 7)


def series(folder: Path, *, step: float = 10.0, growth: float = 0.0, by_day: bool = False, **said: Any) -> Path:
    """Write twenty weekly results of four cases that rise by `step` at their own start, and the study file.

    Results swing by SD 2 about 20 and 5 more for each case, with `growth` a week. `said` replaces parts.
    """
    random = np.random.default_rng(3)
    rows = [f"case,{'day' if by_day else 'session'},value"]
    for number, (case, start) in enumerate(STARTS.items()):
        for session in range(1, 21):
            value = 20 + 5 * number + growth * session + step * (session >= start) + random.normal(0, 2)
            rows.append(f"{case},{when(session, by_day=by_day)},{value:.2f}")
    (folder / "series.csv").write_text("\n".join(rows) + "\n")
    changes = [
        {"case": case, "from": when(start, by_day=by_day), "earliest": when(start - 1, by_day=by_day),
         "latest": when(start + 1, by_day=by_day)}
        for case, start in STARTS.items()
    ]  # fmt: skip
    told = {
        "title": "Bonds to 20 <4K>",
        "data": {"series": "series.csv"},
        "treated": changes,
        "outcomes": ["correct answers a minute"],
        "design": {"method": "multiple_baseline", "lot": "starts"},
        **said,
    }
    path = folder / "study.yaml"
    path.write_text(yaml.safe_dump({key: value for key, value in told.items() if value is not None}))
    return path


def when(session: int, *, by_day: bool) -> Any:
    """Return a session's number, or its day."""
    return FIRST + dt.timedelta(weeks=session - 1) if by_day else session
