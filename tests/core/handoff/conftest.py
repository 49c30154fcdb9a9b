"""A tested profile with everything in order, for each test anew."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.core.handoff.ground import HOST, Ground, detour, ground_in
from tests.core.test_http import Authority

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.profiles.home import Home


@pytest.fixture
def ground(tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ground]:
    """Give everything in order, on loopback; the public web is a detour."""
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with ExitStack() as stack:
        made = ground_in(tmp_path, home, authority.server(HOST), stack)
        detour(monkeypatch, made.public)
        yield made
