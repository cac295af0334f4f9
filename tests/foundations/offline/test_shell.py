"""What makes the player an app: a worker at the root, a manifest, and a page that is nobody's."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from ridgeway.foundations.offline import shell
from tests.cast import Cast
from tests.foundations.pages import pupil_client


def shell_of(script: str) -> dict[str, list[str] | str]:
    found = re.match(r"self\.SHELL = (\{.*\});\n", script)
    assert found
    parsed: dict[str, list[str] | str] = json.loads(found[1])
    return parsed


def test_the_worker_stands_at_the_root_is_never_stale_and_brings_its_rules(client: Client) -> None:
    reply = client.get("/worker.js")
    assert reply.headers["Content-Type"] == "text/javascript"
    assert reply.headers["Cache-Control"] == "no-cache"
    assert reply.content.decode().endswith('importScripts("/static/foundations/player/worker.js");\n')


def test_every_file_that_the_kept_page_asks_for_is_kept(client: Client) -> None:
    kept = shell_of(client.get("/worker.js").content.decode())["files"]
    page = client.get("/practise/device/").content.decode()
    asked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page)) - {"/static/web/favicon.ico"}
    assert asked
    assert asked <= set(kept)
    assert "/static/foundations/player/worker.js" not in kept


def test_every_kept_file_is_there() -> None:

    missing = [
        url for url in shell_of(shell.worker_script())["files"] if not finders.find(url.removeprefix("/static/"))
    ]
    assert missing == []


def test_the_kept_page_holds_nothing_of_anybody(client: Client, cast: Cast) -> None:
    html = client.get("/practise/device/").content.decode()
    assert html == pupil_client(cast.ashdown.pupils[0]).get("/practise/device/").content.decode()
    assert 'data-pupil="" data-unlock=""' in html
    assert "csrf" not in html


def test_a_changed_page_or_file_is_a_new_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = shell_of(shell.worker_script())["version"]
    monkeypatch.setattr(shell, "device_page", lambda: "<!doctype html>something else")
    shell._shell_of_this_release.cache_clear()
    try:
        assert shell_of(shell.worker_script())["version"] != before
    finally:
        shell._shell_of_this_release.cache_clear()


def test_the_manifest_opens_the_pupils_sign_in_and_has_icons_of_both_sizes(client: Client) -> None:
    reply = client.get("/practice.webmanifest")
    assert reply.headers["Content-Type"] == "application/manifest+json"
    manifest = reply.json()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/pupils/", "/", "standalone")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"any", "192x192", "512x512"}
