"""A sandbox for the doctor's tests, a host for key sets, and patients on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.core.checks.patients import Patient, healthy
from tests.sandbox.conftest import KeyHost, key_host, sandbox, signing_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wizard.sandbox import Running

__all__ = ["key_host", "sandbox", "signing_key"]


@pytest.fixture
def patient(sandbox: Running, tmp_path: Path) -> Patient:
    """Give a healthy set-up: mock key set, both clients, a linked user."""
    return healthy(sandbox, tmp_path)


@pytest.fixture
def make(
    sandbox: Running,
    key_host: KeyHost,
    tmp_path: Path,
) -> Callable[..., Patient]:
    """Give a way to make healthy set-ups of other kinds."""
    return lambda **kind: healthy(sandbox, tmp_path, key_host=key_host, **kind)
