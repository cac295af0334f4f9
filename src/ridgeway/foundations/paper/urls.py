"""Addresses of the sheets' pages, part of the room's own."""

from django.urls import path

from ridgeway.foundations.paper import views

SHEETS = "schools/<int:urn>/classes/<int:group>/sheets/"
RESULTS = f"{SHEETS}<int:sheet_set>/results/"

urlpatterns = [
    path(SHEETS, views.sheets, name="sheets"),
    path(f"{SHEETS}<int:sheet_set>.pdf", views.sheets_as_pdf, name="sheets_pdf"),
    path(RESULTS, views.results, name="results"),
    path(f"{RESULTS}next/", views.next_sheet, name="next_sheet"),
    path(f"{RESULTS}<int:number>/", views.page_result, name="page_result"),
    path(f"{RESULTS}<int:number>/cells/", views.cells, name="result_cells"),
    path("q/<str:code>/", views.scanned, name="scanned"),
]
