"""`ridgeway network` and `ridgeway staff`: how a real network begins, and what a school without one can do."""

import datetime as dt
from contextlib import nullcontext

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from typer.testing import CliRunner

from ridgeway.access.gate import networks_of, places_of
from ridgeway.access.models import User
from ridgeway.cli import network, sheets, staff
from ridgeway.cli.app import app
from ridgeway.cli.places import schools_in_use
from ridgeway.schools.models import NetworkSchool, School
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
NAMED = ("--first-name", "Ivo", "--last-name", "Lark")


@pytest.fixture(autouse=True)
def _in_the_tests_database(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (network, sheets, staff):
        monkeypatch.setattr(module, "program", nullcontext)


def said(*words: object, code: int = 0) -> str:
    """What the command prints, on one line without the frame around an error."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return " ".join(result.output.replace("│", " ").split())


def refused(*words: object) -> str:
    return said(*words, code=2)


def test_a_network_is_founded_joined_by_schools_and_given_a_lead(cast: Cast) -> None:
    assert "South Ridge is there" in said("network", "add", "South  Ridge")
    for urn in (cast.ashdown.urn, cast.birchwood.urn):
        said("network", "join", "south ridge", "--school", urn, "--on", "2025-09-01")
    said(
        "staff",
        "add",
        "--network",
        "South Ridge",
        "--role",
        "network_lead",
        "--email",
        "lead@south.example",
        *NAMED,
    )
    lead = User.objects.get(email="lead@south.example")
    assert str(lead) == "Ivo Lark"
    assert [place.slug for place in networks_of(lead, TODAY)] == ["south-ridge"]
    assert {place.urn for place in places_of(lead, TODAY)} == {cast.ashdown.urn, cast.birchwood.urn}


def test_a_school_joins_today_unless_a_day_is_said_and_leaves_with_its_time_on_record(cast: Cast) -> None:
    said("network", "add", "South Ridge")
    said("network", "join", "South Ridge", "--school", cast.ashdown.urn)
    said("network", "leave", "South Ridge", "--school", cast.ashdown.urn, "--on", TODAY + DAY)
    period = NetworkSchool.objects.get(network__name="South Ridge")
    assert (period.school, period.starts, period.ends) == (cast.ashdown.school, TODAY, TODAY + DAY)


def test_a_school_that_left_may_come_back_but_not_before_it_left(cast: Cast) -> None:
    join = ("network", "join", cast.network.name, "--school", cast.ashdown.urn, "--on")
    said("network", "leave", cast.network.name, "--school", cast.ashdown.urn, "--on", TODAY)
    assert f"left {cast.network.name} on {TODAY}" in refused(*join, TODAY - DAY)
    said(*join, TODAY)
    assert NetworkSchool.objects.filter(network=cast.network, school=cast.ashdown.school).count() == 2


def test_what_cannot_be_is_refused_with_the_reason(cast: Cast) -> None:
    name, urn = cast.network.name, cast.ashdown.urn
    assert "already" in refused("network", "add", name.upper())
    assert "needs letters" in refused("network", "add", "…")
    assert "is in Chalk Ridge Network already" in refused("network", "join", name, "--school", urn)
    assert "is not in Downland Network" in refused("network", "leave", "Downland Network", "--school", urn)
    assert "it cannot leave earlier" in refused("network", "leave", name, "--school", urn, "--on", "1999-01-01")
    assert "No school has the URN" in refused("network", "join", name, "--school", 1)
    assert f"The networks are: {name}, Downland" in refused("network", "join", "No", "--school", urn)


def test_where_there_is_no_network_the_refusal_says_how_to_found_one(db: None) -> None:
    assert "ridgeway network add" in refused(
        "staff", "add", "--network", "North", "--role", "adviser", "--email", "a@b.example"
    )


def test_a_school_without_a_network_is_found_by_its_class_and_counts_as_in_use(cast: Cast) -> None:
    NetworkSchool.objects.all().delete()
    School.objects.create(urn=999_199, la=999, establishment=2199, name="Only in the register")
    assert {school.urn for school in schools_in_use()} == {cast.ashdown.urn, cast.birchwood.urn}
    assert "Several schools have a class" in refused(
        "sheets", "--class", cast.ashdown.group.name, "--out", "x.pdf"
    )
    assert "No class is called" in refused("sheets", "--class", "9 Nowhere", "--out", "x.pdf")


def test_a_role_that_is_none_or_in_the_wrong_kind_of_place_is_refused(cast: Cast) -> None:
    add = ("staff", "add", "--email", "a@b.example", "--school", cast.ashdown.urn, "--role")
    assert "The roles are: teacher," in refused(*add, "caretaker")
    assert "is a role in a network" in refused(*add, "adviser")


def test_the_link_for_a_new_password_is_printed_once_more(cast: Cast) -> None:
    assert "choose a password at http" in said("staff", "link", "--email", cast.adviser.email.upper())
    assert "Nobody has the e-mail address" in refused("staff", "link", "--email", "nobody@b.example")


def test_a_lost_phone_is_turned_off_once(cast: Cast) -> None:
    assert "has no authenticator app" in refused("staff", "unlock", "--email", cast.adviser.email)
    TOTP.activate(cast.adviser, generate_totp_secret())
    assert "signs in with the password alone" in said("staff", "unlock", "--email", cast.adviser.email)
    assert "has no authenticator app" in refused("staff", "unlock", "--email", cast.adviser.email)
