"""What the components need beyond Django's own tags. ``{% load shell %}``."""

from collections.abc import Mapping
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

from ridgeway.web.charts.scales import number_label

register = template.Library()

BUTTONS = {
    "primary": "btn btn-primary",
    "secondary": "btn btn-outline-secondary",
    "danger": "btn btn-danger",
    "plain": "btn btn-link",
}
TONES = {
    "info": ("info-circle", "Note"),
    "good": ("check-lg", "Done"),
    "attention": ("exclamation-triangle", "Attention"),
    "bad": ("exclamation-triangle", "Problem"),
}
LEVELS = {"debug": "info", "success": "good", "warning": "attention", "error": "bad"}
"""Django's message levels in our words."""


@register.filter
def flat(attrs: Mapping[str, Any]) -> SafeString:
    """Write a component's remaining attributes as HTML, every value escaped."""
    remaining = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else dict(attrs)
    return flatatt({key: value for key, value in remaining.items() if value is not None})


@register.filter
def button_class(kind: str, small: object = False) -> str:
    """Return the classes of a button; an unknown kind is an error at once, not a plain button."""
    return BUTTONS[kind] + (" btn-sm" if small else "")


@register.filter
def tone(name: str) -> str:
    """Turn a tone or the level of a Django message into one of our four tones."""
    known = LEVELS.get(name, name)
    return known if known in TONES else "info"


@register.filter
def tone_icon(name: str) -> str:
    """Return the icon of a tone."""
    return TONES[name][0]


@register.filter
def tone_label(name: str) -> str:
    """Say a tone in a word, for those who do not see its icon."""
    return TONES[name][1]


@register.filter
def figure(value: float, decimals: int = 1) -> str:
    """A number as it is printed, with so many decimals: 6.7, or −0.8 with a true minus sign."""
    return number_label(value, 10.0**-decimals)


@register.filter
def is_check(field: BoundField) -> bool:
    """Tell whether a field is one tick box, whose label stands behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def control(field: BoundField, help_text: str = "") -> SafeString:
    """Draw a field's widget in Bootstrap's clothes, tied to its help and its error."""
    widget = field.field.widget
    attrs: dict[str, Any] = {}
    if clothes := _clothes(widget):
        attrs["class"] = f"{widget.attrs.get('class', '')} {clothes}".strip()
    described = [f"{field.auto_id}_helptext"] * bool(help_text) + [f"{field.auto_id}_error"] * bool(field.errors)
    if described and not field.use_fieldset:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)


def _clothes(widget: forms.Widget) -> str:
    match widget:
        case forms.RadioSelect() | forms.CheckboxSelectMultiple() | forms.CheckboxInput():
            return ""
        case forms.Select():
            return "form-select"
        case _:
            return "form-control"
