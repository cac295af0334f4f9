"""Fast Learning in the school, as those who lead it see it, and those who look from outside."""

import datetime as dt
import io
import zipfile

import pytest

from ridgeway.access.roles import Role
from ridgeway.foundations.overview.figures import figures_in
from ridgeway.foundations.overview.spans import Span, span_asked, spans_of
from ridgeway.schools.models import AcademicYear, HalfTerm
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.pages import practise, staff_client


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
    assert "fewer than 6" not in html


def test_a_governor_sees_no_figure_of_so_few(ashdown: Troupe) -> None:
    html = page(ashdown, ashdown.staff[Role.GOVERNOR].email)
    assert "fewer than 6" in html
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
    assert "Class,4 Kestrel,4,3," in text
    assert "Testington" not in text


def test_a_pupil_s_figures_are_of_the_time_asked_for(ashdown: Troupe) -> None:
    week = Span("week", "Last week", TODAY - dt.timedelta(days=5), TODAY, 1.0)
    with school_scope(ashdown.school):
        dov, *_, amber = figures_in(week, ashdown.year.pk)
    assert amber.days == 5
    assert amber.minutes == pytest.approx(sum(20 * (1.5 + 0.2 * back) for back in range(1, 6)) / 60)
    assert amber.met == 20
    assert (dov.days, dov.met, dov.at_aim, dov.gain, dov.celeration) == (0, 0, None, None, None)


def test_growth_is_told_where_the_days_show_it(ashdown: Troupe) -> None:
    fortnight = Span("two", "Two weeks", TODAY - dt.timedelta(days=13), TODAY, 2.0)
    with school_scope(ashdown.school):
        amber = figures_in(fortnight, ashdown.year.pk)[-1]
    assert amber.celeration is not None
    assert 1.2 < amber.celeration < 2
    assert amber.gain is not None


def test_half_terms_begun_by_today_can_be_chosen_and_the_year_so_far(ashdown: Troupe) -> None:
    year: AcademicYear = ashdown.year
    with school_scope(ashdown.school):
        for half, (starts, ends) in enumerate([(-40, -2), (-2, 30)], start=1):
            HalfTerm.objects.create(
                school=ashdown.school, academic_year=year, term="autumn", half=half,
                starts=TODAY + dt.timedelta(days=starts), ends=TODAY + dt.timedelta(days=ends),
            )  # fmt: skip
        spans = spans_of(year, TODAY)
    assert [span.name for span in spans] == ["Autumn 1", "Autumn 2", f"{year} so far"]
    assert spans[0].weeks == pytest.approx(38 / 7)
    assert spans[1].ends == TODAY + dt.timedelta(days=1), "no time is in the future"
    assert span_asked(spans, None) == spans[1]
    assert span_asked(spans, "autumn-1") == spans[0]
    assert span_asked(spans, "nothing") == spans[1]
    assert span_asked(spans[-1:], None) == spans[-1]


def test_the_page_asks_the_database_a_fixed_number_of_times(
    ashdown: Troupe, django_assert_max_num_queries: object
) -> None:
    week = Span("week", "Last week", TODAY - dt.timedelta(days=5), TODAY, 1.0)
    with school_scope(ashdown.school), django_assert_max_num_queries(10):  # type: ignore[operator]
        figures_in(week, ashdown.year.pk)
