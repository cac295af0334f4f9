"""A PDF as the reply to a request."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf_reply(pdf: bytes, name: str) -> HttpResponse:
    """The PDF, shown in the browser and saved under `name`."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(False, " ".join(name.split())) or "inline"
    return response
