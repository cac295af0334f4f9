from django.apps import AppConfig

from ridgeway.access.front_door import add_to_front_door


class DemoConfig(AppConfig):
    name = "ridgeway.demo"
    label = "demo"
    verbose_name = "Demo network"

    def ready(self) -> None:
        add_to_front_door("demo/guests.html", _guests)


def _guests() -> dict[str, object] | None:
    """The demo's passwords are told to this computer only, and only where the demo stands."""
    from django.conf import settings

    if settings.PUBLIC:
        return None
    from ridgeway.demo.sign_ins import PASSWORD, adult_sign_ins, class_sign_ins, is_built

    if not is_built() or not (classes := class_sign_ins()):
        return None
    return {"password": PASSWORD, "adults": adult_sign_ins(), "group": classes[0]}
