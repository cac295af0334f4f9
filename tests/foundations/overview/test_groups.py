"""Pupils' figures by group, and what of them may leave the school."""

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest

from ridgeway.foundations.growth.lines import Work
from ridgeway.foundations.overview import groups
from ridgeway.foundations.overview.figures import PupilFigures
from ridgeway.foundations.overview.groups import Division, GroupFigures
from ridgeway.foundations.overview.known import Known
from ridgeway.foundations.overview.looked_at import telling_of, works_of
from ridgeway.foundations.overview.strands import NUMBER_FACTS, strand_asked
from ridgeway.foundations.overview.tables import Telling, as_csv, as_xlsx
from ridgeway.foundations.overview.timed import Timed
from ridgeway.schools.models import Pupil
from ridgeway.schools.models.pupils import Kind

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


FACTS = telling_of(NUMBER_FACTS)
ALOUD, COPIED, TYPED = Work("reading", "", "speech"), Work("copying", "", "paper"), Work("copying", "", "touch")
READING, WRITING = telling_of(strand_asked("reading"), ALOUD), telling_of(strand_asked("writing"), COPIED)


def pupil(
    number: int,
    *,
    premium: bool = False,
    minutes: float = 50.0,
    met: int = 100,
    gain: float | None = None,
    celeration: float | None = None,
    **more: object,
) -> PupilFigures:
    named = Pupil(pk=number, legal_forename="Amber", legal_surname=f"Testington{number}", sex="F")
    held = frozenset({Kind.PUPIL_PREMIUM}) if premium else frozenset()
    days = 10 if minutes else 0
    known = Known(met=met, fluent=60 if met else 0, gain=gain, celeration=celeration)
    figures = PupilFigures(named, "4 Kestrel", "Year 4", held, minutes, days=days, known=known)
    for name, value in more.items():
        setattr(figures, name, value)
    return figures


def reader(number: int, rate: float, more: float | None = None, **others: object) -> PupilFigures:
    return pupil(number, met=0, timed={ALOUD: Timed(2, rate, more)}, **others)  # type: ignore[arg-type]


def group_figures(members: list[PupilFigures], telling: Telling = FACTS) -> GroupFigures:
    return groups.group_figures("All", members, telling.measures, weeks=2)


def divide(listed: list[PupilFigures], telling: Telling = FACTS, *, hide: bool = False) -> list[Division]:
    return groups.divide(listed, telling.measures, 2, hide=hide)


def told(group: GroupFigures, telling: Telling = FACTS) -> dict[str, float | None]:
    """What is told of a group, by the names of measures."""
    names = [measure.name for measure in telling.measures.of_groups]
    return dict(zip(names, group.values, strict=True))


def test_a_group_is_its_middle_pupil_of_those_who_practised() -> None:
    group = group_figures([pupil(1, minutes=20), pupil(2, minutes=60), pupil(3, minutes=0)])
    assert (group.pupils, group.practised, group.minutes, group.days) == (3, 2, 20, 5)
    assert group.share == pytest.approx(2 / 3)
    assert told(group)["At aim"] == pytest.approx(0.6)
    assert group.counted == 2


def test_what_is_not_known_of_a_pupil_does_not_count() -> None:
    group = group_figures([pupil(1, gain=2.0), pupil(2), pupil(3, gain=6.0), pupil(4, met=0)])
    assert (group.practised, group.counted) == (4, 3)
    assert told(group) == {"Fluent facts": 60, "At aim": 0.6, "Gained a week": 4, "Celeration": None}


def test_a_group_in_which_nobody_practised_has_no_figures() -> None:
    row = FACTS.in_words(group_figures([pupil(1, minutes=0)]))
    assert row[1:] == ("1", "0%", "–", "–", "0", ["–"] * 4)


def test_years_come_in_the_order_of_age_and_not_of_the_alphabet() -> None:
    listed = [pupil(1), pupil(2, year_group="Reception"), pupil(3, year_group="Year 1")]
    years = divide(listed)[1]
    assert [group.name for group in years.groups] == ["Reception", "Year 1", "Year 4"]


def test_classes_come_in_the_order_of_their_youngest_then_by_name() -> None:
    taught = [("6 Falcon", "Year 6"), ("R Wren", "Reception"), ("2 Swallow", "Year 2"), ("2 Martin", "Year 2")]
    taught += [("Badgers", "Year 5"), ("Badgers", "Year 1"), ("Nobody's", "")]
    listed = [
        pupil(number, class_name=name, year_group=year) for number, (name, year) in enumerate(taught, start=1)
    ]
    classes = divide(listed)[2]
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
    divisions = {division.name: division.groups for division in divide(listed, hide=True)}
    assert [group.hidden for group in divisions["Pupil premium"]] == [True, True]
    assert [group.hidden for group in divisions["Year group"]] == [False]
    assert FACTS.in_words(divisions["Pupil premium"][0])[1:] == ("hidden", *["–"] * 4, ["–"] * 4)


def test_inside_the_school_nothing_is_hidden() -> None:
    divisions = divide([pupil(1, premium=True), pupil(2)])
    assert not any(group.hidden for division in divisions for group in division.groups)


def test_figures_of_few_who_practised_are_hidden_however_many_are_in_the_group() -> None:
    listed = [pupil(number, minutes=50 if number < 2 else 0) for number in range(20)]
    assert divide(listed, hide=True)[0].groups[0].hidden


def test_hidden_figures_are_in_no_file() -> None:
    listed = [pupil(number, premium=number == 0) for number in range(20)]
    rows = FACTS.group_rows("Autumn 1", divide(listed, hide=True))
    hidden = [row for row in rows if row[4] == "hidden"]
    assert [row[3] for row in hidden] == ["Pupil premium", "Other pupils"]
    assert all(cell is None for row in hidden for cell in row[5:])
    assert {len(row) for row in rows} == {len(FACTS.group_columns)}


def test_a_figure_that_is_known_of_few_stays_inside_however_many_practised() -> None:
    listed = [pupil(number, celeration=1.4 if number < 5 else None, gain=2.0) for number in range(20)]
    inside, outside = (divide(listed, hide=hide)[0].groups[0] for hide in (False, True))
    assert (told(inside)["Celeration"], told(inside)["Gained a week"]) == (1.4, 2)
    assert (told(outside)["Celeration"], told(outside)["Gained a week"]) == (None, 2)
    listed[5] = pupil(5, celeration=1.4)
    assert told(divide(listed, hide=True)[0].groups[0])["Celeration"] == 1.4


def test_a_group_s_rate_is_the_middle_one_of_those_who_were_timed() -> None:
    listed = [reader(1, 80, more=4.0), reader(2, 120, more=-6.0), reader(3, 101, more=9.0), pupil(4)]
    row = READING.in_words(group_figures(listed, READING))
    assert (row.counted, row.values) == ("3", ["101", "+4"])
    assert READING.in_words(group_figures(listed[1:2], READING)).values == ["120", "−6"]
    assert READING.in_words(group_figures([reader(1, 80, more=0.2)], READING)).values == ["80", "0"]


def test_what_was_written_on_paper_is_never_set_beside_what_was_typed() -> None:
    listed = [pupil(1, timed={COPIED: Timed(1, 40, None)}), pupil(2, timed={TYPED: Timed(1, 90, None)})]
    listed.append(pupil(3, timed={COPIED: Timed(1, 50, None), TYPED: Timed(1, 80, None)}))
    assert works_of(listed) == [COPIED, TYPED]
    assert works_of(listed[1:]) == [TYPED, COPIED]
    group = group_figures(listed, WRITING)
    assert (group.counted, told(group, WRITING)["Letters a minute"]) == (2, 45)


def test_few_who_were_timed_are_hidden_however_many_practised() -> None:
    listed = [reader(number, 90, premium=number < 13) for number in range(25)]
    listed += [pupil(number, premium=True) for number in range(30, 50)]
    assert not any(group.hidden for division in divide(listed, READING, hide=True) for group in division.groups)
    listed[4:13] = [pupil(number, premium=True) for number in range(60, 69)]
    hidden = {division.name: division.groups for division in divide(listed, READING, hide=True)}["Pupil premium"]
    assert [group.hidden for group in hidden] == [True, True]
    assert all(value is None for group in hidden for value in (group.minutes, *group.values))


def test_a_csv_file_opens_in_a_spreadsheet_as_it_is() -> None:
    content = as_csv(FACTS.group_columns, FACTS.group_rows("Autumn 1", divide([pupil(1, gain=1.23456)])))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [rows[0][name] for name in ("Time", "Strand", "Group")] == ["Autumn 1", "Number facts", "All pupils"]
    assert rows[0]["Fluent facts gained a week"] == "1.235"


def opened(content: bytes) -> ElementTree.Element:
    """The first sheet of a spreadsheet."""
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml"))


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", " =", "\t=", "\N{FULLWIDTH EQUALS SIGN}", "{="])
def test_a_name_that_looks_like_a_formula_stays_text(begins: str) -> None:
    named = pupil(1)
    named.pupil.legal_surname = f"{begins}HYPERLINK(1)}}"
    row = FACTS.pupil_rows([named])[0][:2]
    (_, (_, told)) = csv.reader(io.StringIO(as_csv(["Class", "Surname"], [row]).decode("utf-8-sig")))
    assert told[0] in "'{"
    sheet = opened(as_xlsx([("Pupils", ["Class", "Surname", "Forename"], [row])], FACTS.formats))
    assert not list(sheet.iter(f"{SHEET}f"))


def test_numbers_are_numbers_in_a_spreadsheet_and_shares_are_shown_as_per_cent() -> None:
    rows = FACTS.group_rows("Autumn 1", divide([pupil(1, celeration=1.23456)]))
    content = as_xlsx([("Groups", FACTS.group_columns, rows)], FACTS.formats)
    cells = list(opened(content).iter(f"{SHEET}c"))
    first = {cell.get("r", "")[0]: cell for cell in cells if cell.get("r", "")[1:] == "2"}
    assert [name for name, cell in first.items() if cell.get("t") == "s"] == ["A", "B", "C", "D"]
    assert {name: cell.findtext(f"{SHEET}v") for name, cell in first.items() if name in "EKM"} == {
        "E": "1",
        "K": "0.6",
        "M": "1.235",
    }
    styles = zipfile.ZipFile(io.BytesIO(content)).read("xl/styles.xml").decode()
    assert 'formatCode="0%"' in styles or 'numFmtId="9"' in styles


def test_files_name_what_was_done_with_every_group_and_pupil() -> None:
    listed = [pupil(1, timed={COPIED: Timed(2, 41.5, 3.25)})]
    (row,) = (dict(zip(WRITING.pupil_columns, each, strict=True)) for each in WRITING.pupil_rows(listed))
    assert row["Strand"] == "Copying a text, paper"
    assert (row["Days timed"], row["Letters correct a minute"]) == (2, 41.5)
    assert row["Letters a minute more than the half-term before"] == 3.25
    assert {each[1] for each in WRITING.group_rows("Autumn 1", divide(listed, WRITING))} == {row["Strand"]}
