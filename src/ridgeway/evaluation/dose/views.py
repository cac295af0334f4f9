"""Practice beside growth, group by group, with what such a picture cannot say."""

from typing import cast

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ridgeway.access.gate import NetworkRequest, network_view
from ridgeway.evaluation.dose.beside import BY, GROWTH, KEPT, MINUTES, By, Growth, beside
from ridgeway.schools.models import NetworkSchool
from ridgeway.schools.periods import holds_on
from ridgeway.web.charts import scatter_chart


class DoseForm(forms.Form):
    """What is shown: of whom, and which growth."""

    by = forms.ChoiceField(label="A point is", choices=list(BY.items()))
    growth = forms.ChoiceField(label="Growth", choices=list(GROWTH.items()))


@network_view(needs="see_network")
def dose(request: NetworkRequest) -> HttpResponse:
    """The picture; with an answer that there is none it shows the usual one."""
    usual = {"by": "year-groups", "growth": "gain"}
    form = DoseForm({**usual, **request.GET.dict()})
    if not form.is_valid():
        form = DoseForm(usual)
        form.is_valid()
    by, growth = cast(By, form.cleaned_data["by"]), cast(Growth, form.cleaned_data["growth"])
    today = timezone.localdate()
    periods = NetworkSchool.objects.filter(holds_on(today), network=request.network).select_related("school")
    found = beside([period.school for period in periods.order_by("school__name")], by, growth, today)
    chart = scatter_chart(
        f"{MINUTES} beside growth",
        found.points,
        across=MINUTES,
        upwards=GROWTH[growth],
        what="Group",
        keep=KEPT[growth],
    )
    said = {"form": form, "chart": chart, "points": found.points, "hidden": found.hidden}
    return render(request, "evaluation/dose/page.html", said)
