"""Pupils' figures by group, and what of them may leave the school."""

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest

from ridgeway.foundations.overview.figures import PupilFigures
from ridgeway.foundations.overview.groups import divide, group_figures
from ridgeway.foundations.overview.tables import GROUP_COLUMNS, as_csv, as_xlsx, group_rows, in_words, pupil_rows
from ridgeway.schools.models import Pupil
from ridgeway.schools.models.pupils import Kind

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def pupil(number: int, *, premium: bool = False, minutes: float = 50.0, **more: object) -> PupilFigures:
    named = Pupil(pk=number, legal_forename="Amber", legal_surname=f"Testington{number}", sex="F")
    held = frozenset({Kind.PUPIL_PREMIUM}) if premium else frozenset()
    figures = PupilFigures(
        named, "4 Kestrel", "Year 4", held, minutes, days=10 if minutes else 0, met=100, fluent=60
    )
    for name, value in more.items():
        setattr(figures, name, value)
    return figures


def test_a_group_is_its_middle_pupil_of_those_who_practised() -> None:
    group = group_figures("All", [pupil(1, minutes=20), pupil(2, minutes=60), pupil(3, minutes=0)], weeks=2)
    assert (group.pupils, group.practised, group.minutes, group.days) == (3, 2, 20, 5)
    assert group.share == pytest.approx(2 / 3)
    assert group.at_aim == pytest.approx(0.6)


def test_what_is_not_known_of_a_pupil_does_not_count() -> None:
    group = group_figures("All", [pupil(1, gain=2.0), pupil(2), pupil(3, gain=6.0)], weeks=2)
    assert group.gain == 4
    assert group.celeration is None


def test_a_group_in_which_nobody_practised_has_no_figures() -> None:
    row = in_words(group_figures("All", [pupil(1, minutes=0)], weeks=2))
    assert row[1:] == ("1", "0%", *["–"] * 6)


def test_years_come_in_the_order_of_age_and_not_of_the_alphabet() -> None:
    listed = [pupil(1), pupil(2, year_group="Reception"), pupil(3, year_group="Year 1")]
    years = divide(listed, 2, hide=False)[1]
    assert [group.name for group in years.groups] == ["Reception", "Year 1", "Year 4"]


def test_classes_come_in_the_order_of_their_youngest_then_by_name() -> None:
    taught = [("6 Falcon", "Year 6"), ("R Wren", "Reception"), ("2 Swallow", "Year 2"), ("2 Martin", "Year 2")]
    taught += [("Badgers", "Year 5"), ("Badgers", "Year 1"), ("Nobody's", "")]
    listed = [
        pupil(number, class_name=name, year_group=year) for number, (name, year) in enumerate(taught, start=1)
    ]
    classes = divide(listed, 2, hide=False)[2]
    assert [group.name for group in classes.groups] == [
        "R Wren",
        "Badgers",
        "2 Martin",
        "2 Swallow",
        "6 Falcon",
        "Nobody's",
    ]


def test_outside_the_school_few_pupils_are_hidden_with_the_next_group() -> None:
    listed = [*(pupil(number, premium=True) for number in range(3)), *(pupil(number) for number in range(9, 29))]
    divisions = {division.name: division.groups for division in divide(listed, 2, hide=True)}
    assert [group.hidden for group in divisions["Pupil premium"]] == [True, True]
    assert [group.hidden for group in divisions["Year group"]] == [False]
    assert in_words(divisions["Pupil premium"][0])[1:] == ("hidden", *["–"] * 7)


def test_inside_the_school_nothing_is_hidden() -> None:
    divisions = divide([pupil(1, premium=True), pupil(2)], 2, hide=False)
    assert not any(group.hidden for division in divisions for group in division.groups)


def test_figures_of_few_who_practised_are_hidden_however_many_are_in_the_group() -> None:
    listed = [pupil(number, minutes=50 if number < 2 else 0) for number in range(20)]
    assert divide(listed, 2, hide=True)[0].groups[0].hidden


def test_hidden_figures_are_in_no_file() -> None:
    listed = [pupil(number, premium=number == 0) for number in range(20)]
    rows = group_rows("Autumn 1", divide(listed, 2, hide=True))
    hidden = [row for row in rows if row[3] == "hidden"]
    assert [row[2] for row in hidden] == ["Pupil premium", "Other pupils"]
    assert all(cell is None for row in hidden for cell in row[4:])


def test_a_figure_that_is_known_of_few_stays_inside_however_many_practised() -> None:
    listed = [pupil(number, celeration=1.4 if number < 5 else None, gain=2.0) for number in range(20)]
    inside, outside = (divide(listed, 2, hide=hide)[0].groups[0] for hide in (False, True))
    assert (inside.celeration, inside.gain) == (1.4, 2)
    assert (outside.celeration, outside.gain) == (None, 2)
    listed[5].celeration = 1.4
    assert divide(listed, 2, hide=True)[0].groups[0].celeration == 1.4


def test_a_csv_file_opens_in_a_spreadsheet_as_it_is() -> None:
    content = as_csv(GROUP_COLUMNS, group_rows("Autumn 1", divide([pupil(1, gain=1.23456)], 2, hide=False)))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert (rows[0]["Time"], rows[0]["Group"]) == ("Autumn 1", "All pupils")
    assert rows[0]["Fluent facts gained a week"] == "1.235"


def opened(content: bytes) -> ElementTree.Element:
    """The first sheet of a spreadsheet."""
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml"))


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", " =", "\t=", "\N{FULLWIDTH EQUALS SIGN}", "{="])
def test_a_name_that_looks_like_a_formula_stays_text(begins: str) -> None:
    named = pupil(1)
    named.pupil.legal_surname = f"{begins}HYPERLINK(1)}}"
    row = pupil_rows([named])[0][:2]
    (_, (_, told)) = csv.reader(io.StringIO(as_csv(["Class", "Surname"], [row]).decode("utf-8-sig")))
    assert told[0] in "'{"
    sheet = opened(as_xlsx([("Pupils", ["Class", "Surname", "Forename"], [row])]))
    assert not list(sheet.iter(f"{SHEET}f"))


def test_numbers_are_numbers_in_a_spreadsheet_and_shares_are_shown_as_per_cent() -> None:
    rows = group_rows("Autumn 1", divide([pupil(1, celeration=1.23456)], 2, hide=False))
    cells = list(opened(as_xlsx([("Groups", GROUP_COLUMNS, rows)])).iter(f"{SHEET}c"))
    first = {cell.get("r", "")[0]: cell for cell in cells if cell.get("r", "")[1:] == "2"}
    assert [name for name, cell in first.items() if cell.get("t") == "s"] == ["A", "B", "C"]
    assert {name: cell.findtext(f"{SHEET}v") for name, cell in first.items() if name in "DIK"} == {
        "D": "1",
        "I": "0.6",
        "K": "1.235",
    }
