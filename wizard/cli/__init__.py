"""The command line: the composition root, and the only place that names the screens.

Knows: the way in.
Must never: import anything that ``--version`` does not need, ``typing`` included.
"""

from __future__ import annotations

import os
import sys

from wizard import __version__


def main(argv: list[str] | None = None) -> int:
    """Run ``anon-wizard`` and give its exit code (cli.md, Exit codes)."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments == ["--version"]:
        print(f"anon-wizard {__version__}")
        return 0
    if "_ARGCOMPLETE" in os.environ:
        from wizard.cli.completion import complete

        complete()
    from wizard.cli.run import run

    return run(arguments)
