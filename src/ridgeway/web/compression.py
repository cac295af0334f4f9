"""Pages are sent compressed: a class's page with its pictures is a tenth of its size on the wire."""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PAGE: Final = "text/html"


class CompressedPages(GZipMiddleware):
    """Compresses pages for browsers that ask for it, and nothing else: PDFs, spreadsheets and pictures are
    compressed already, answers to the player are too small to gain.

    Django adds bytes at random, so that the size of a page tells nothing about secrets in it (Heal the BREACH,
    Palacios and others 2022).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith(PAGE):
            return response
        return super().process_response(request, response)
