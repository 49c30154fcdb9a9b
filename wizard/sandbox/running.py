"""A sandbox as its users hold it: started here, or found running over the same state file.

Knows: how the child is started and told what to do; how an attacher learns the keys.
Must never: put a key into a command line or an environment, or stop a sandbox it did not start.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from wizard.model import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.sandbox.process import Child

STATUS_PATH = "/_sandbox/sessions/status"
TOKEN_PATH = "/_sandbox/idp/token"  # noqa: S105 — a path
JWKS_PATH = "/_sandbox/idp/.well-known/jwks.json"


@dataclass(frozen=True, slots=True)
class Running:
    """One sandbox that answers. Mappings go by environment: ``local`` and ``local-prod``.

    ``keys`` are an Admin's API keys (generation 2), ``session_tokens`` an Admin's session tokens
    (generation 1), ``read_only_keys`` belong to a ReadOnly member. ``password`` is that of all
    members it begins with, ``admin@local.example`` and so on. ``attached``: somebody else's.
    """

    url: str
    link_origin: str
    instance: str
    organizations: Mapping[str, str]
    keys: Mapping[str, Secret]
    session_tokens: Mapping[str, Secret]
    read_only_keys: Mapping[str, Secret]
    password: Secret
    attached: bool
    child: Child | None = field(default=None, repr=False)

    @property
    def jwks_uri(self) -> str:
        """Where the mock identity provider publishes its key set."""
        return f"{self.url}{JWKS_PATH}"

    def alive(self) -> bool:
        """Tell whether it still answers."""
        return self.child.alive() if self.child else self.answers()

    def answers(self) -> bool:
        """Ask it whether it is the one over this state."""
        return self.health().get("state") == self.instance

    def health(self) -> Mapping[str, Any]:
        """Give what ``/_sandbox/health`` tells; empty if nothing of ours answers."""
        from wizard.sandbox.calls import health

        return health(self.url)

    def switch_on(self, fault: str) -> None:
        """Switch on ``NAME`` or ``NAME=ARG`` while it runs."""
        from wizard.sandbox.calls import ask

        ask("PUT", self._fault(fault), self.keys["local"], json={})

    def switch_off(self, fault: str) -> None:
        """Switch it off again. Raises ``sandbox.refused`` if it was not on."""
        from wizard.sandbox.calls import ask

        ask("DELETE", self._fault(fault), self.keys["local"])

    def _fault(self, fault: str) -> str:
        return f"{self.url}/_sandbox/faults/{quote(fault, safe='=/:')}"

    def link_status(self, environment: str, app: str, app_user_id: str) -> tuple[str, str]:
        """Give the session's status and the Link page's stage (contract, getSessionStatus)."""
        from wizard.sandbox.calls import ask

        wanted = {"app": app, "appUserId": app_user_id}
        answer = ask("GET", f"{self.url}{STATUS_PATH}", self.keys[environment], params=wanted)
        return str(answer["status"]), str(answer["stage"])

    def issue_token(self, app_user_id: str, id_claim: str = "sub", **more: Any) -> Secret:
        """Give a token of the mock identity provider; ``more``: ``alg``, ``expires_in``."""
        from wizard.sandbox.calls import ask

        claims = {} if id_claim == "sub" else {id_claim: app_user_id}
        order = {"sub": app_user_id, "claims": claims, **more}
        return Secret(ask("POST", f"{self.url}{TOKEN_PATH}", None, json=order)["token"])

    def close(self) -> None:
        """Stop it, if it was started here."""
        if self.child:
            self.child.stop()


def from_facts(
    port: int, facts: Mapping[str, Any], *, attached: bool, child: Child | None = None
) -> Running:
    """Give a sandbox from what its child reported, or its state file holds (``seed.Facts``)."""

    def secrets(kind: str) -> Mapping[str, Secret]:
        return {name: Secret(value) for name, value in facts["credentials"][kind].items()}

    return Running(
        url=f"http://127.0.0.1:{port}",
        link_origin=f"http://localhost:{port}",
        instance=facts["instance"],
        organizations=facts["organizations"],
        keys=secrets("api-key"),
        session_tokens=secrets("session-token"),
        read_only_keys=secrets("read-only"),
        password=Secret(facts["password"]),
        attached=attached,
        child=child,
    )
