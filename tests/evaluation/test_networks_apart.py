"""A network's studies are seen and written by that network's people alone."""

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.test import Client
from django.utils import timezone
from django_scopes.exceptions import ScopeError

from ridgeway.evaluation.models import Study
from ridgeway.schools.tenancy import network_scope
from tests.cast import Cast
from tests.evaluation.conftest import addresses, drafted, frozen

pytestmark = pytest.mark.usefixtures("tables")


def test_outside_a_networks_scope_asking_for_studies_is_an_error(cast: Cast) -> None:
    with pytest.raises(ScopeError):
        Study.objects.count()


def test_sql_that_forgets_the_network_sees_nothing(cast: Cast) -> None:
    with network_scope(cast.network):
        drafted(cast.network)
    for network, seen in ((cast.network, 1), (cast.network_next_door, 0)):
        with network_scope(network), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM evaluation_study")
            assert cursor.fetchone() == (seen,)


def test_a_study_cannot_be_written_into_the_network_next_door(cast: Cast) -> None:
    with network_scope(cast.network), pytest.raises(ProgrammingError, match="row-level security"):
        drafted(cast.network_next_door)


def test_every_table_with_a_network_is_closed_but_those_that_say_who_is_who(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'network_id'"
            " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT c.relrowsecurity"
        )
        assert {name for (name,) in cursor.fetchall()} == {"schools_networkschool", "schools_networkschoolevent"}


@pytest.mark.parametrize("rest", ["", "questions/schools/", "protocol/", "run/progress/", "files/study.yaml"])
def test_the_lead_next_door_does_not_find_a_study_by_its_number(client: Client, cast: Cast, rest: str) -> None:
    with network_scope(cast.network):
        study = frozen(drafted(cast.network))
    client.force_login(cast.lead_next_door)
    assert client.get(f"{addresses(cast)}{study.pk}/{rest}").status_code == 404
    assert client.get(f"/networks/{cast.network_next_door.slug}/studies/{study.pk}/{rest}").status_code == 404


def test_an_adviser_may_look_and_not_touch(client: Client, cast: Cast) -> None:
    with network_scope(cast.network):
        study = frozen(drafted(cast.network))
        Study.objects.create(network=cast.network, title="A draft", made_at=timezone.now())
    client.force_login(cast.adviser)
    listed = client.get(addresses(cast)).content.decode()
    assert "A draft" in listed
    assert "New study" not in listed
    assert "Delete" not in listed
    page = client.get(f"{addresses(cast)}{study.pk}/").content.decode()
    assert study.protocol_hash in page
    assert "Run the study" not in page
    assert client.post(f"{addresses(cast)}{study.pk}/run/").status_code == 403


def test_an_adviser_sees_that_a_draft_is_being_written_and_not_what_is_in_it(client: Client, cast: Cast) -> None:
    with network_scope(cast.network):
        study = drafted(cast.network)
    client.force_login(cast.adviser)
    assert "Still being written" in client.get(f"{addresses(cast)}{study.pk}/").content.decode()


def test_without_studies_the_list_says_what_to_do(client: Client, cast: Cast) -> None:
    client.force_login(cast.network_lead)
    assert "Six plain questions make a study" in client.get(addresses(cast)).content.decode()
    client.force_login(cast.adviser)
    assert "once the network’s lead has made one" in client.get(addresses(cast)).content.decode()
