from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wizard.profiles import proofs

if TYPE_CHECKING:
    from wizard.profiles.home import Home


def test_what_changes_often_is_remembered_beside_the_profile(home: Home) -> None:
    assert proofs.read(home, "acme") == {}
    proofs.update(home, "acme", proven_at=1, link="active")
    proofs.update(home, "acme", link="failed", simulated=True)
    assert proofs.read(home, "acme") == {"proven_at": 1, "link": "failed", "simulated": True}
    proofs.update(home, "acme", link=None)
    assert proofs.read(home, "acme") == {"proven_at": 1, "simulated": True}
    assert proofs.read(home, "other") == {}


def test_a_broken_file_reads_as_empty_and_stops_nobody(home: Home) -> None:
    proofs.update(home, "acme", proven_at=1)
    Path(home.proofs("acme")).write_bytes(b"{")
    assert proofs.read(home, "acme") == {}
    proofs.update(home, "acme", proven_at=2)
    assert proofs.read(home, "acme") == {"proven_at": 2}
