"""Gathered static files carry a hash of their content in their names, and so do the imports between scripts."""

import re
from pathlib import Path

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from pytest_django import Settings

IMPORT = re.compile(r'(?:from |await import\()"(\./[^"]+)"')


def test_a_hashed_module_imports_hashed_modules_that_exist(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "ridgeway.web.staticfiles.HashedStaticFiles"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    main = tmp_path / staticfiles_storage.stored_name("foundations/player/main.js")  # type: ignore[attr-defined]
    imported = IMPORT.findall(main.read_text(encoding="utf-8"))
    assert any(name.startswith("./door.") for name in imported)
    for name in imported:
        assert re.search(r"\.[0-9a-f]{12}\.js$", name)
        assert (main.parent / name).exists()
