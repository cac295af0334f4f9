"""Addresses of this room, all of a network: its studies, the assistant's questions, runs and what they found."""

from django.urls import path

from ridgeway.evaluation.dose.urls import urlpatterns as of_dose
from ridgeway.evaluation.indicators.urls import urlpatterns as of_indicators
from ridgeway.evaluation.research.urls import urlpatterns as of_research
from ridgeway.evaluation.views import assistant, downloads, runs, studies

app_name = "evaluation"

STUDIES = "networks/<slug:network>/studies/"
STUDY = f"{STUDIES}<int:study>/"

urlpatterns = [
    path(STUDIES, studies.studies, name="studies"),
    path(f"{STUDIES}new/", studies.new_study, name="new_study"),
    path(STUDY, studies.study, name="study"),
    path(f"{STUDY}copy/", studies.copy_study, name="copy_study"),
    path(f"{STUDY}delete/", studies.delete_study, name="delete_study"),
    path(f"{STUDY}questions/<slug:question>/", assistant.question, name="question"),
    path(f"{STUDY}protocol/", assistant.protocol, name="protocol"),
    path(f"{STUDY}run/", runs.run_study, name="run_study"),
    path(f"{STUDY}run/cancel/", runs.cancel, name="cancel_run"),
    path(f"{STUDY}run/progress/", runs.progress, name="progress"),
    path(f"{STUDY}files/<str:name>", downloads.download, name="download"),
    *of_indicators,
    *of_research,
    *of_dose,
]
