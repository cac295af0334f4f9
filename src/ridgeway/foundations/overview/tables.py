"""Leaders' figures as rows of a table, in words for a page and as numbers for a file."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from ridgeway.fluency.growth import factor_in_words
from ridgeway.foundations.overview.figures import PupilFigures
from ridgeway.foundations.overview.groups import Division, GroupFigures
from ridgeway.schools.models.pupils import Kind

Cell = str | int | float | None

Sheet = tuple[str, Sequence[str], Iterable[Sequence[Cell]]]
"""A sheet of a spreadsheet: its name, its columns, its rows."""

HIDDEN: Final = "hidden"
NOTHING: Final = "–"

GROUP_COLUMNS: Final = (
    "Time",
    "By",
    "Group",
    "Pupils",
    "Pupils who practised",
    "Minutes a week",
    "Days a week",
    "Fluent facts",
    "Share of facts met at aim",
    "Fluent facts gained a week",
    "Celeration a week",
)

PUPIL_COLUMNS: Final = (
    "Class",
    "Surname",
    "Forename",
    "Year group",
    "Pupil premium",
    "SEN",
    "EAL",
    "Minutes",
    "Days",
    "Facts met",
    "Fluent facts",
    "Secure facts",
    "Fluent facts gained a week",
    "Celeration a week",
)


FORMATS: Final = {
    "Minutes a week": "0",
    "Days a week": "0.0",
    "Fluent facts": "0",
    "Share of facts met at aim": "0%",
    "Fluent facts gained a week": "0.0",
    "Celeration a week": "0.00",
    "Minutes": "0",
}
"""How a spreadsheet shows a column; the cells hold three decimals."""


class Row(NamedTuple):
    """A group as a page prints it."""

    name: str
    pupils: str
    practised: str
    minutes: str
    days: str
    fluent: str
    at_aim: str
    gain: str
    celeration: str


def in_words(group: GroupFigures) -> Row:
    """A group's figures, rounded as people read them."""
    if group.hidden:
        return Row(group.name, HIDDEN, *[NOTHING] * 7)
    return Row(
        group.name,
        str(group.pupils),
        NOTHING if group.share is None else f"{group.share:.0%}",
        _shown(group.minutes, "{:.0f}"),
        _shown(group.days, "{:.1f}"),
        _shown(group.fluent, "{:.0f}"),
        _shown(group.at_aim, "{:.0%}"),
        _shown(group.gain, "{:.1f}"),
        NOTHING if group.celeration is None else factor_in_words(group.celeration),
    )


def group_rows(time: str, divisions: Iterable[Division]) -> list[list[Cell]]:
    """Every group in a time as a row of `GROUP_COLUMNS`, unrounded; hidden figures are empty."""
    return [[time, division.name, *_cells(group)] for division in divisions for group in division.groups]


def _cells(group: GroupFigures) -> list[Cell]:
    if group.hidden:
        return [group.name, HIDDEN, *[None] * 7]
    return [
        group.name,
        group.pupils,
        group.practised,
        group.minutes,
        group.days,
        group.fluent,
        group.at_aim,
        group.gain,
        group.celeration,
    ]


def pupil_rows(figures: Iterable[PupilFigures]) -> list[list[Cell]]:
    """Every pupil as a row of `PUPIL_COLUMNS`."""
    return [
        [
            each.class_name,
            each.pupil.surname,
            each.pupil.forename,
            each.year_group,
            *("yes" if kind in each.held else "no" for kind in (Kind.PUPIL_PREMIUM, Kind.SEN_PROVISION, Kind.EAL)),
            each.minutes,
            each.days,
            each.met,
            each.fluent,
            each.secure,
            each.gain,
            each.celeration,
        ]
        for each in figures
    ]


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as a CSV file that Excel opens as it is: UTF-8 with its mark, three decimals."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([_harmless(_rounded(cell)) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """Tables as a spreadsheet, one sheet each. Text stays text."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for name, columns, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, columns, bold)
            for place, row in enumerate(rows, start=1):
                sheet.write_row(place, 0, [_rounded(cell) for cell in row])
            sheet.freeze_panes(1, 3)
            sheet.set_column(0, 2, 24)
            for place, column in enumerate(columns[3:], start=3):
                shown = book.add_format({"num_format": FORMATS[column]}) if column in FORMATS else None
                sheet.set_column(place, place, 14, shown)
    return file.getvalue()


def _shown(value: float | None, form: str) -> str:
    return NOTHING if value is None else form.format(value)


def _rounded(cell: Cell) -> Cell:
    return round(cell, 3) if isinstance(cell, float) else cell


def _harmless(cell: Cell) -> Cell:
    """A name that begins like a formula is told as text, so that no spreadsheet runs it."""
    if not isinstance(cell, str):
        return cell
    begins = unicodedata.normalize("NFKC", cell).lstrip().startswith(("=", "+", "-", "@"))
    return f"'{cell}" if begins else cell
