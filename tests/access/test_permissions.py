"""Who may open what: every address of the project × everybody. An address that is not in the table fails.

A new page needs one line in `TABLE`: its name, who it is for, how to fill in its address, and what somebody sees
who may open it (200, unless it says otherwise). Addresses are opened with GET unless the line says otherwise, so a
page that only changes things answers 405 to those whom it lets in. Where a page is about a thing that the cast
does not have (an import, a printed sheet), those let in find nothing: 404.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, get_args
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from ridgeway.access.gate import PUPIL_KEY
from ridgeway.access.models import ClassCode, PupilSignIn, User
from ridgeway.access.roles import CAPABILITIES, NETWORK_ROLES, Capability, Role
from ridgeway.schools.models.calendar import academic_year_of
from ridgeway.schools.tenancy import school_scope
from ridgeway.web.nav import PlaceKind
from tests.cast import TODAY, Cast

Audience = Capability | Literal["everybody", "adults", "signed-in", "pupil", "pupil's player"]
"""A capability at the school or in the network; everybody; everybody but pupils; staff of whatever
school; a signed-in pupil (the player is told so by 401, not led away)."""

CAPABILITY_NAMES = get_args(Capability)


@dataclass(frozen=True)
class Row:
    """One address: for whom it is, and what they see."""

    name: str
    audience: Audience
    parts: Callable[[Cast], list[Any]] = field(default=lambda cast: [])
    sees: int = 200
    method: Literal["get", "post"] = "get"
    over: PlaceKind = "school"
    """Of what kind of place the capability is."""


def school(cast: Cast) -> list[Any]:
    return [cast.ashdown.urn]


def network(cast: Cast) -> list[Any]:
    return [cast.network.slug]


def group(cast: Cast) -> list[Any]:
    return [cast.ashdown.urn, cast.ashdown.group.pk]


def pupil(cast: Cast) -> list[Any]:
    return [*group(cast), cast.ashdown.pupils[0].pk]


def practised(cast: Cast) -> list[Any]:
    """An address about a session of a pupil."""
    return [*pupil(cast), UUID(int=0)]


def missing(parts: Callable[[Cast], list[Any]], count: int = 1) -> Callable[[Cast], list[Any]]:
    """An address about something that does not exist."""
    return lambda cast: parts(cast) + [0] * count


def class_code(cast: Cast) -> list[Any]:
    with school_scope(cast.ashdown.school):
        return [ClassCode.objects.get(group=cast.ashdown.group).code]


def tile(cast: Cast) -> list[Any]:
    return [*class_code(cast), cast.ashdown.pupils[0].pk]


def badge(cast: Cast) -> list[Any]:
    with school_scope(cast.ashdown.school):
        return [PupilSignIn.objects.get(pupil=cast.ashdown.pupils[0]).badge_key]


TABLE = [
    Row("help", "adults"),
    Row("access:school", "see_school", school),
    Row("access:network", "see_network", network, over="network"),
    Row("access:staff", "manage_staff", school),
    Row("access:stop_role", "manage_staff", missing(school), 405),
    Row("access:new_link", "manage_staff", missing(school), 405),
    Row("access:turn_off_second_factor", "manage_staff", missing(school), 405),
    Row("access:terms", "see_school", school),
    Row("access:change_terms", "manage_roster", lambda cast: [cast.ashdown.urn, academic_year_of(TODAY)]),
    Row("access:changes", "manage_roster", school),
    Row("access:class_staff", "manage_staff", group),
    Row("access:stop_teaching", "manage_staff", missing(group), 405),
    Row("access:class_sign_in", "teach", group),
    Row("access:new_code", "teach", group, 405),
    Row("access:badges", "teach", group, 405),
    Row("access:new_pictures", "teach", group, 405),
    Row("access:picture_cards", "teach", group, 405),
    Row("access:new_badge", "teach", pupil, 405),
    Row("access:badge_alone", "teach", pupil, 405),
    Row("access:pupil_sign_in", "everybody"),
    Row("access:pupil_badge", "everybody", sees=302),
    Row("access:pupil_sign_out", "everybody", sees=302),
    Row("access:pupil_names", "everybody", class_code),
    Row("access:pupil_pictures", "everybody", tile),
    Row("access:badge", "everybody", badge, 302),
    Row("foundations:practise", "pupil"),
    Row("foundations:api:plan", "pupil's player"),
    Row("foundations:api:answers", "pupil's player", sees=400, method="post"),
    Row("foundations:api:preferences", "pupil's player", sees=400, method="post"),
    Row("foundations:api:writing", "pupil's player", sees=400, method="post"),
    Row("foundations:api:finish", "pupil's player", sees=400, method="post"),
    Row("foundations:api:plans", "pupil's player", sees=422),
    Row("foundations:api:device", "everybody", sees=401, method="post"),
    Row("foundations:worker", "everybody"),
    Row("foundations:manifest", "everybody"),
    Row("foundations:device_page", "everybody"),
    Row("foundations:api:openapi-json", "signed-in"),
    Row("foundations:api:api-root", "adults", sees=404),
    Row("foundations:class", "teach", group),
    Row("foundations:pupil", "teach", pupil),
    Row("foundations:not_this_pupil", "teach", practised, 405),
    Row("foundations:this_pupil_after_all", "teach", practised, 405),
    Row("foundations:class_steering", "teach", group),
    Row("foundations:class_practice", "teach", group, 405),
    Row("foundations:take_steer_back", "teach", missing(group), 405),
    Row("foundations:put_steer_back", "teach", missing(group), 405),
    Row("foundations:pupil_steering", "teach", pupil),
    Row("foundations:pupil_preferences", "teach", pupil, 405),
    Row("foundations:overview", "see_school", school),
    Row("foundations:overview_csv", "see_school", school),
    Row("foundations:overview_xlsx", "see_school", school),
    Row("foundations:class_growth", "teach", group),
    Row("foundations:class_growth_pdf", "teach", group, sees=404),
    Row("foundations:growth_together", "teach", group),
    Row("foundations:growth_together_pdf", "teach", group, sees=404),
    Row("foundations:pupil_growth", "teach", pupil),
    Row("foundations:pupil_growth_pdf", "teach", pupil, sees=404),
    Row("foundations:monday", "teach", group),
    Row("foundations:class_rhythms", "teach", group, 405),
    Row("foundations:not_practised", "teach", pupil, 405),
    Row("foundations:begin_remedy", "teach", group, 405),
    Row("foundations:undo_remedy", "teach", missing(group), 405),
    Row("foundations:slips", "teach", group),
    Row("foundations:devices", "teach", group),
    Row("foundations:forget_devices", "teach", group, 405),
    Row("foundations:keep_device", "teach", missing(group), 405),
    Row("foundations:refused_answers", "teach", group),
    Row("foundations:sheets", "teach", group),
    Row("foundations:sheets_pdf", "teach", missing(group), 404),
    Row("foundations:results", "teach", missing(group), 404),
    Row("foundations:page_result", "teach", missing(group, 2), 404),
    Row("foundations:next_sheet", "teach", missing(group), 404),
    Row("foundations:result_cells", "teach", missing(group, 2), 404),
    Row("foundations:scanned", "signed-in", lambda cast: ["NOSUCHCODE"], 404),
    Row("foundations:activities", "teach", group),
    Row("foundations:set_writing", "teach", group, 405),
    Row("foundations:start_rehearsal", "teach", group, 405),
    Row("foundations:take_activity_back", "teach", missing(group), 405),
    Row("foundations:tables_check", "teach", group),
    Row("foundations:spelling_lists", "teach", group),
    Row("foundations:new_spelling_list", "teach", group),
    Row("foundations:spelling_list", "teach", missing(group), 404),
    Row("foundations:change_spelling_list", "teach", missing(group), 404),
    Row("foundations:set_spelling_list", "teach", missing(group), 405),
    Row("foundations:put_spelling_list_away", "teach", missing(group), 405),
    Row("foundations:bring_spelling_list_back", "teach", missing(group), 405),
    Row("foundations:reading", "teach", group),
    Row("foundations:reading_pupil", "teach", pupil),
    Row("foundations:hear", "teach", pupil),
    Row("foundations:reading_result", "teach", missing(group), 404),
    Row("foundations:remove_reading", "teach", missing(group), 405),
    Row("foundations:restore_reading", "teach", missing(group), 405),
    Row("foundations:reading_from_paper", "teach", group),
    Row("foundations:reading_copies", "teach", group, 404),
    Row("foundations:reading_texts", "teach", group),
    Row("foundations:new_reading_text", "teach", group),
    Row("foundations:reading_text", "teach", missing(group), 404),
    Row("foundations:withdraw_reading_text", "teach", missing(group), 405),
    Row("foundations:bring_back_reading_text", "teach", missing(group), 405),
    Row("exchange:imports", "manage_roster", school),
    Row("exchange:import", "manage_roster", missing(school), 404),
    Row("exchange:import_columns", "manage_roster", missing(school), 404),
    Row("exchange:import_options", "manage_roster", missing(school), 405),
    Row("exchange:import_apply", "manage_roster", missing(school), 405),
    Row("exchange:import_discard", "manage_roster", missing(school), 405),
    Row("exchange:import_undo", "manage_roster", missing(school), 405),
    Row("exchange:export", "manage_roster", school),
    Row("exchange:export_ctf", "manage_roster", school, 404),
    Row("exchange:own_results", "see_school", school),
    Row("exchange:results", "signed-in"),
    Row("exchange:results_of", "signed-in", school),
    Row("evaluation:studies", "see_network", network, over="network"),
    Row("evaluation:new_study", "evaluate", network, 405, over="network"),
    Row("evaluation:study", "see_network", missing(network), 404, over="network"),
    Row("evaluation:copy_study", "evaluate", missing(network), 405, over="network"),
    Row("evaluation:delete_study", "evaluate", missing(network), 405, over="network"),
    Row("evaluation:question", "evaluate", lambda cast: [*network(cast), 0, "schools"], 404, over="network"),
    Row("evaluation:protocol", "evaluate", missing(network), 404, over="network"),
    Row("evaluation:run_study", "evaluate", missing(network), 405, over="network"),
    Row("evaluation:cancel_run", "evaluate", missing(network), 405, over="network"),
    Row("evaluation:progress", "see_network", missing(network), 404, over="network"),
    Row("evaluation:indicators", "see_network", network, over="network"),
    Row("evaluation:inspections", "evaluate", network, over="network"),
    Row("evaluation:remove_inspection", "evaluate", missing(network), 405, over="network"),
    Row("evaluation:surveys", "evaluate", network, over="network"),
    Row("evaluation:dose", "see_network", network, over="network"),
    Row("evaluation:research", "evaluate", network, over="network"),
    Row("evaluation:school_releases", "manage_roster", school),
    Row("evaluation:remove_survey", "evaluate", missing(network), 405, over="network"),
    Row("evaluation:download", "see_network", lambda cast: [*network(cast), 0, "study.yaml"], 404, over="network"),
]

ACCOUNT_PAGES = {
    "home", "account_login", "account_logout", "account_inactive", "account_reauthenticate",
    "account_change_password", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key_done", "account_reset_password_from_key", "mfa_index", "mfa_authenticate",
    "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
}  # fmt: skip
"""Pages about oneself alone, tried in test_account.py."""


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}"


def everybody(cast: Cast) -> dict[str, Client]:
    """Everybody there is, each with a browser of their own."""
    people: dict[str, User] = {
        **{role.value: user for role, user in cast.ashdown.staff.items()},
        "adviser": cast.adviser,
        "network_lead": cast.network_lead,
        "teacher next door": cast.birchwood.teacher,
        "lead next door": cast.lead_next_door,
        "stranger": cast.stranger,
    }
    browsers = {"nobody": Client(), "pupil": Client(), **{name: Client() for name in people}}
    for name, user in people.items():
        browsers[name].force_login(user)
    session = browsers["pupil"].session
    session[PUPIL_KEY] = [cast.ashdown.school.pk, cast.ashdown.pupils[0].pk]
    session.save()
    return browsers


NOT_A_PUPIL = {"pupil": "asked for the class code", "pupil's player": "401"}
NOT_STAFF = {"pupil": "led back to practice", "nobody": "asked to sign in"}


def expected(row: Row, person: str) -> str:
    """What becomes of a person there, in the words of `outcome`."""
    if row.audience in NOT_A_PUPIL and person != "pupil":
        return NOT_A_PUPIL[row.audience]
    if row.audience not in {"everybody", *NOT_A_PUPIL} and person in NOT_STAFF:
        return str(row.sees) if (row.audience, person) == ("adults", "nobody") else NOT_STAFF[person]
    if row.audience not in CAPABILITY_NAMES:
        return str(row.sees)
    if person in {"teacher next door", "lead next door", "stranger"}:
        return "404"
    if row.over == "network" and Role(person) not in NETWORK_ROLES:
        return "404"
    return str(row.sees) if row.audience in CAPABILITIES[Role(person)] else "403"


def outcome(browser: Client, row: Row, address: str) -> str:
    response = getattr(browser, row.method)(address)
    if response.status_code != 302 or row.sees == 302:
        return str(response.status_code)
    place = response["Location"].partition("?")[0]
    return {
        "/account/login/": "asked to sign in",
        "/pupils/": "asked for the class code",
        "/practise/": "led back to practice",
    }.get(place, f"led to {place}")


def test_every_address_is_in_the_table() -> None:
    assert set(names(get_resolver().url_patterns)) == {row.name for row in TABLE} | ACCOUNT_PAGES


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_everybody_sees_what_they_may_and_nothing_else(row: Row, cast: Cast) -> None:
    address = reverse(row.name, args=row.parts(cast))
    seen = {person: outcome(browser, row, address) for person, browser in everybody(cast).items()}
    assert seen == {person: expected(row, person) for person in seen}


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row.audience in CAPABILITY_NAMES], ids=lambda row: row.name
)
def test_a_page_of_a_school_or_network_goes_through_the_gate(row: Row, cast: Cast) -> None:
    view = resolve(reverse(row.name, args=row.parts(cast))).func
    assert getattr(view, "needs", None) == row.audience
