"""The files of a study: its protocol, its data, its figures and its reports."""

import io
import zipfile

from django.http import Http404, HttpResponse
from django.utils.text import slugify

from ridgeway.access.gate import NetworkRequest, network_view
from ridgeway.evaluation.engine import REPORTS, RESULT, STUDY
from ridgeway.evaluation.models import Run, RunFile, State, Study, StudyFile
from ridgeway.evaluation.results import ARCHIVE
from ridgeway.evaluation.views.studies import study_of

_TYPES = {"yaml": "application/yaml", "json": "application/json", "html": "text/html; charset=utf-8",
          "pdf": "application/pdf", "zip": "application/zip"}  # fmt: skip
_EPOCH = (1980, 1, 1, 0, 0, 0)


@network_view(needs="see_network")
def download(request: NetworkRequest, study: int, name: str) -> HttpResponse:
    """One file of a frozen study; those of a run are of the last one that was done."""
    found = study_of(study)
    content = None if found.is_draft else _content(found, name)
    if content is None:
        raise Http404("The study has no such file.")
    kind = name.rpartition(".")[2]
    response = HttpResponse(content, content_type=_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{slugify(found.title) or "study"}.{kind}"'
    return response


def _content(study: Study, name: str) -> bytes | None:
    if name == STUDY:
        return study.protocol.encode()
    if name == ARCHIVE:
        return _archive(study)
    run: Run | None = Run.objects.filter(study=study, state=State.DONE).first()
    if run is None or name not in {RESULT, *REPORTS}:
        return None
    if name == RESULT:
        return run.result.encode()
    file: RunFile = RunFile.objects.get(run=run, name=name)
    return file.content


def _archive(study: Study) -> bytes:
    """The study file and the data that it names, for `ridgeway evaluate` on any machine."""
    files = {STUDY: study.protocol.encode()}
    files |= {file.name: file.content for file in StudyFile.objects.filter(study=study)}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
