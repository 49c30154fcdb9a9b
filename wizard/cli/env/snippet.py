"""``env --snippet``: code with the profile's values, to stdout or (``--write``) a new file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.command import Result
from wizard.profiles.app_files import place_of
from wizard.profiles.guard import write_new
from wizard.profiles.snippets import snippet
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.cli.command import Call
    from wizard.model import Profile
    from wizard.profiles.frameworks import Framework
    from wizard.profiles.variables import Values


def given(call: Call, profile: Profile, values: Values, framework: Framework) -> Result:
    """Give the snippet; no secret is in it."""
    name = call.options.snippet
    code = snippet(name, profile, values, framework)
    if not call.options.write:
        return Result(data={"snippet": name, "code": code}, text=code.rstrip("\n"))
    path = place_of(call.options.write)
    write_new(path, code, "env.file_exists")
    return Result(data={"snippet": name, "path": str(path)}, text=f"Written: {printable(path)}")
