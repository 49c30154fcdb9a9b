"""Every endpoint of the sandbox, in one tuple; one file per area.

``OWN`` stands under ``/_sandbox/``; the others are Anon's (anon-contract, Endpoints).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.sandbox.endpoints import (
    account,
    clients,
    idp,
    link,
    link_page,
    link_progress,
    operating,
    organizations,
    pools,
    sessions,
    tokens,
)

if TYPE_CHECKING:
    from wizard.sandbox.endpoint import Endpoint

ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    *organizations.ENDPOINTS,
    *pools.ENDPOINTS,
    *clients.ENDPOINTS,
    *tokens.ENDPOINTS,
    *link.ENDPOINTS,
    *account.ENDPOINTS,
    *sessions.ENDPOINTS,
    *idp.ENDPOINTS,
    *operating.ENDPOINTS,
    *link_page.ENDPOINTS,
    *link_progress.ENDPOINTS,
)
