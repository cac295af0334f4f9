"""Bodies may come packed; what is too large is not unpacked, and what is damaged is sent back."""

import gzip
import json
import zlib
from typing import Any

import pytest
from django.test import Client

from ridgeway.foundations.offline.packing import LARGEST_BODY
from tests.cast import Cast
from tests.foundations.pages import pupil_client
from tests.foundations.test_practice_api import ANSWERS, PLAN, delivery
from tests.foundations.test_practice_api import given as answer_to


@pytest.fixture
def browser(cast: Cast) -> Client:
    return pupil_client(cast.ashdown.pupils[0])


def send(browser: Client, body: bytes, encoding: str = "gzip") -> Any:
    return browser.post(ANSWERS, body, "application/json", headers={"Content-Encoding": encoding})


def test_a_packed_delivery_is_recorded_like_any_other(browser: Client) -> None:
    answer = answer_to(browser.get(PLAN).json())
    reply = send(browser, gzip.compress(json.dumps(delivery(answer)).encode()))
    assert reply.json() == {"recorded": [answer["id"]], "refused": []}


def test_a_small_body_that_unpacks_to_something_huge_is_not_unpacked(browser: Client) -> None:
    bomb = gzip.compress(b" " * (200 * 1024 * 1024), 9)
    assert len(bomb) < LARGEST_BODY
    assert send(browser, bomb).status_code == 413


@pytest.mark.parametrize("size", [LARGEST_BODY, LARGEST_BODY + 1])
def test_the_limit_holds_for_what_was_packed(browser: Client, size: int) -> None:
    body = gzip.compress(b'"' + b"9" * (size - 2) + b'"')
    assert (send(browser, body).status_code == 413) == (size > LARGEST_BODY)


@pytest.mark.parametrize("body", [b"", b"not gzip", gzip.compress(b"{}", mtime=0)[:-9], zlib.compress(b"{}")])
def test_what_is_not_gzip_is_sent_back(browser: Client, body: bytes) -> None:
    reply = send(browser, body)
    assert reply.status_code == 400
    assert reply.json()["detail"].endswith("Send it again.")


def test_another_packing_is_refused_by_name(browser: Client) -> None:
    reply = send(browser, b"{}", "br")
    assert reply.status_code == 415
    assert "not br" in reply.json()["detail"]
