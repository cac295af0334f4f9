"""Fast Learning in the school, as those who lead it see it, and those who look from outside."""

import csv
import datetime as dt
import io
import re
import zipfile

import pytest

from ridgeway.access.roles import Role
from ridgeway.foundations.growth.lines import Work
from ridgeway.foundations.models import PracticeDay, Timing, Writing
from ridgeway.foundations.overview.figures import PupilFigures, figures_in
from ridgeway.foundations.overview.known import Known
from ridgeway.foundations.overview.spans import Span, span_asked, spans_of
from ridgeway.foundations.overview.strands import STRANDS, strand_asked
from ridgeway.foundations.paper.results import Entry, enter_results
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.foundations.reading.results import set_removed
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import AcademicYear, HalfTerm
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.pages import practise, staff_client
from tests.foundations.reading.readings import hear, heard


@pytest.fixture
def ashdown(cast: Cast) -> Troupe:
    practise(cast.ashdown, cast.ashdown.pupils[:3], days=12)
    return cast.ashdown


def page(troupe: Troupe, email: str, where: str = "") -> str:
    reply = staff_client(email).get(f"/schools/{troupe.urn}/fast-learning/{where}")
    assert reply.status_code == 200
    return reply.content.decode()


def head(troupe: Troupe) -> str:
    return troupe.staff[Role.HEADTEACHER].email


def test_a_head_sees_practice_by_class_and_year(ashdown: Troupe) -> None:
    html = page(ashdown, head(ashdown))
    assert "75%" in html
    assert "4 Kestrel" in html
    assert "Year 4" in html
    assert ">hidden<" not in html


def test_a_governor_sees_no_figure_of_so_few(ashdown: Troupe) -> None:
    html = page(ashdown, ashdown.staff[Role.GOVERNOR].email)
    assert ">hidden<" in html
    assert "75%" not in html


def test_a_school_that_has_not_begun_is_told_what_will_appear(cast: Cast) -> None:
    assert "Figures appear here once a class has practised" in page(cast.birchwood, head(cast.birchwood))


def test_a_spreadsheet_names_pupils_only_to_those_who_may_see_them(ashdown: Troupe) -> None:
    sheets = {}
    for role in (Role.HEADTEACHER, Role.GOVERNOR):
        reply = staff_client(ashdown.staff[role].email).get(f"/schools/{ashdown.urn}/fast-learning/figures.xlsx")
        sheets[role] = zipfile.ZipFile(io.BytesIO(reply.content))
    assert b"Testington" in sheets[Role.HEADTEACHER].read("xl/sharedStrings.xml")
    assert b"Testington" not in sheets[Role.GOVERNOR].read("xl/sharedStrings.xml")
    assert "xl/worksheets/sheet2.xml" not in sheets[Role.GOVERNOR].namelist()


def test_the_csv_file_holds_every_group_and_nobody_s_name(ashdown: Troupe) -> None:
    text = page(ashdown, head(ashdown), "figures.csv")
    assert f"{ashdown.year} so far,Number facts,Class,4 Kestrel,4,3," in text
    assert "Testington" not in text


def test_a_pupil_s_figures_are_of_the_time_asked_for(ashdown: Troupe) -> None:
    week = Span("week", "Last week", TODAY - dt.timedelta(days=5), TODAY, 1.0)
    with school_scope(ashdown.school):
        dov, *_, amber = figures_in(week, ashdown.year.pk)
    assert amber.days == 5
    assert amber.minutes == pytest.approx(sum(20 * (1.5 + 0.2 * back) for back in range(1, 6)) / 60)
    assert amber.known.met == 20
    assert (dov.days, dov.known) == (0, Known())
    assert dov.known.at_aim is None


def test_growth_is_told_where_the_days_show_it(ashdown: Troupe) -> None:
    fortnight = Span("two", "Two weeks", TODAY - dt.timedelta(days=13), TODAY, 2.0)
    with school_scope(ashdown.school):
        amber = figures_in(fortnight, ashdown.year.pk)[-1]
    assert amber.known.celeration is not None
    assert 1.2 < amber.known.celeration < 2
    assert amber.known.gain is not None


def two_halves(troupe: Troupe) -> AcademicYear:
    """The year, with a half-term that ended two days ago and the one of today."""
    year: AcademicYear = troupe.year
    with school_scope(troupe.school):
        for half, (starts, ends) in enumerate([(-40, -2), (-2, 30)], start=1):
            HalfTerm.objects.create(
                school=troupe.school, academic_year=year, term="autumn", half=half,
                starts=TODAY + dt.timedelta(days=starts), ends=TODAY + dt.timedelta(days=ends),
            )  # fmt: skip
    return year


def test_half_terms_begun_by_today_can_be_chosen_and_the_year_so_far(ashdown: Troupe) -> None:
    year = two_halves(ashdown)
    with school_scope(ashdown.school):
        spans = spans_of(year, TODAY)
    assert [span.name for span in spans] == ["Autumn 1", "Autumn 2", f"{year} so far"]
    assert spans[-1].weeks == spans[0].weeks + spans[1].weeks
    assert spans[1].ends == TODAY + dt.timedelta(days=1), "no time is in the future"
    assert span_asked(spans, None) == spans[1]
    assert span_asked(spans, "autumn-1") == spans[0]
    assert span_asked(spans, "nothing") == spans[1]
    assert span_asked(spans[-1:], None) == spans[-1]


@pytest.mark.parametrize(
    ("today", "weeks"),
    [
        (dt.date(2026, 11, 2), 0.2),
        (dt.date(2026, 11, 6), 1.0),
        (dt.date(2026, 11, 8), 1.0),
        (dt.date(2026, 11, 9), 1.2),
        (dt.date(2026, 12, 25), 7.0),
    ],
)
def test_a_school_week_has_five_days_from_the_first_monday_to_the_last_friday(
    cast: Cast, today: dt.date, weeks: float
) -> None:
    school = cast.ashdown.school
    with school_scope(school):
        year, _ = AcademicYear.objects.get_or_create(
            school=school,
            start_year=2026,
            defaults={"starts": dt.date(2026, 9, 1), "ends": dt.date(2027, 9, 1)},
        )
        HalfTerm.objects.create(
            school=school, academic_year=year, term="autumn", half=2,
            starts=dt.date(2026, 11, 2), ends=dt.date(2026, 12, 19),
        )  # fmt: skip
        half, whole = spans_of(year, today)
    assert half.weeks == whole.weeks == pytest.approx(weeks)


def test_files_hold_the_time_asked_for_and_the_school_in_the_other_half_terms(ashdown: Troupe) -> None:
    year = two_halves(ashdown)
    reply = staff_client(head(ashdown)).get(f"/schools/{ashdown.urn}/fast-learning/figures.csv?span=autumn-1")
    assert f"fast-learning-{ashdown.urn}-number-facts-{year}-autumn-1.csv" in reply["Content-Disposition"]
    rows = [line.split(",")[:4] for line in reply.content.decode("utf-8-sig").splitlines()[1:]]
    assert rows[0] == ["Autumn 1", "Number facts", "School", "All pupils"]
    assert {row[0] for row in rows[:-1]} == {"Autumn 1"}
    assert rows[-1] == ["Autumn 2", "Number facts", "School", "All pupils"]


def test_a_school_that_practised_nothing_but_spelling_sees_how_much(cast: Cast) -> None:
    school = cast.ashdown.school
    with school_scope(school):
        PracticeDay.objects.create(
            school=school, pupil=cast.ashdown.pupils[0], day=TODAY, strand="spelling", device="touch",
            answers=20, correct=20, timed=0, milliseconds=120_000, log_seconds=0,
        )  # fmt: skip
    assert "By class" in page(cast.ashdown, head(cast.ashdown))


def hear_and_write(troupe: Troupe) -> Span:
    """The last half-term of two, with readings, and writing on screen and on paper."""
    spans = spans_of(two_halves(troupe), TODAY)
    amber, bilal, chloe, dov = troupe.pupils
    for pupil, back, words in [(amber, 10, 80), (amber, 9, 80), (amber, 1, 100), (bilal, 1, 60), (bilal, 99, 20)]:
        hear(pupil, heard(words, day=TODAY - dt.timedelta(days=back)))
    set_removed(hear(chloe, heard(70, day=TODAY)), removed=True)
    at = dt.datetime.combine(TODAY - dt.timedelta(days=1), dt.time(12), dt.UTC)
    for pupil, writing, device in [(chloe, Writing.COPYING, "touch"), (bilal, Writing.ALPHABET, "paper")]:
        Timing.objects.create(
            id=uuid7(at), school=pupil.school, pupil=pupil, writing=writing, at=at,
            seconds=60, correct=90, errors=1, device=device,
        )  # fmt: skip
    for seed, kind in enumerate(("copying", "addition-grid")):
        sheets = make_sheets(troupe.group, kind, on=TODAY, pupils=[dov], seed=seed)
        enter_results(sheets, {page: Entry(60, 5) for page in sheets.pages.all()}, by=None)
    return spans[1]


def figures_of(troupe: Troupe, span: Span, strand: str) -> list[PupilFigures]:
    """Each pupil's figures in a strand, as in the register."""
    found = {each.pupil.pk: each for each in figures_in(span, troupe.year.pk, strand_asked(strand))}
    return [found[pupil.pk] for pupil in troupe.pupils]


def test_a_reader_is_set_beside_their_own_half_term_before(cast: Cast) -> None:
    aloud = Work("reading", "", "speech")
    with school_scope(cast.ashdown.school):
        span = hear_and_write(cast.ashdown)
        amber, bilal, chloe, _ = figures_of(cast.ashdown, span, "reading")
        year = spans_of(cast.ashdown.year, TODAY)[-1]
        over_the_year = figures_of(cast.ashdown, year, "reading")[0]
    assert amber.timed[aloud].days == 1
    assert (amber.timed[aloud].rate, amber.timed[aloud].more) == pytest.approx((100, 20))
    assert bilal.timed[aloud].more is None, "a reading of long ago is in neither half-term"
    assert chloe.timed == {}
    assert over_the_year.timed[aloud].days == 3
    assert over_the_year.timed[aloud].more == pytest.approx(20), "of a year its first half-term"


def test_writing_is_timed_on_screen_and_on_paper_apart(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        span = hear_and_write(cast.ashdown)
        amber, _, chloe, dov = figures_of(cast.ashdown, span, "writing")
    assert {work: timed.rate for work, timed in chloe.timed.items()} == {Work("copying", "", "touch"): 90}
    assert {work: timed.rate for work, timed in dov.timed.items()} == {
        Work("copying", "", "paper"): pytest.approx(5)
    }
    assert amber.timed == {}


def test_days_are_of_all_strands_and_minutes_of_what_was_done_on_screen(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        span = hear_and_write(cast.ashdown)
        found = [(each.days, each.minutes) for each in figures_of(cast.ashdown, span, "spelling")]
    assert found == [(1, 0), (1, 0), (1, 1), (1, 0)]


def test_a_head_chooses_a_strand_and_its_files_are_of_it(cast: Cast) -> None:
    troupe = cast.ashdown
    with school_scope(troupe.school):
        hear_and_write(troupe)
    html = page(troupe, head(troupe), "?strand=reading")
    assert "Words a minute" in html
    assert "since Autumn 1" in html
    assert "figures.csv?strand=reading&amp;span=autumn-2&amp;line=reading~~speech" in html
    file = staff_client(head(troupe)).get(f"/schools/{troupe.urn}/fast-learning/figures.csv?strand=reading")
    assert f"fast-learning-{troupe.urn}-reading-{troupe.year}-autumn-2.csv" in file["Content-Disposition"]
    (first, *_) = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))
    assert (first["Strand"], first["Pupils who were timed"]) == ("Reading", "2")
    assert float(first["Words correct a minute"]) == pytest.approx(80)


def test_of_writing_one_way_is_shown_and_the_others_can_be_chosen(cast: Cast) -> None:
    troupe = cast.ashdown
    with school_scope(troupe.school):
        hear_and_write(troupe)
    html = page(troupe, head(troupe), "?strand=writing&line=copying~~touch")
    assert re.search(r'line=copying~~touch" aria-current="page">Copying a text, touch screen<', html)
    assert ">Copying a text, paper<" in html


def test_a_strand_that_nobody_did_says_how_to_begin(ashdown: Troupe) -> None:
    html = page(ashdown, head(ashdown), "?strand=writing")
    assert "Nobody was timed" in html
    assert "set a minute of writing" in html
    assert "By class" in html


def test_the_page_asks_the_database_a_fixed_number_of_times(
    ashdown: Troupe, django_assert_max_num_queries: object
) -> None:
    week = Span("week", "Last week", TODAY - dt.timedelta(days=5), TODAY, 1.0)
    with school_scope(ashdown.school):
        for strand in STRANDS:
            with django_assert_max_num_queries(10):  # type: ignore[operator]
                figures_in(week, ashdown.year.pk, strand)
