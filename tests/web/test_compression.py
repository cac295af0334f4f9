"""Pages are sent compressed to those who can read that; files are not compressed twice."""

import gzip

import pytest
from django.http import HttpRequest, HttpResponse

from ridgeway.web.compression import CompressedPages

LONG = b"<p>seven eights are fifty-six</p>" * 100


def sent(content_type: str, accepts: str = "gzip, br", content: bytes = LONG) -> HttpResponse:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = accepts
    compressed = CompressedPages(lambda _: HttpResponse(content, content_type=content_type))
    reply = compressed(request)
    assert isinstance(reply, HttpResponse)
    return reply


def test_a_page_is_smaller_on_the_wire_and_the_same_when_unpacked() -> None:
    reply = sent("text/html; charset=utf-8")
    assert reply["Content-Encoding"] == "gzip"
    assert len(reply.content) < len(LONG) / 5
    assert gzip.decompress(reply.content) == LONG
    assert "Accept-Encoding" in reply["Vary"]


def test_who_does_not_ask_for_it_gets_the_page_as_it_is() -> None:
    assert sent("text/html", accepts="identity").content == LONG


@pytest.mark.parametrize("content_type", ["application/pdf", "application/json", "text/csv", "image/svg+xml"])
def test_what_is_no_page_is_left_alone(content_type: str) -> None:
    reply = sent(content_type)
    assert reply.content == LONG
    assert not reply.has_header("Content-Encoding")
