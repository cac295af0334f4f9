"""Published results of a network's schools, and of schools nationally, as numbers by year."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from ridgeway.evaluation.answers import school_year_name
from ridgeway.exchange.results.measures import ELIGIBLE
from ridgeway.exchange.results.reading import average, results_for, years_held
from ridgeway.schools.models import SchoolLink


@dataclass(frozen=True, slots=True)
class Results:
    """One measure: school → year → value, the pupils behind it (0 where unknown), and the national figure."""

    measure: str
    values: dict[int, dict[int, float]]
    pupils: dict[int, dict[int, float]]
    nationally: dict[int, float]

    @property
    def years(self) -> list[int]:
        """The years in which any of the schools has a result."""
        return sorted({year for of_school in self.values.values() for year in of_school})


def read_results(urns: Sequence[int], measure: str) -> Results:
    """The results of these schools in every year that is held.

    A year that a school does not have is that of the one school it took over from, as when it became an academy.
    """
    lines = _lines(urns)
    everyone = sorted({each for line in lines.values() for each in line})
    years = years_held()
    panel = results_for(everyone, [measure, ELIGIBLE], years)
    row = {urn: at for at, urn in enumerate(panel.urns)}
    values: dict[int, dict[int, float]] = {}
    pupils: dict[int, dict[int, float]] = {}
    for urn, line in lines.items():
        for at, name in enumerate(years):
            cell = next(
                (panel.values[row[each], at] for each in line if _known(panel.values[row[each], at])), None
            )
            if cell is not None:
                year = int(name[:4]) + 1
                values.setdefault(urn, {})[year] = float(cell[0])
                pupils.setdefault(urn, {})[year] = 0.0 if np.isnan(cell[1]) else float(cell[1])
    return Results(measure, values, pupils, _nationally(measure, years))


def _known(cell: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> bool:
    return not np.isnan(cell[0])


def _lines(urns: Collection[int]) -> dict[int, list[int]]:
    """Each school with those before it, as long as there was just one."""
    lines = {urn: [urn] for urn in urns}
    open_lines = list(lines.values())
    while open_lines:
        before: dict[int, list[int]] = {}
        links = SchoolLink.objects.filter(successor__urn__in=[line[-1] for line in open_lines])
        for old, new in links.values_list("predecessor__urn", "successor__urn"):
            before.setdefault(new, []).append(old)
        open_lines = [line for line in open_lines if _went_back(line, before.get(line[-1], []))]
    return lines


def _went_back(line: list[int], before: Sequence[int]) -> bool:
    """Adds the one school before the last of a line; false where there was none, or several."""
    if len(before) != 1 or before[0] in line:
        return False
    line.append(before[0])
    return True


def _nationally(measure: str, years: Sequence[str]) -> dict[int, float]:
    found: dict[int, float] = {}
    for name in years:
        for area in ("england", "state_funded"):
            figure = average(area, measure, name)
            if figure is not None and figure.value is not None:
                found[int(name[:4]) + 1] = figure.value
    return found


def year_choices(years: Sequence[int]) -> list[tuple[int, str]]:
    """The years as one chooses among them."""
    return [(year, school_year_name(year)) for year in years]
