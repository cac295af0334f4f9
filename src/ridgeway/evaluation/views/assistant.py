"""The assistant: one question a page, every step kept, then the protocol to read and to freeze."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from ridgeway.access.gate import NetworkRequest, network_view
from ridgeway.evaluation.answers import QUESTIONS, Question
from ridgeway.evaluation.assistant import Assistant
from ridgeway.evaluation.deviations import followed
from ridgeway.evaluation.forms import ListForm, PanelForm
from ridgeway.evaluation.freezing import FreezeError, freeze, protocol_of
from ridgeway.evaluation.models import Study
from ridgeway.evaluation.protocol import breaks_of, hash_of, in_plain_words
from ridgeway.evaluation.views.studies import crumbs, study_of
from ridgeway.web.shell import Link

FILE_FORMS: dict[str, type[forms.Form]] = {"schools": ListForm, "results": PanelForm}
"""The questions to which a file can be an answer."""


@network_view(needs="evaluate")
def question(request: NetworkRequest, study: int, question: str) -> HttpResponse:
    """One question: what is typed is kept, whichever way one goes on."""
    found = study_of(study)
    if not found.is_draft:
        return redirect("evaluation:study", request.network.slug, found.pk)
    at = next((at for at, each in enumerate(QUESTIONS) if each.key == question), None)
    if at is None:
        raise Http404("No such question.")
    assistant = Assistant(found)
    file_form = FILE_FORMS[question]() if question in FILE_FORMS else None
    checked = "look" in request.GET
    if request.method == "POST":
        assistant = assistant.keep(question, request.POST)
        if request.POST.get("go") == "back":
            return _question_page(request, found, QUESTIONS[max(at - 1, 0)])
        if request.POST.get("go") == "file" and file_form is not None:
            file_form = FILE_FORMS[question](request.POST, request.FILES)
            if file_form.is_valid():
                _take_file(request, assistant, file_form)
                return _question_page(request, found, QUESTIONS[at])
        elif assistant.form(question, checked=True).is_valid():
            return _onward(request, found, at)
        else:
            checked = True
    said = _said(request, assistant, at) | {
        "form": assistant.form(question, checked=checked),
        "file_form": file_form,
    }
    return render(request, f"evaluation/questions/{question}.html", said)


@network_view(needs="evaluate")
def protocol(request: NetworkRequest, study: int) -> HttpResponse:
    """The whole protocol in plain words and as the study file; freezing it."""
    found = study_of(study)
    if not found.is_draft:
        return redirect("evaluation:study", request.network.slug, found.pk)
    assistant = Assistant(found)
    if open_question := assistant.first_open:
        messages.warning(request, "Before the protocol can be written this question needs another look.")
        page = reverse("evaluation:question", args=[request.network.slug, found.pk, open_question])
        return redirect(f"{page}?look=1" if found.draft.get(open_question) else page)
    answers = assistant.answers
    breaks = breaks_of(answers)
    unread = request.method == "POST" and bool(breaks) and "read" not in request.POST
    if request.method == "POST" and not unread:
        return _freeze(request, found)
    text = protocol_of(found, answers)
    departs = followed(found, text)
    said = {
        "words": in_plain_words(answers) + ([("An earlier study", departs)] if departs else []),
        "yaml": text,
        "hash": hash_of(text),
        "breaks": breaks,
        "unread": unread,
        "title": answers.title,
    }
    return render(request, "evaluation/protocol.html", _said(request, assistant, len(QUESTIONS)) | said)


def _freeze(request: NetworkRequest, study: Study) -> HttpResponse:
    try:
        freeze(study, seen=request.POST.get("seen", ""), by=request.user, now=timezone.now())
    except FreezeError as refusal:
        messages.error(request, str(refusal))
        return redirect("evaluation:protocol", request.network.slug, study.pk)
    messages.success(request, "The protocol is frozen. Nothing in it can be changed now.")
    return redirect("evaluation:study", request.network.slug, study.pk)


def _take_file(request: NetworkRequest, assistant: Assistant, form: forms.Form) -> None:
    called = str(request.FILES["file"])
    if isinstance(form, ListForm):
        assistant.add_schools(form.cleaned_data["file"])
        messages.success(request, f"The schools of {called} stand under the others now.")
        return
    content, about = form.cleaned_data["file"]
    assistant.keep_panel(content, about, called)
    messages.success(request, f"{called} is read: choose among its results.")


def _onward(request: NetworkRequest, study: Study, at: int) -> HttpResponse:
    if at + 1 < len(QUESTIONS):
        return _question_page(request, study, QUESTIONS[at + 1])
    return redirect("evaluation:protocol", request.network.slug, study.pk)


def _question_page(request: NetworkRequest, study: Study, question: Question) -> HttpResponse:
    return redirect("evaluation:question", request.network.slug, study.pk, question.key)


def _said(request: NetworkRequest, assistant: Assistant, at: int) -> dict[str, Any]:
    """What every page of the assistant shows: where one is among the questions, and the way back."""
    study, answered = assistant.study, assistant.answered
    steps = [
        (
            Link(
                each.word,
                reverse("evaluation:question", args=[request.network.slug, study.pk, each.key]),
                here == at,
            ),
            each.key in answered,
        )
        for here, each in enumerate(QUESTIONS)
    ]
    return {
        "study": study,
        "steps": steps,
        "number": at + 1,
        "question": QUESTIONS[at] if at < len(QUESTIONS) else None,
        "panel": assistant.panel,
        "crumbs": crumbs(request),
        "last": at + 1 == len(QUESTIONS),
    }
