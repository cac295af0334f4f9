"""Every response tells the browser to trust this server alone."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from ridgeway.web.nav import NavEntry, add_to_nav, nav_entries
from ridgeway.web.security import SecurityHeaders


def test_every_page_carries_the_policies(gallery: HttpResponse) -> None:
    policy = dict(part.split(" ", 1) for part in gallery.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in gallery.headers["Content-Security-Policy"]
    assert "camera=(self)" in gallery.headers["Permissions-Policy"]
    assert gallery.headers["Referrer-Policy"] == "same-origin"
    assert gallery.headers["Cache-Control"] == "private, no-store"


def test_a_view_may_set_its_own_policy() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    response = SecurityHeaders(view)(RequestFactory().get("/"))
    assert response.headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize(
    ("address", "kind", "carried"),
    [
        ("/static/web/page.css", "text/css", False),
        ("/static/player/main.js", "text/javascript", False),
        ("/static/web/logo.svg", "image/svg+xml", True),
        ("/worker.js", "text/javascript", True),
        ("/classes/", "text/html", True),
    ],
)
def test_parts_of_a_page_need_no_policy_of_their_own(address: str, kind: str, carried: bool) -> None:
    said = {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "Last-Modified": "Mon, 02 Nov 2026 09:00:00 GMT",
    }
    response = SecurityHeaders(lambda request: HttpResponse(content_type=kind, headers=said))(
        RequestFactory().get(address)
    )
    for name in ("Content-Security-Policy", *said):
        assert (name in response.headers) is carried


@pytest.mark.parametrize(("debug", "carried"), [(True, False), (False, True)])
def test_only_developers_pages_go_without(settings: Settings, debug: bool, carried: bool) -> None:
    settings.DEBUG = debug
    response = SecurityHeaders(lambda request: HttpResponse(status=500))(RequestFactory().get("/"))
    assert ("Content-Security-Policy" in response.headers) is carried


@pytest.mark.parametrize(
    ("address", "status", "words"), [("/none/", 404, "no such page"), ("/broken/", 500, "our fault")]
)
def test_error_pages_say_what_happened_and_a_way_on(address: str, status: int, words: str) -> None:
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == status
    assert words in response.content.decode()
    assert 'href="/"' in response.content.decode()


def test_navigation_shows_what_a_person_may_open_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ridgeway.web.nav._ENTRIES", {})
    add_to_nav(
        NavEntry("Import", "exchange:import", needs="manage_roster", order=90),
        NavEntry("Classes", "foundations:classes", needs="see_pupils", order=20),
        NavEntry("Today", "access:school", order=10),
        NavEntry("Studies", "evaluation:studies", over="network"),
    )
    add_to_nav(NavEntry("Your classes", "foundations:classes", needs="see_pupils", order=20))
    assert [entry.label for entry in nav_entries({"see_pupils"}.__contains__)] == ["Today", "Your classes"]
    assert [entry.label for entry in nav_entries(set().__contains__, "network")] == ["Studies"]
