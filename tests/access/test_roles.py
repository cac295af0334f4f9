"""What each role may do: the table that every page relies on."""

import pytest

from ridgeway.access.roles import CAPABILITIES, CAPABILITY_NAMES, NETWORK_ROLES, Role, capabilities

TABLE = """
                    see_school  see_pupils  teach  manage_roster  manage_staff  see_network  evaluate
teacher             yes         yes         yes    -              -             -            -
support_assistant   yes         yes         yes    -              -             -            -
team_leader         yes         yes         yes    -              -             -            -
coach               yes         -           -      -              -             -            -
senior_leader       yes         yes         yes    -              -             -            -
headteacher         yes         yes         yes    yes            yes           -            -
governor            yes         -           -      -              -             -            -
data_manager        yes         yes         -      yes            -             -            -
administrator       yes         yes         yes    yes            yes           -            -
adviser             yes         -           -      -              -             yes          -
network_lead        yes         -           -      -              -             yes          yes
"""


def table() -> dict[str, set[str]]:
    head, *lines = TABLE.split("\n")[1:-1]
    names = head.split()
    return {
        line.split()[0]: {name for name, cell in zip(names, line.split()[1:], strict=True) if cell == "yes"}
        for line in lines
    }


@pytest.mark.parametrize("role", list(Role))
def test_a_role_allows_what_the_table_says(role: Role) -> None:
    assert capabilities(frozenset({role})) == table()[role.value]


def test_every_role_is_in_the_table_and_every_capability_has_a_name() -> None:
    assert set(CAPABILITIES) == set(Role)
    assert set().union(*CAPABILITIES.values()) == set(CAPABILITY_NAMES)


def test_several_roles_allow_what_any_of_them_allows() -> None:
    both = capabilities(frozenset({Role.COACH, Role.DATA_MANAGER}))
    assert both == CAPABILITIES[Role.COACH] | CAPABILITIES[Role.DATA_MANAGER]


def test_no_role_allows_nothing() -> None:
    assert capabilities(frozenset()) == frozenset()


def test_people_of_a_network_never_see_pupils_by_name() -> None:
    assert "see_pupils" not in capabilities(NETWORK_ROLES)
