"""What a setup sends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.conftest import Program

ID: Final = r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}"
SENT: Final = [
    "GET /org/userPool/ID",
    "POST /org/userPool",
    "POST /org/sdkClient",
    "POST /org/sdkClient",
    "POST /_sandbox/idp/token",
    "GET /_sandbox/idp/.well-known/jwks.json",
    "GET /link/url",
    "GET /link",
    "GET /_sandbox/link/ID",
    "GET /account/api/v1/appIntegration",
    "POST /_sandbox/link/ID",
    "POST /_sandbox/link/ID",
    "POST /_sandbox/link/ID",
    "GET /callback",
    "GET /_sandbox/sessions/status",
]
"""The webapp client and the service client; the Link page's three stages to the green checkmark."""


def test_a_setup_sends_each_request_once(program: Program) -> None:
    done = program("setup", "--env", "local", "--yes", "--debug")
    assert done.code == 0
    lines = [line for line in done.err.splitlines() if line.startswith("debug: ")]
    sent = [re.sub(r"debug: (\w+) https?://[^/]+([^:]+): .*", r"\1 \2", line) for line in lines]
    assert [re.sub(ID, "ID", line) for line in sent] == SENT
