"""How figures are written in a report: signs, intervals, chances, counts, and whatever a check has found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ridgeway.web.charts import DataTable
from ridgeway.web.charts.scales import number_label

NONE = "–"
"""Stands where there is no figure."""


def signed(value: float | None, unit: str = "", *, step: float = 0.0) -> str:
    """Write a change or difference with its sign and the decimals of a step: +3.2, −0.5, 0."""
    if value is None:
        return NONE
    label = number_label(value, step)
    return f"+{label}{unit}" if value > 0 and label.strip("0.,") else f"{label}{unit}"


def interval(low: float | None, high: float | None, *, step: float = 0.0) -> str:
    """Write an interval with the decimals of a step; an end that is None has no bound."""
    if low is None and high is None:
        return "without bounds"
    least = "no lower bound" if low is None else signed(low, step=step)
    return f"{least} to {'no upper bound' if high is None else signed(high, step=step)}"


def chance(p_value: float | None) -> str:
    """Write a p value."""
    if p_value is None:
        return NONE
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.3f}"


def percent(share: float | None) -> str:
    """Write a share between 0 and 1 as a whole percentage."""
    return NONE if share is None else f"{100 * share:.0f}%".replace("-", "−")


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number of things: 1 school, 20 schools."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def listed(names: Sequence[str]) -> str:
    """Write names as a sentence has them: a, b and c."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def named(key: str) -> str:
    """Write a key of the result as a heading: leave_one_out → Leave one out."""
    words = key.replace("_", " ").strip()
    return f"{words[:1].upper()}{words[1:]}"


def plainly(value: Any) -> str:
    """Write any value of the result in a line."""
    match value:
        case None:
            return NONE
        case bool():
            return "yes" if value else "no"
        case float():
            return number_label(value)
        case Mapping():
            return "; ".join(f"{named(str(key)).lower()}: {plainly(each)}" for key, each in value.items()) or NONE
        case list() | tuple():
            return ", ".join(plainly(each) for each in value) or NONE
        case _:
            return str(value)


def tabled(rows: Sequence[Mapping[str, Any]]) -> DataTable:
    """Put records into a table with a column for each of their keys."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    return DataTable(tuple(map(named, keys)), tuple(tuple(plainly(row.get(key)) for key in keys) for row in rows))
