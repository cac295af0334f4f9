"""Bodies of requests: how large they may be, packed and unpacked."""

import zlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse

LARGEST_BODY: Final = 512 * 1024
GZIP: Final = 16 + zlib.MAX_WBITS

View = Callable[..., HttpResponse]


def modest(view: View) -> View:
    """Decorator: reads no body that a player would never send, and unpacks one that comes in gzip."""

    @wraps(view)
    def measured(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return _too_large()
        match request.headers.get("Content-Encoding", "identity").strip().lower():
            case "identity" | "":
                return view(request, *args, **kwargs)
            case "gzip":
                return _unpacked(view, request, *args, **kwargs)
            case other:
                return _refused(415, f"Content-Encoding: it must be gzip or identity, not {other[:20]}.")

    return measured


def _unpacked(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        unpacker = zlib.decompressobj(GZIP)
        body = unpacker.decompress(request.body, LARGEST_BODY + 1)
    except zlib.error:
        return _refused(400, "The body is not in gzip. Send it again.")
    if len(body) > LARGEST_BODY:
        return _too_large()
    if not unpacker.eof:
        return _refused(400, "The body ends too early. Send it again.")
    request._body = body
    return view(request, *args, **kwargs)


def _too_large() -> HttpResponse:
    return _refused(413, f"Send at most {LARGEST_BODY // 1024} KB at once.")


def _refused(status: int, detail: str) -> HttpResponse:
    return JsonResponse({"detail": detail}, status=status)
