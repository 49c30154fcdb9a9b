from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


def _symlink(path: Path, target: Path) -> None:
    path.symlink_to(target)


def _hard_link(path: Path, target: Path) -> None:
    path.hardlink_to(target)


def _fifo(path: Path, _target: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path, _target: Path) -> None:
    path.mkdir()


def _socket(path: Path, _target: Path) -> None:
    # The path of a socket may have 108 bytes, tmp_path's is longer.
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path.name)
    finally:
        os.chdir(here)


def _foreign(path: Path, target: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can give a file to somebody else")
    path.write_bytes(target.read_bytes())
    os.chown(path, 12345, 12345)


HOSTILE = (_symlink, _hard_link, _fifo, _folder, _socket, _foreign)


@pytest.fixture(params=HOSTILE, ids=lambda make: make.__name__.strip("_"))
def plant(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Path], Path]:
    """Put something at a path that is no plain file of ours; give the file it may lead to."""

    def put(path: Path) -> Path:
        target = tmp_path / "somebody's file"
        target.write_bytes(b"do not touch")
        target.chmod(0o644)
        path.parent.mkdir(parents=True, exist_ok=True)
        request.param(path, target)
        return target

    return put
