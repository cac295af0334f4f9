"""Inspections and surveys that a network brings in itself."""

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.evaluation.indicators import inspections, surveys
from ridgeway.evaluation.indicators.models import SchoolInspection, Survey, SurveyFigure
from ridgeway.evaluation.indicators.schools import Member
from ridgeway.evaluation.indicators.telling import inspected_rows, standing_told
from ridgeway.impact.errors import DataError
from ridgeway.impact.panel import Inspection
from ridgeway.schools.small_numbers import LEAST
from ridgeway.schools.tenancy import network_scope
from tests.cast import Cast

JOINED = dt.date(2016, 9, 1)
MEMBERS = [Member(999101, "Ashdown", JOINED, 2017, None), Member(999102, "Birchwood", JOINED, 2017, None)]
HEAD = "school,date,outcome,framework\n"
JUDGED = "school,date,outcome,framework,judgement\n"
ASKED = "survey,date,question,group,n,agree\n"


def read(rows: str, head: str = HEAD) -> list[Inspection]:
    return inspections.read_file((head + rows).encode(), "inspections.csv", MEMBERS)


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ("999101,2013-05-01,Satisfactory,2012\n", "requires improvement"),
        ("999101,2010-05-01,Requires improvement,2005\n", "satisfactory"),
        ("999101,2024-10-01,Good,2024\n", "quality of education"),
        ("999101,2025-12-01,Good,2025\n", "achievement"),
        ("999101,2017-05-01,Good,2019\n", "under the framework of 2012"),
        ("123456,2017-05-01,Good,2012\n", "not one of the network"),
        ("999101,May,Good,2012\n", "2017-04-01"),
        ("999101,2017-05-01,Good,2012\n999101,2017-05-01,Good,2012\n", "twice"),
    ],
)
def test_an_outcome_that_was_not_given_at_its_time_is_refused_with_row_and_remedy(rows: str, names: str) -> None:
    with pytest.raises(DataError, match="row") as refused:
        read(rows)
    assert names in str(refused.value)


def test_a_file_without_its_columns_is_told_which() -> None:
    with pytest.raises(DataError, match="The columns are school"):
        read("999101,2017-05-01,Good\n", "school,date,outcome\n")


def test_schools_stand_before_and_since_each_on_the_scale_of_its_time() -> None:
    found = read("999101,2014-05-01,Requires improvement,2012\n999101,2018-05-01,Good,2012\n"
                 "999102,2013-05-01,Good,2012\n999102,2011-05-01,Inadequate,2005\n")  # fmt: skip
    cards = read("999102,2025-12-01,Expected standard,2025,achievement\n"
                 "999102,2025-12-01,Needs attention,2025,inclusion\n", JUDGED)  # fmt: skip
    standing = inspections.standing_of(MEMBERS, [*found, *cards])
    assert (standing.good_before.count, standing.good_before.of) == (1, 2)  # type: ignore[union-attr]
    assert (standing.good_since.count, standing.good_since.of) == (1, 1)  # type: ignore[union-attr]
    assert (standing.as_expected.count, standing.as_expected.of) == (0, 1)  # type: ignore[union-attr]
    ashdown, birchwood = inspected_rows(standing)
    assert ashdown.before == "Requires improvement (Thu 1 May 2014)"
    assert ashdown.apart == ""
    assert "Achievement: expected standard" in birchwood.since
    assert "do not compare" in birchwood.apart
    assert len(standing_told(standing)) == 3


def test_an_inspection_brought_in_again_is_replaced_and_can_be_removed(client: Client, cast: Cast) -> None:
    client.force_login(cast.network_lead)
    address = f"/networks/{cast.network.slug}/indicators/inspections/"
    for grade in ("Good", "Outstanding"):
        sent = BytesIO(f"{HEAD}999101,2018-05-01,{grade},2012\n".encode())
        sent.name = "inspections.csv"
        assert client.post(address, {"file": sent}).status_code == 302
    with network_scope(cast.network):
        kept = SchoolInspection.objects.get()
    assert kept.grades == {"overall effectiveness": "outstanding"}
    assert "Outstanding (Tue 1 May 2018)" in client.get(address).content.decode()
    assert client.post(f"{address}{kept.pk}/remove/").status_code == 302
    with network_scope(cast.network):
        assert not SchoolInspection.objects.exists()


@pytest.mark.parametrize("content", ["", HEAD, "\x1f\x8bnothing", "school\n1\n"])
def test_a_file_that_cannot_be_read_changes_nothing(client: Client, cast: Cast, content: str) -> None:
    client.force_login(cast.network_lead)
    sent = BytesIO(content.encode("latin-1"))
    sent.name = "inspections.csv"
    page = client.post(f"/networks/{cast.network.slug}/indicators/inspections/", {"file": sent})
    assert "Please look at this again" in page.content.decode()
    with network_scope(cast.network):
        assert not SchoolInspection.objects.exists()


def asked(rows: str) -> list[surveys.Asked]:
    return surveys.read_file((ASKED + rows).encode(), "survey.csv")


def test_shares_are_read_as_numbers_or_per_cent() -> None:
    lines = asked("Staff,2025-03-01,I learn here,,40,83%\nStaff,2026-03-01,I learn here,,44,0.9\n")
    assert [line.agree for line in lines] == [pytest.approx(0.83), pytest.approx(0.9)]


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("Staff,2025-03-01,Q,,40,83\n", "agree"),
        ("Staff,2025-03-01,Q,,40,nan\n", "agree"),
        ("Staff,2025-03-01,Q,,0,0.5\n", "column n"),
        ("Staff,soon,Q,,9,0.5\n", "date"),
        (",2025-03-01,Q,,9,0.5\n", "survey"),
        ("Staff,2025-03-01,Q,,9,0.5\nStaff,2025-03-01,Q,,9,0.6\n", "row above"),
    ],
)
def test_a_line_of_a_survey_that_makes_no_sense_is_refused(row: str, names: str) -> None:
    with pytest.raises(DataError, match="row") as refused:
        asked(row)
    assert names in str(refused.value)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=5), st.integers(0, 30))
def test_no_shown_figure_of_a_survey_gives_away_fewer_than_six_answers(parts: list[int], rest: int) -> None:
    """Whoever takes the shown parts from the whole is left with nobody, or with six or more."""
    survey = Survey(name="Staff", day=JOINED)
    rows = [("", sum(parts) + rest), *((f"group {at}", count) for at, count in enumerate(parts))]
    figures = [SurveyFigure(survey=survey, question="Q", group=group, answers=n, agree=0.5) for group, n in rows]
    (table,) = surveys.tables_of(figures)
    whole, *groups = [cells[0] for _, _, cells in table.rows]
    shown = [cell.share.of for cell in groups if cell.share]
    assert all(count >= LEAST for count in shown)
    if whole.share and shown:
        left = whole.share.of - sum(shown)
        assert left == 0 or left >= LEAST


def test_a_survey_asked_twice_stands_in_one_table(client: Client, cast: Cast) -> None:
    client.force_login(cast.network_lead)
    address = f"/networks/{cast.network.slug}/indicators/"
    rows = "Staff,2025-03-03,I learn here,,40,50%\nStaff,2026-03-02,I learn here,,44,75%\n"
    rows += "Staff,2026-03-02,I learn here,Governors,3,100%\nStaff,2026-03-02,I learn here,Teachers,41,73%\n"
    for _ in range(2):
        sent = BytesIO((ASKED + rows).encode())
        sent.name = "survey.csv"
        assert client.post(f"{address}surveys/", {"file": sent}).status_code == 302
    page = client.get(address).content.decode()
    assert "Mon 3 Mar 2025" in page
    assert "50% of 40" in page
    assert "75% of 44" in page
    assert "100% of 3" not in page
    assert "of 41" not in page
    with network_scope(cast.network):
        survey = Survey.objects.get(day=dt.date(2026, 3, 2))
        assert SurveyFigure.objects.count() == 4
    assert client.post(f"{address}surveys/{survey.pk}/remove/").status_code == 302
    with network_scope(cast.network):
        assert SurveyFigure.objects.count() == 1


@pytest.mark.parametrize("rest", ["inspections/0/remove/", "surveys/0/remove/", "inspections/", "surveys/"])
def test_only_the_networks_lead_may_bring_in_or_remove(client: Client, cast: Cast, rest: str) -> None:
    client.force_login(cast.adviser)
    assert client.post(f"/networks/{cast.network.slug}/indicators/{rest}").status_code == 403
    client.force_login(cast.lead_next_door)
    assert client.post(f"/networks/{cast.network.slug}/indicators/{rest}").status_code == 404
