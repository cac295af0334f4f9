"""What the frame of a page says: where one is, as what, and where one can go."""

from django.test import Client

from ridgeway.access.models import Membership
from ridgeway.access.roles import Role
from ridgeway.schools.models import NetworkSchool
from ridgeway.schools.tenancy import network_scope, school_scope
from tests.cast import TODAY, Cast


def test_the_frame_names_the_school_and_the_role(client: Client, cast: Cast) -> None:
    client.force_login(cast.ashdown.staff[Role.HEADTEACHER])
    context = client.get(f"/schools/{cast.ashdown.urn}/").context
    assert (context["place"].name, context["place"].role) == ("Ashdown Primary School", "Headteacher")
    assert context["place"].url == f"/schools/{cast.ashdown.urn}/"


def test_only_people_with_several_schools_can_switch(client: Client, cast: Cast) -> None:
    client.force_login(cast.ashdown.teacher)
    assert client.get(f"/schools/{cast.ashdown.urn}/").context["place"].switch_url == ""
    client.force_login(cast.adviser)
    assert client.get(f"/schools/{cast.ashdown.urn}/").context["place"].switch_url == "/"


def test_the_frame_of_a_networks_page_is_the_networks(client: Client, cast: Cast) -> None:
    client.force_login(cast.network_lead)
    context = client.get("/networks/chalk-ridge/").context
    assert (context["place"].name, context["place"].role) == ("Chalk Ridge Network", "Network lead")
    assert (context["place"].url, context["place"].switch_url) == ("/networks/chalk-ridge/", "/")
    assert [link.label for link in context["nav"] if link.current] == ["Network"]
    assert "School" not in [link.label for link in context["nav"]]


def test_the_front_page_of_a_network_lists_its_schools_of_today(client: Client, cast: Cast) -> None:
    with network_scope(cast.network):
        NetworkSchool.objects.filter(school=cast.birchwood.school).update(ends=TODAY)
    client.force_login(cast.adviser)
    page = client.get("/networks/chalk-ridge/").content.decode()
    assert "Ashdown Primary School" in page
    assert "Birchwood" not in page


def test_home_leads_to_the_network_of_a_person_who_has_nothing_else(client: Client, cast: Cast) -> None:
    client.force_login(cast.lead_next_door)
    assert client.get("/")["Location"] == "/networks/downland/"


def test_the_navigation_shows_what_the_role_allows_and_where_one_is(client: Client, cast: Cast) -> None:
    def entries(role: Role, page: str) -> dict[str, bool]:
        client.force_login(cast.ashdown.staff[role])
        nav = client.get(f"/schools/{cast.ashdown.urn}/{page}").context["nav"]
        return {link.label: link.current for link in nav if link.label in {"School", "Staff"}}

    assert entries(Role.TEACHER, "") == {"School": True}
    assert entries(Role.HEADTEACHER, "") == {"School": True, "Staff": False}
    assert entries(Role.HEADTEACHER, "staff/") == {"School": False, "Staff": True}


def test_several_roles_are_named_together(client: Client, cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        Membership.objects.create(
            user=cast.ashdown.teacher, school=cast.ashdown.school, role=Role.COACH, starts=TODAY
        )
    client.force_login(cast.ashdown.teacher)
    assert client.get(f"/schools/{cast.ashdown.urn}/").context["place"].role == "Coach, Teacher"


def test_outside_a_school_the_frame_names_none(client: Client, cast: Cast) -> None:
    client.force_login(cast.ashdown.teacher)
    assert "nav" not in client.get("/account/security/").context
