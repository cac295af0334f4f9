"""A text, its readers, and the way to the pages of reading."""

import pytest
from django.test import Client

from ridgeway.foundations.reading.texts import Readable, find_text
from tests.cast import Cast


@pytest.fixture
def roads() -> Readable:
    """Form a of level 6, for Year 4."""
    found = find_text("r6a")
    assert found is not None
    return found


@pytest.fixture
def teacher(cast: Cast, client: Client) -> Client:
    """The class's teacher, signed in."""
    client.force_login(cast.ashdown.teacher)
    return client
