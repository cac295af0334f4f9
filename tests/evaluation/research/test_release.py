"""What is in a release, what never is, and who can read of it."""

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ridgeway.access.roles import Role
from ridgeway.evaluation.research.columns import TABLES
from ridgeway.evaluation.research.models import Release, SchoolRelease
from ridgeway.evaluation.research.release import NothingLeftError, make_release
from ridgeway.schools.models import AcademicYear, Pupil, School, YearPlacement
from ridgeway.schools.tenancy import network_scope, school_scope
from ridgeway.schools.upn import make_upn
from tests.cast import Cast, Troupe
from tests.evaluation.research.conftest import ASKED, PURPOSE, THIS_YEAR, add_pupil, files_in, why

LETTERS = st.text("abcdefghijklmnopqrstuvwxyzéß'- ", min_size=6, max_size=20).map(lambda rest: f"Zq{rest}")
SERIALS = count(1)
BORN = st.dates(dt.date(2005, 1, 1), dt.date(2020, 12, 31))


def released(cast: Cast, schools: Sequence[Troupe], k: int = 10, **changed: Any) -> tuple[Release, dict[str, str]]:
    with network_scope(cast.network):
        asked = replace(ASKED, **changed)
        release, content = make_release(cast.network, [each.school for each in schools], asked, why(cast), k=k)
        assert release.digest == sha256(content).hexdigest()
    return release, files_in(content)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_release_has_its_tables_their_dictionary_and_what_to_know(cast: Cast, schools: Sequence[Troupe]) -> None:
    _, files = released(cast, schools)
    tables = {"pupils.csv", *(f"{table}.csv" for table in TABLES)}
    assert set(files) == {*tables, "data_dictionary.csv", "about.txt"}
    told = {(row["file"], row["column"]) for row in rows(files["data_dictionary.csv"])}
    assert told == {(name, column) for name in tables for column in files[name].splitlines()[0].split(",")}
    assert all(row["meaning"] and row["type"] for row in rows(files["data_dictionary.csv"]))
    assert PURPOSE in files["about.txt"]


def test_days_are_told_as_the_monday_of_their_week_and_summed(cast: Cast, schools: Sequence[Troupe]) -> None:
    _, files = released(cast, schools)
    practice = rows(files["practice_weeks.csv"])
    assert len(practice) == 48
    assert {(row["days"], row["answers"], row["correct"], row["minutes"]) for row in practice} == {
        ("2", "80", "61", "3.0")
    }
    assert {row["fluent"] for row in rows(files["knowledge_weeks.csv"])} == {"21"}
    assert {row["kind"] for row in rows(files["timed_counts.csv"])} == {"alphabet"}
    for table in TABLES:
        weeks = {dt.date.fromisoformat(row["week"]) for row in rows(files[f"{table}.csv"])}
        assert {week.weekday() for week in weeks} == {0}


def test_k_holds_by_counting_again_and_the_report_says_how_many_were_left_out(
    cast: Cast, schools: Sequence[Troupe]
) -> None:
    add_pupil(cast.ashdown, year_group="6", sen="E")
    release, files = released(cast, schools)
    pupils = rows(files["pupils.csv"])
    counts = Counter(tuple(value for name, value in row.items() if name != "pupil") for row in pupils)
    assert min(counts.values()) == release.k >= 10
    assert (release.pupils, release.left_out) == (len(pupils), 57 - len(pupils))
    assert f"{release.left_out} are left out" in files["about.txt"]
    for table in TABLES:
        assert {row["pupil"] for row in rows(files[f"{table}.csv"])} <= {row["pupil"] for row in pupils}


def test_the_same_release_twice_has_other_pseudonyms_and_another_hash(
    cast: Cast, schools: Sequence[Troupe]
) -> None:
    (one, files), (other, again) = released(cast, schools), released(cast, schools)
    for column in ("pupil", "school"):
        names = [{row[column] for row in rows(each["pupils.csv"])} for each in (files, again)]
        assert len(names[0]) == len(names[1])
        assert not names[0] & names[1]
    assert one.digest != other.digest


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.tuples(LETTERS, LETTERS, LETTERS, BORN), min_size=10, max_size=14),
    key=st.integers(10**9, 10**14),
)
def test_no_name_number_date_of_birth_or_key_is_in_any_file(
    cast: Cast, people: list[tuple[str, str, str, dt.date]], key: int
) -> None:
    with school_scope(cast.ashdown.school):
        taken = Pupil.objects.order_by("-pk").values_list("pk", flat=True)[0]
    for at, (forename, surname, preferred, born) in enumerate(people):
        add_pupil(
            cast.ashdown,
            pk=max(key, taken) + 1 + at,
            legal_forename=forename,
            legal_surname=surname,
            preferred_surname=preferred,
            date_of_birth=born,
            upn=make_upn(la=999, establishment=2101, year=10, serial=next(SERIALS)),
        )
    with school_scope(cast.ashdown.school):
        pupils = list(Pupil.objects.all())
    everything = "\n".join(released(cast, [cast.ashdown])[1].values())
    for pupil in pupils:
        known = [pupil.legal_forename, pupil.legal_surname, pupil.preferred_surname, pupil.upn]
        if pupil.pk > 10**8:
            known.append(str(pupil.pk))
            known.append(f"{pupil.date_of_birth:%Y-%m-%d}")
        assert not [word for word in known if len(word) > 3 and word in everything]
    assert str(cast.ashdown.urn) not in everything
    assert cast.ashdown.school.name not in everything


def test_the_last_chosen_year_is_told_of_a_pupil_who_was_there_for_two(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        before = AcademicYear.objects.create(
            school=cast.ashdown.school,
            start_year=THIS_YEAR - 1,
            starts=dt.date(THIS_YEAR - 1, 9, 1),
            ends=dt.date(THIS_YEAR, 9, 1),
        )
    for _ in range(12):
        pupil = add_pupil(cast.ashdown)
        with school_scope(cast.ashdown.school):
            YearPlacement.objects.create(
                school=cast.ashdown.school, pupil=pupil, academic_year=before, year_group="3"
            )
    _, files = released(cast, [cast.ashdown], first_year=THIS_YEAR - 1, characteristics=())
    assert {row["year_group"] for row in rows(files["pupils.csv"])} == {"4"}


def test_where_too_few_are_alike_nothing_is_released_and_nothing_logged(cast: Cast) -> None:
    with pytest.raises(NothingLeftError, match="Choose more schools or years"):
        released(cast, [cast.ashdown])
    with network_scope(cast.network):
        assert not Release.objects.exists()


def test_a_school_reads_of_its_own_part_and_a_school_without_pupils_in_it_of_nothing(
    client: Client, cast: Cast
) -> None:
    for _ in range(12):
        add_pupil(cast.ashdown)
    release, _ = released(cast, [cast.ashdown, cast.birchwood])
    client.force_login(cast.ashdown.staff[Role.HEADTEACHER])
    page = client.get(f"/schools/{cast.ashdown.urn}/releases/").content.decode()
    assert PURPOSE in page
    assert release.digest in page
    assert "Chalk Ridge Network" in page
    assert client.get(f"/schools/{cast.birchwood.urn}/releases/").status_code == 404
    with school_scope(cast.birchwood.school):
        assert SchoolRelease.objects.count() == (release.schools - 1)
    client.force_login(cast.ashdown.teacher)
    assert client.get(f"/schools/{cast.ashdown.urn}/releases/").status_code == 403


def test_every_release_is_in_the_audit_trail(cast: Cast, schools: Sequence[Troupe]) -> None:
    released(cast, schools)
    with network_scope(cast.network), connection.cursor() as cursor:
        cursor.execute("SELECT pgh_label, purpose FROM evaluation_releaseevent")
        assert cursor.fetchall() == [("insert", PURPOSE)]


FORM = {
    "first_year": THIS_YEAR, "last_year": THIS_YEAR, "tables": ["practice_weeks"], "k": 10,
    "characteristics": ["sex"], "recipient": "A. Researcher", "purpose": PURPOSE, "agreed": "on",
}  # fmt: skip


def sent(client: Client, cast: Cast, go: str, **changed: object) -> Any:
    schools = School.objects.filter(urn__in=[cast.ashdown.urn, cast.birchwood.urn]).values_list("pk", flat=True)
    return client.post(
        f"/networks/{cast.network.slug}/research/", {"schools": list(schools), "go": go, **FORM, **changed}
    )


def test_looking_first_tells_what_would_be_released_and_logs_nothing(
    client: Client, cast: Cast, schools: Sequence[Troupe]
) -> None:
    client.force_login(cast.network_lead)
    page = sent(client, cast, "look").content.decode()
    assert "pupils</strong> of 2 schools" in page
    assert "Year group: as it is" in page
    with network_scope(cast.network):
        assert not Release.objects.exists()


def test_a_release_is_downloaded_and_stands_in_the_log(
    client: Client, cast: Cast, schools: Sequence[Troupe]
) -> None:
    client.force_login(cast.network_lead)
    response = sent(client, cast, "make")
    assert response["Content-Type"] == "application/zip"
    assert "practice_weeks.csv" in files_in(response.content)
    page = client.get(f"/networks/{cast.network.slug}/research/").content.decode()
    assert sha256(response.content).hexdigest() in page
    assert "A. Researcher" in page


@pytest.mark.parametrize(
    "changed",
    [{"purpose": "because"}, {"agreed": ""}, {"k": 2}, {"tables": []}, {"schools": []}, {"schools": [0]},
     {"recipient": ""}, {"last_year": THIS_YEAR - 1}, {"k": 60}],
)  # fmt: skip
def test_without_purpose_agreement_or_enough_pupils_nothing_is_made(
    client: Client, cast: Cast, schools: Sequence[Troupe], changed: dict[str, object]
) -> None:
    client.force_login(cast.network_lead)
    page = sent(client, cast, "make", **changed)
    assert "Please look at this again" in page.content.decode()
    with network_scope(cast.network):
        assert not Release.objects.exists()


def test_a_school_of_another_network_cannot_be_chosen(client: Client, cast: Cast) -> None:
    stranger = School.objects.create(urn=999_199, name="Elsewhere")
    client.force_login(cast.network_lead)
    assert "Please look at this again" in sent(client, cast, "make", schools=[stranger.pk]).content.decode()


def test_only_the_networks_lead_may_release(client: Client, cast: Cast) -> None:
    for user, status in ((cast.adviser, 403), (cast.lead_next_door, 404)):
        client.force_login(user)
        assert sent(client, cast, "make").status_code == status
