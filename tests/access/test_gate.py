"""The gate: strangers see nothing, a missing role is refused, and pupils stay on their pages."""

import datetime as dt

import pytest
from django.test import Client

from ridgeway.access.gate import PUPIL_KEY, networks_of, places_of
from ridgeway.access.models import Membership
from ridgeway.access.roles import Role
from ridgeway.schools.models import NetworkSchool, Pupil
from ridgeway.schools.tenancy import network_scope, school_scope
from tests.cast import TODAY, Cast

YESTERDAY = TODAY - dt.timedelta(days=1)


def as_pupil(client: Client, pupil: Pupil) -> Client:
    session = client.session
    session[PUPIL_KEY] = [pupil.school_id, pupil.pk]
    session.save()
    return client


def test_a_stranger_gets_404_as_if_the_school_did_not_exist(client: Client, cast: Cast) -> None:
    client.force_login(cast.stranger)
    assert client.get(f"/schools/{cast.ashdown.urn}/").status_code == 404
    assert client.get("/schools/999999/").status_code == 404


def test_a_teacher_of_the_other_school_gets_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.birchwood.teacher)
    assert client.get(f"/schools/{cast.ashdown.urn}/").status_code == 404


def test_a_role_that_is_not_enough_gets_403(client: Client, cast: Cast) -> None:
    client.force_login(cast.ashdown.staff[Role.GOVERNOR])
    assert client.get(f"/schools/{cast.ashdown.urn}/").status_code == 200
    refused = client.get(f"/schools/{cast.ashdown.urn}/staff/")
    assert refused.status_code == 403
    assert "does not let you give staff their roles and classes" in refused.content.decode()


def test_a_role_in_the_network_next_door_opens_that_network_alone(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead_next_door)
    assert client.get(f"/networks/{cast.network.slug}/").status_code == 404
    assert client.get(f"/networks/{cast.network_next_door.slug}/").status_code == 200


def test_a_role_at_a_school_does_not_open_its_network(client: Client, cast: Cast) -> None:
    client.force_login(cast.ashdown.staff[Role.HEADTEACHER])
    assert client.get(f"/networks/{cast.network.slug}/").status_code == 404


def test_a_role_in_a_network_that_ended_opens_it_no_longer(cast: Cast) -> None:
    with network_scope(cast.network):
        Membership.objects.filter(user=cast.adviser).update(ends=TODAY)
    assert networks_of(cast.adviser, TODAY) == []
    assert [place.slug for place in networks_of(cast.adviser, YESTERDAY)] == [cast.network.slug]


def test_somebody_signed_out_is_asked_to_sign_in_and_comes_back(client: Client, cast: Cast) -> None:
    address = f"/schools/{cast.ashdown.urn}/staff/"
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/account/login/?next={address}"


def test_signing_in_after_a_lost_change_leads_home_not_to_a_page_that_only_changes(
    client: Client, cast: Cast
) -> None:
    response = client.post(f"/schools/{cast.ashdown.urn}/classes/{cast.ashdown.group.pk}/sign-in/code/")
    assert response["Location"] == "/account/login/?next=/"


@pytest.mark.parametrize("address", ["/", "/schools/999101/", "/account/login/", "/no/such/page/"])
def test_a_pupil_who_strays_is_led_back_to_practice(client: Client, cast: Cast, address: str) -> None:
    response = as_pupil(client, cast.ashdown.pupils[0]).get(address)
    assert response.status_code == 302
    assert response["Location"] == "/practise/"


def test_a_pupil_who_is_gone_is_signed_out(client: Client, cast: Cast) -> None:
    as_pupil(client, cast.ashdown.pupils[0])
    session = client.session
    session[PUPIL_KEY] = [cast.ashdown.school.pk, 0]
    session.save()
    assert client.get("/practise/")["Location"] == "/pupils/"
    assert PUPIL_KEY not in client.session


def test_a_role_that_ended_opens_nothing(cast: Cast) -> None:
    teacher = cast.ashdown.teacher
    with school_scope(cast.ashdown.school):
        Membership.objects.filter(user=teacher).update(ends=TODAY)
    assert places_of(teacher, TODAY) == []
    assert [place.urn for place in places_of(teacher, YESTERDAY)] == [cast.ashdown.urn]


def test_a_role_in_a_network_opens_its_schools_as_long_as_they_belong_to_it(cast: Cast) -> None:
    assert [place.urn for place in places_of(cast.adviser, TODAY)] == [cast.ashdown.urn, cast.birchwood.urn]
    with network_scope(cast.network):
        NetworkSchool.objects.filter(school=cast.birchwood.school).update(ends=TODAY)
    assert [place.urn for place in places_of(cast.adviser, TODAY)] == [cast.ashdown.urn]
