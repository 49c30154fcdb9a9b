"""Code that works with one profile: ids as they are, secrets as the names of variables.

Knows: the three pieces (assets/snippets) and how a value is written in each language. The web
SDK's name and calls are those of Anon's examples; the paths are the contract's.
Must never: write a secret into code, or let a value be read as code.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.profiles.frameworks import PLAIN
from wizard.profiles.quoting import bash_word
from wizard.resources import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.model import Profile
    from wizard.profiles.frameworks import Framework
    from wizard.profiles.variables import Values

_HOLE: Final = re.compile(r"\{\{(\w+)\}\}")
_DEFAULT_APP: Final = "instagram"


@dataclass(frozen=True, slots=True)
class Snippet:
    """One piece of code: what it is for, its template, and how a value is written in it."""

    label: str
    template: str
    fill: Callable[[Profile, Values, Framework], Mapping[str, str]]


def snippet(name: str, profile: Profile, values: Values, framework: Framework = PLAIN) -> str:
    """Give the code of that name, ready to paste. ``framework`` is the front end's."""
    piece = SNIPPETS[name]
    holes = piece.fill(profile, values, framework)
    return _HOLE.sub(lambda hole: holes[hole[1]], read_text(f"snippets/{piece.template}"))


def _web(profile: Profile, values: Values, framework: Framework) -> Mapping[str, str]:
    source = "import.meta.env" if framework.name == "vite" else "process.env"
    return {
        "environment": json.dumps(values.environment),
        "client_id": json.dumps(values.webapp_id),
        "token": f"{source}.{framework.name_of('ANON_APP_USER_ID_TOKEN')}",
        "app": json.dumps(profile.app or _DEFAULT_APP),
        "extension_id": json.dumps(values.extension_id),
    }


def _node(profile: Profile, values: Values, _framework: Framework) -> Mapping[str, str]:
    return {
        "cdp_url": json.dumps(f"{profile.base_url}/account/api/v1/cdpUrl"),
        "app": json.dumps(profile.app or _DEFAULT_APP),
        "user_id": json.dumps(values.user_id),
    }


def _curl(profile: Profile, values: Values, _framework: Framework) -> Mapping[str, str]:
    return {
        "link_url": bash_word(f"{profile.base_url}/link/url"),
        "app": bash_word(f"app={profile.app or _DEFAULT_APP}"),
        "client_id": bash_word(f"clientId={values.webapp_id}"),
    }


SNIPPETS: Final[Mapping[str, Snippet]] = {
    "web": Snippet("Front end: the link dialog", "web.ts", _web),
    "node": Snippet("Back end: act as the user", "node.mjs", _node),
    "curl": Snippet("Shell: the Link page's address", "curl.sh", _curl),
}
