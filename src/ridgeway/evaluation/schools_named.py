"""Schools as people name them: lines of "school, year", typed or from a file."""

import re
from collections.abc import Mapping
from typing import Final

from ridgeway.impact.errors import DataError
from ridgeway.impact.panel.table import Table
from ridgeway.impact.panel.years import school_year

_REMEDY: Final = (
    "Write one school a line, with its year after a comma if it began in another, such as 115851, 2018-19."
)


def starts_named(text: str, *, otherwise: int, beside: Mapping[str, int]) -> dict[str, int]:
    """The first year of each school in the lines, `otherwise` where a line has none, after those in `beside`.

    Raises `DataError` naming the line.
    """
    starts = dict(beside)
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        school, year = _parts(line, f"line {number}")
        if school in starts:
            raise DataError(f"line {number}", school, "This school is named already: take one of the two out.")
        starts[school] = school_year(year, where=f"line {number}") if year else otherwise
    return starts


def lines_of_list(content: bytes, name: str) -> str:
    """A CSV file with the columns school and from as such lines. Raises `DataError` with row and remedy."""
    table = Table.of(content, file=name)
    table.require(("school", "from"), "The columns are school and from.")
    rows = table.cells(("school", "from")).select("school", "from").iter_rows()
    return "\n".join(f"{school}, {year}" if year else school for school, year in rows)


def _parts(line: str, where: str) -> tuple[str, str]:
    cells = [cell.strip() for cell in re.split(r"[,;\t]", line)]
    if not cells[0] or len(cells) > 2:
        raise DataError(where, line.strip(), _REMEDY)
    return cells[0], cells[1] if len(cells) == 2 else ""
