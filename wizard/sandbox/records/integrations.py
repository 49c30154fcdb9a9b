"""Custom integrations: apps an organization named itself in ``GET /link/url``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class CustomIntegration:
    """One app of an organization's own. The URLs are kept, and never fetched."""

    organization_id: str
    id: str
    display_name: str
    icon_url: str
    auth_url: str
    check_url: str

    def as_json(self) -> dict[str, Any]:
        """Give the answer of ``appIntegration``."""
        return {"id": self.id, "displayName": self.display_name, "iconUrl": self.icon_url}


def keep(db: Connection, one: CustomIntegration) -> None:
    """Keep it, in place of an older one of the same id."""
    values = (one.organization_id, one.id, one.display_name)
    urls = (one.icon_url, one.auth_url, one.check_url)
    db.execute("INSERT OR REPLACE INTO integration VALUES (?, ?, ?, ?, ?, ?)", values + urls)


def get(db: Connection, organization_id: str, id_: str) -> CustomIntegration | None:
    """Find one by its organization and id."""
    query = "SELECT * FROM integration WHERE organization_id = ? AND id = ?"
    row = db.execute(query, (organization_id, id_)).fetchone()
    return CustomIntegration(*row) if row else None
