"""Leaders' figures as rows of a table, in words for a page and as numbers for a file."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ridgeway.foundations.overview.figures import PupilFigures
from ridgeway.foundations.overview.groups import Division, GroupFigures
from ridgeway.foundations.overview.measured import Measures
from ridgeway.schools.models.pupils import Kind

Cell = str | int | float | None

Sheet = tuple[str, Sequence[str], Iterable[Sequence[Cell]]]
"""A sheet of a spreadsheet: its name, its columns, its rows."""

NAMES: Final = 4
"""The first columns of a sheet: they say who it is about, stay in sight, and are wide."""

SHOWN_KINDS: Final = (Kind.PUPIL_PREMIUM, Kind.SEN_PROVISION, Kind.EAL)
"""The characteristics that pupils' rows have."""

HIDDEN: Final = "hidden"
NOTHING: Final = "–"

FORMATS: Final = {"Minutes a week": "0", "Days a week": "0.0", "Minutes": "0"}
"""How a spreadsheet shows these columns, beside those of measures; the cells hold three decimals."""


class Row(NamedTuple):
    """A group as a page prints it."""

    name: str
    pupils: str
    practised: str
    minutes: str
    days: str
    counted: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told of a strand as tables: `name` says which, in files."""

    name: str
    measures: Measures

    def in_words(self, group: GroupFigures) -> Row:
        """A group's figures, rounded as people read them."""
        values = [
            NOTHING if value is None else measure.said(value)
            for measure, value in zip(self.measures.of_groups, group.values, strict=True)
        ]
        if group.hidden:
            return Row(group.name, HIDDEN, NOTHING, NOTHING, NOTHING, NOTHING, values)
        return Row(
            group.name,
            str(group.pupils),
            _shown(group.share, "{:.0%}"),
            _shown(group.minutes, "{:.0f}"),
            _shown(group.days, "{:.1f}"),
            str(group.counted),
            values,
        )

    @property
    def group_columns(self) -> list[str]:
        """The columns of `group_rows`."""
        dosage = ("Pupils", "Pupils who practised", "Minutes a week", "Days a week", self.measures.column)
        return ["Time", "Strand", "By", "Group", *dosage, *(each.column for each in self.measures.of_groups)]

    def group_rows(self, time: str, divisions: Iterable[Division]) -> list[list[Cell]]:
        """Every group in a time as a row, unrounded; hidden figures are empty."""
        return [
            [time, self.name, division.name, *_cells(group)] for division in divisions for group in division.groups
        ]

    @property
    def pupil_columns(self) -> list[str]:
        """The columns of `pupil_rows`."""
        who = ("Class", "Surname", "Forename", "Year group", "Pupil premium", "SEN", "EAL", "Minutes", "Days")
        return [*who, "Strand", *(each.column for each in self.measures.of_pupils)]

    def pupil_rows(self, figures: Iterable[PupilFigures]) -> list[list[Cell]]:
        """Every pupil as a row."""
        return [
            [
                each.class_name,
                each.pupil.surname,
                each.pupil.forename,
                each.year_group,
                *("yes" if kind in each.held else "no" for kind in SHOWN_KINDS),
                each.minutes,
                each.days,
                self.name,
                *(measure.of(each) for measure in self.measures.of_pupils),
            ]
            for each in figures
        ]

    @property
    def formats(self) -> dict[str, str]:
        """How a spreadsheet shows columns."""
        told = (*self.measures.of_groups, *self.measures.of_pupils)
        return FORMATS | {each.column: each.form for each in told}


def _cells(group: GroupFigures) -> list[Cell]:
    if group.hidden:
        return [group.name, HIDDEN, *[None] * 4, *group.values]
    return [
        group.name,
        group.pupils,
        group.practised,
        group.minutes,
        group.days,
        group.counted,
        *group.values,
    ]


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as a CSV file that Excel opens as it is: UTF-8 with its mark, three decimals."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([_harmless(_rounded(cell)) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(sheets: Iterable[Sheet], formats: Mapping[str, str]) -> bytes:
    """Tables as a spreadsheet, one sheet each, with how columns show numbers. Text stays text."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for name, columns, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, columns, bold)
            for place, row in enumerate(rows, start=1):
                sheet.write_row(place, 0, [_rounded(cell) for cell in row])
            sheet.freeze_panes(1, NAMES)
            sheet.set_column(0, NAMES - 1, 24)
            for place, column in enumerate(columns[NAMES:], start=NAMES):
                shown = book.add_format({"num_format": formats[column]}) if column in formats else None
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
