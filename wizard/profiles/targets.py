"""Whether a request goes where its environment says: asked before each one that changes something.

Knows: that a key is bound to one environment, and a named environment to one base URL (threats,
Prod).
Must never: send anything, or let a request through because a file could not be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wizard.environments import environment
from wizard.model import ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from wizard.environments import Environment
    from wizard.model import Secret
    from wizard.profiles.home import Home


def refuse_other_target(home: Home, name: str, base_url: str, key: Secret | None) -> None:
    """Stop a request for the environment ``name`` that would go elsewhere, or with another's key.

    Raises ``promotion.wrong_target`` or ``key.other_environment``, and what reading the list of
    keys raises.
    """
    from wizard.profiles.keys import environment_of

    place = environment(name)
    if not _leads_to(place, base_url):
        raise ProblemError(
            problem("promotion.wrong_target", environment=place.name, base_url=base_url)
        )
    bound = None if place.local or key is None else environment_of(home, key)
    if bound not in {None, place.name}:
        raise ProblemError(problem("key.other_environment", environment=bound))


def _leads_to(place: Environment, base_url: str) -> bool:
    if place.local:
        return urlsplit(base_url).hostname in {"127.0.0.1", "localhost", "::1"}
    return place.base_url == base_url.rstrip("/")
