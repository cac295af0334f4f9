"""`make bench`: prints a table for each part. Name parts to run only these: `python -m bench exchange pages`."""

import importlib
import os
import platform
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from rich.console import Console
from rich.table import Table

from bench.measure import REPEATS, Figure, Measurement, Skipped

PARTS = (
    "exchange",
    "pages",
    "charts",
    "ingest",
    "rebuilding",
    "sheets",
    "fluency",
    "prediction",
    "simulation",
    "player",
    "estimates",
    "matching",
    "study",
)
LIBRARIES = ("django", "numpy", "scipy", "polars", "psycopg", "typst", "fsrs")


def main(names: list[str]) -> None:
    """Runs the parts named (all by default) and prints the table of each as it is done."""
    if unknown := [name for name in names if name not in PARTS]:
        sys.exit(f"There is no part {unknown[0]!r}: the parts are {', '.join(PARTS)}.")
    console = Console(highlight=False)
    console.print(_machine())
    console.print(", ".join(f"{name} {version(name)}" for name in LIBRARIES))
    console.print(f"Times are medians of {REPEATS} runs after a warm-up, where nothing else is said.\n")
    for name in names or PARTS:
        console.print(_table(importlib.import_module(f"bench.{name}")))


def _table(part: ModuleType) -> Table:
    title = (part.__doc__ or "").partition("\n")[0]
    table = Table("what", "measured", "goal", "÷ goal", "remark", title=title, title_justify="left")
    for column in (1, 2, 3):
        table.columns[column].justify = "right"
    for line in part.measure():
        table.add_row(*_cells(line))
    return table


def _cells(line: Measurement | Figure | Skipped) -> tuple[str, str, str, str, str]:
    if isinstance(line, Skipped):
        return line.what, "skipped", "", "", line.why
    if isinstance(line, Figure):
        reached = line.goal is None or (line.value >= line.goal if line.higher else line.value <= line.goal)
        goal = _goal(line.goal, reached, "{:.3f}".format)
        return line.what, f"{line.value:.4f}", goal, _ratio(line.value, line.goal), line.remark
    goal = _goal(line.goal, line.goal is None or line.seconds <= line.goal, _duration)
    return line.what, _duration(line.seconds), goal, _ratio(line.seconds, line.goal), line.remark


def _ratio(value: float, goal: float | None) -> str:
    return f"{value / goal:.2f}" if goal else ""


def _goal(goal: float | None, reached: bool, shown: Callable[[float], str]) -> str:
    return "" if goal is None else f"{'' if reached else 'missed: '}{shown(goal)}"


def _duration(seconds: float) -> str:
    if seconds < 1e-6:
        return f"{seconds * 1e9:.0f} ns"
    if seconds < 0.001:
        return f"{seconds * 1e6:.1f} µs"
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _machine() -> str:
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
        cpu = names[0] if names else cpu
    system = f"{platform.system()} {platform.release()}"
    cores = f"{os.cpu_count()} cores under a load of {os.getloadavg()[0]:.1f}"
    return f"{system}, {cpu}, {cores}, Python {platform.python_version()}"


if __name__ == "__main__":
    main(sys.argv[1:])
