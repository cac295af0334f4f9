from django.apps import AppConfig

from ridgeway.web.nav import NavEntry, add_to_nav


class ExchangeConfig(AppConfig):
    name = "ridgeway.exchange"
    label = "exchange"
    verbose_name = "Data in and out"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ridgeway.access.privacy.traces import add_trace
        from ridgeway.exchange.privacy import ImportedRows, WaitingLists

        add_trace(ImportedRows(), WaitingLists())
        add_to_nav(
            NavEntry("Results", "exchange:own_results", needs="see_school", prefix="results/", order=50),
            NavEntry("Imports", "exchange:imports", needs="manage_roster", prefix="imports/", order=60),
            NavEntry("Export", "exchange:export", needs="manage_roster", prefix="export/", order=61),
        )
