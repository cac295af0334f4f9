"""Every room's addresses in one place."""

from django.urls import include, path
from django.views.generic import TemplateView

from ridgeway.access.views import home

urlpatterns = [
    path("", home, name="home"),
    path("help/", TemplateView.as_view(template_name="web/help.html"), name="help"),
    path("account/", include("ridgeway.access.account_urls")),
    path("", include("ridgeway.access.urls")),
    path("", include("ridgeway.foundations.urls")),
    path("", include("ridgeway.exchange.urls")),
    path("", include("ridgeway.evaluation.urls")),
]
