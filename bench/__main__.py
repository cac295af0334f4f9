"""`make bench`: prints the tables. Name parts to run only these: `python -m bench exchange pages`."""

import importlib
import os
import platform
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

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
    """Runs the parts named (all by default) and prints a table."""
    console = Console(highlight=False)
    console.print(_machine())
    console.print(", ".join(f"{name} {version(name)}" for name in LIBRARIES))
    title = f"Times: median of {REPEATS} runs after a warm-up"
    table = Table("what", "measured", "goal", "remark", title=title)
    for column in (1, 2):
        table.columns[column].justify = "right"
    for name in names or PARTS:
        for line in importlib.import_module(f"bench.{name}").measure():
            table.add_row(*_cells(line))
        table.add_section()
    console.print(table)


def _cells(line: Measurement | Figure | Skipped) -> tuple[str, str, str, str]:
    if isinstance(line, Skipped):
        return line.what, "skipped", "", line.why
    if isinstance(line, Figure):
        better = line.goal is None or (line.value >= line.goal if line.higher else line.value <= line.goal)
        return line.what, f"{line.value:.4f}", _goal(line.goal, better, "{:.3f}".format), line.remark
    reached = line.goal is None or line.seconds <= line.goal
    return line.what, _duration(line.seconds), _goal(line.goal, reached, _duration), line.remark


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
    return f"{system}, {cpu}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    main(sys.argv[1:])
