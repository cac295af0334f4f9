from django.apps import AppConfig

from ridgeway.web.nav import NavEntry, add_to_nav


class EvaluationConfig(AppConfig):
    name = "ridgeway.evaluation"
    label = "evaluation"
    verbose_name = "Evaluation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        add_to_nav(
            NavEntry(
                "Indicators",
                "evaluation:indicators",
                needs="see_network",
                prefix="indicators/",
                order=20,
                over="network",
            ),
            NavEntry(
                "Studies", "evaluation:studies", needs="see_network", prefix="studies/", order=30, over="network"
            ),
        )
