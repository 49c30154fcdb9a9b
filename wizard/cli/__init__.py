"""The command line: the composition root, and the only place that names the screens.

Knows: the way in.
Must never: import anything that ``--version`` does not need, ``typing`` included.
"""

from __future__ import annotations

import gc
import os
import sys

from wizard import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

_GARBAGE = 100_000  # objects: most commands end before there is that much to look through


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


def program() -> NoReturn:
    """Be the whole process: run ``main``, and end with its exit code.

    Where no thread was ever started there is nothing to wait for and nothing to close, and the
    process ends at once: taking the interpreter apart would take longer than most commands do.
    """
    gc.set_threshold(_GARBAGE)
    try:
        code: str | int | None = main()
    except SystemExit as left:
        code = left.code
    if isinstance(code, int) and "threading" not in sys.modules:
        os._exit(code if _flushed() else code or 1)
    sys.exit(code)


def _flushed() -> bool:
    """Tell whether all that was written has gone out."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream:
                stream.flush()
    except (OSError, ValueError):  # whoever read it went away, or it was closed
        return False
    return True
