"""The third-party apps that can be linked (contract, Linking: app ids seen).

Adding one is one line.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Integration:
    """One app. ``colour`` paints the sandbox's own icon: nobody's logo is copied."""

    id: str
    display_name: str
    colour: str = "#5b6472"

    def as_json(self, link_origin: str) -> dict[str, Any]:
        """Give the answer of ``appIntegration`` (inferred: id, displayName, iconUrl)."""
        icon = f"{link_origin}/link/icons/{self.id}.svg"
        return {"id": self.id, "displayName": self.display_name, "iconUrl": icon}


INTEGRATIONS: Final = MappingProxyType(
    {
        one.id: one
        for one in (
            Integration("amazon", "Amazon", "#b45309"),
            Integration("delta", "Delta", "#9f1239"),
            Integration("facebook", "Facebook", "#1d4ed8"),
            Integration("github", "GitHub", "#1f2937"),
            Integration("instacart", "Instacart", "#15803d"),
            Integration("instagram", "Instagram", "#be185d"),
            Integration("linkedin", "LinkedIn", "#0369a1"),
            Integration("opentable", "OpenTable", "#b91c1c"),
            Integration("resy", "Resy", "#c2410c"),
            Integration("uber", "Uber", "#111827"),
            Integration("united_airlines", "United Airlines", "#1e40af"),
            Integration("twitter", "Twitter", "#0e7490"),
        )
    }
)

CLOSES_BY_ITSELF: Final = frozenset({"amazon"})
"""Apps whose sign-in page closes by itself when a session is saved (FAQ, Amazon)."""
