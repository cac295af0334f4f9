"""The player's shell: the page and the files that a device keeps, so that the player starts without a network."""

import hashlib
import json
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from ridgeway.web.pictures import PICTURES

FOLDER: Final = "foundations/player"
KEPT: Final = (".js", ".css", ".svg", ".png")
PUPILS_PAGES: Final = (
    "web/favicon.svg",
    "web/fonts.css",
    "web/palette.css",
    "web/pupil.css",
    "web/vendor/fonts/andika-latin-400-normal.woff2",
    "web/vendor/fonts/andika-latin-700-normal.woff2",
    "access/pupils.css",
)


def addresses() -> dict[str, str]:
    """Where the player finds what it asks for, by the names its page has for them."""
    return {
        "plan_url": reverse("foundations:api:plan"),
        "plans_url": reverse("foundations:api:plans"),
        "answers_url": reverse("foundations:api:answers"),
        "finish_url": reverse("foundations:api:finish"),
        "writing_url": reverse("foundations:api:writing"),
        "preferences_url": reverse("foundations:api:preferences"),
        "device_url": reverse("foundations:api:device"),
        "signin_url": reverse("access:pupil_sign_in"),
        "signout_url": reverse("access:pupil_sign_out"),
        "worker_url": reverse("foundations:worker"),
    }


def device_page() -> str:
    """The player for whoever stands before the device: nobody is signed in, and nothing of anybody is in it."""
    return render_to_string("foundations/practise.html", {**addresses(), "pictures": PICTURES})


def worker_script() -> str:
    """The service worker: what to keep, under which version, and the rules of keeping."""
    shell = _shell() if settings.DEBUG else _shell_of_this_release()
    return f"self.SHELL = {json.dumps(shell)};\nimportScripts({json.dumps(static(f'{FOLDER}/worker.js'))});\n"


def manifest() -> dict[str, Any]:
    """The web app manifest: what an installed player is called, looks like and opens with."""
    icons = [
        {"src": static(f"{FOLDER}/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
        {"src": static(f"{FOLDER}/icon-192.png"), "sizes": "192x192", "type": "image/png", "purpose": "any"},
        {
            "src": static(f"{FOLDER}/icon-512.png"),
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "any maskable",
        },
    ]
    return {
        "name": "Ridgeway practice",
        "short_name": "Practice",
        "id": reverse("access:pupil_sign_in"),
        "start_url": reverse("access:pupil_sign_in"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf8f3",
        "theme_color": "#163f35",
        "lang": "en-GB",
        "icons": icons,
    }


def _shell() -> dict[str, Any]:
    kept = [*map(static, _files())]
    content = "\n".join([device_page(), *kept])
    return {
        "version": hashlib.sha256(content.encode()).hexdigest()[:12],
        "page": reverse("foundations:device_page"),
        "pages": ["/pupils/", reverse("foundations:practise"), "/b/"],
        "files": kept,
    }


_shell_of_this_release = lru_cache(maxsize=1)(_shell)


def _files() -> list[str]:
    """The names of everything the shell is made of, but for the worker itself."""
    folder = files("ridgeway.foundations").joinpath("static", FOLDER)
    own = sorted(each.name for each in folder.iterdir() if each.name.endswith(KEPT) and each.name != "worker.js")
    return [*PUPILS_PAGES, *(picture.path for picture in PICTURES), *(f"{FOLDER}/{name}" for name in own)]
