"""``env --snippet``: code with the profile's values, to stdout or a new file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.command import Result
from wizard.profiles.snippets import snippet

if TYPE_CHECKING:
    from wizard.cli.command import Call
    from wizard.model import Profile
    from wizard.profiles.frameworks import Framework
    from wizard.profiles.variables import Values


def shown(call: Call, profile: Profile, values: Values, framework: Framework) -> Result:
    """Give the snippet; no secret is in it."""
    name = call.options.snippet
    code = snippet(name, profile, values, framework)
    return Result(data={"snippet": name, "code": code}, text=code.rstrip("\n"))
