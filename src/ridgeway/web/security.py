"""What browsers may do on our pages: nothing that does not come from this server; and keep of them: nothing.

No inline script or style, no evaluated code, no frame around us. ``data:`` images are the small marks
inside Bootstrap's stylesheet; ``blob:`` media is the camera picture that a badge is read from.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self' blob:",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
PERMISSIONS_POLICY = {
    "camera": "(self)",
    "microphone": "()",
    "geolocation": "()",
    "payment": "()",
    "usb": "()",
    "browsing-topics": "()",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in CONTENT_SECURITY_POLICY.items()),
    "Permissions-Policy": ", ".join(f"{name}={value}" for name, value in PERMISSIONS_POLICY.items()),
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
NOT_FOR_PARTS = ("Cross-Origin-Opener-Policy", "Referrer-Policy", "Last-Modified")
"""What a style sheet, script or font goes without: it is no window, leads nowhere else, and has a tag already."""

DRAWING = "image/svg+xml"
"""The one kind of static file that a browser opens as a document of its own."""

DEVELOPER_PAGES = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.INTERNAL_SERVER_ERROR})


class SecurityHeaders:
    """Middleware that adds the headers to every document; a view that sets one itself keeps its own.

    Pages name people, and devices are shared: whoever comes next must not find a page by the back button.

    A page's style sheets, scripts, fonts and pictures obey the page's policy and need none themselves: on a slow
    line half a kilobyte for each of forty files counts. Django's developer pages (DEBUG only) carry inline styles,
    so they go without.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEBUG and response.status_code in DEVELOPER_PAGES:
            return response
        if request.path_info.startswith(settings.STATIC_URL) and response.headers.get("Content-Type") != DRAWING:
            for name in NOT_FOR_PARTS:
                response.headers.pop(name, None)
            return response
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
