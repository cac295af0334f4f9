"""Randomisation inference at full speed where schools start in different years, many outcomes at once.

The statistic is the mean over treated schools of their change about their own first year, each less the mean
change about the same year of the schools never treated. A re-draw deals the starts anew among all schools. Of the
schools never treated only sums are needed, and these are the sums of all less those of the schools drawn: a
re-draw costs as much as there are treated schools and starts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ridgeway.impact.doubt.randomisation import Redraws
from ridgeway.impact.doubt.redrawn_changes import RedrawnChanges
from ridgeway.impact.errors import DesignError, TooLittleError
from ridgeway.impact.outcomes import NEVER, Floats, Whole

_BATCH: Final = 2_000_000
"""Random numbers drawn at once: 16 MB."""


def redraw_starts(
    about: Mapping[float, Floats],
    pure: Mapping[float, Floats],
    starts: Floats,
    measures: Sequence[str],
    redraws: Redraws,
) -> RedrawnChanges:
    """Re-draw who starts when. `about` has for each first treated year every school's change about that year.

    Both `about` and `pure`, which is what a pure effect of 1 makes of these changes, are schools × outcomes, NaN
    where a school has no result on one side; `starts` (schools) are the real ones. Only the estimate is compared,
    and re-draws are always drawn, never counted out.
    """
    if redraws.statistic != "estimate":
        raise DesignError("t statistic", "several first treated years", "Here only estimates are compared.")
    order = np.argsort(starts, kind="stable")
    treated = order[: int((starts < NEVER).sum())]
    years, sizes = np.unique(starts[treated], return_counts=True)
    edges = np.concatenate([[0], np.cumsum(sizes)])
    found, slopes = (_Table.of([table[float(year)] for year in years], edges) for table in (about, pure))
    observed = found.statistics(treated[np.newaxis])[0]
    if not np.isfinite(observed).all():
        lacking = [measures[place] for place in np.flatnonzero(~np.isfinite(observed)).tolist()]
        raise TooLittleError("changes", lacking, "Treated schools and schools never treated need a change.")
    rng, parts = np.random.default_rng(redraws.seed), []
    rows = max(1, _BATCH // len(starts))
    for first in range(0, redraws.draws, rows):
        picks = _drawn(rng, min(rows, redraws.draws - first), len(starts), len(treated))
        parts.append((found.statistics(picks), slopes.statistics(picks)))
    made, slope = (np.concatenate([part[place] for part in parts]) for place in (0, 1))
    return RedrawnChanges(
        measures=tuple(measures),
        redraws=redraws,
        observed=observed,
        statistics=np.where(np.isnan(made), np.inf, made),
        slopes=np.where(np.isnan(slope), 1.0, slope),
        exact=False,
    )


def _drawn(rng: np.random.Generator, rows: int, schools: int, treated: int) -> Whole:
    """Return so many different schools in random order in each row (rows × treated)."""
    lots = rng.random((rows, schools))
    picks = np.argpartition(lots, treated - 1, axis=1)[:, :treated]
    order = np.argsort(np.take_along_axis(lots, picks, axis=1), axis=1)
    return np.take_along_axis(picks, order, axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Changes about each start (starts × schools × outcomes, 0 for none), whether they are known, and their sums.

    The schools picked for start s are those from `edges[s]` to `edges[s + 1]` of a row of picks.
    """

    change: Floats
    known: Floats
    edges: Whole

    @classmethod
    def of(cls, tables: Sequence[Floats], edges: Whole) -> _Table:
        stacked = np.stack(tables)
        return cls(np.nan_to_num(stacked), (~np.isnan(stacked)).astype(np.float64), edges)

    def statistics(self, picks: Whole) -> Floats:
        """Return the statistic of each row of picks (rows × outcomes), NaN for none."""
        total, count = np.zeros((2, len(picks), self.change.shape[2]))
        for place, (first, last) in enumerate(zip(self.edges[:-1], self.edges[1:], strict=True)):
            change, known = self.change[place], self.known[place]
            drawn, there = change[picks], known[picks]
            never = change.sum(axis=0) - drawn.sum(axis=1)
            with np.errstate(invalid="ignore", divide="ignore"):
                mean = never / (known.sum(axis=0) - there.sum(axis=1))
            own = there[:, first:last].sum(axis=1)
            total += drawn[:, first:last].sum(axis=1) - own * mean
            count += own
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(total / count)
