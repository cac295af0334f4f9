"""A panel that somebody chose: what is in it, for the questions that follow."""

from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from ridgeway.impact.panel import Panel, read_long


@dataclass(frozen=True, slots=True)
class About:
    """The measures of a panel with the years (by their end) in which they have results, its schools by name, and
    the facts that are words, on which schools can be made to agree."""

    measures: dict[str, list[int]]
    schools: list[str]
    facts: list[str]

    @property
    def years(self) -> list[int]:
        """Every year with a result of any measure."""
        return sorted({year for years in self.measures.values() for year in years})

    def as_json(self) -> dict[str, Any]:
        """The form in which it is kept beside the file."""
        return asdict(self)


def about_panel(content: bytes, name: str) -> About:
    """What is in a long CSV (school, year, measure, value, …). Raises `DataError` with row and remedy."""
    panel = read_long(content, file=name)
    return About(_measures(panel), list(panel.schools), _facts_in_words(panel))


def _measures(panel: Panel) -> dict[str, list[int]]:
    known = panel.results.drop_nulls("value").group_by("measure").agg(pl.col("year").unique().sort())
    return dict(sorted(known.iter_rows()))


def _facts_in_words(panel: Panel) -> list[str]:
    return [
        name
        for name, kind in panel.facts.schema.items()
        if kind == pl.String and name != "school" and panel.facts[name].null_count() < panel.facts.height
    ]
