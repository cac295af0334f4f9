from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from ridgeway.web.nav import NavEntry, add_to_nav


class FoundationsConfig(AppConfig):
    name = "ridgeway.foundations"
    label = "foundations"
    verbose_name = "Foundations of Learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ridgeway.access.privacy.traces import add_trace
        from ridgeway.foundations.privacy import HeldOnDevices

        add_trace(HeldOnDevices())
        post_migrate.connect(_open_months, sender=self)
        add_to_nav(
            NavEntry(
                "Fast Learning", "foundations:overview", needs="see_school", prefix="fast-learning/", order=30
            )
        )


def _open_months(using: str, **kwargs: Any) -> None:
    """A database just brought up to date can take answers at once."""
    from django.utils import timezone

    from ridgeway.foundations.partitions import open_months

    open_months(timezone.localdate(), using=using)
