"""Would the tests of linter and judge notice a fault? ``python -m tests.mutation [MODULE…]``.

Mutants that change nothing stand with their reason in ``unnoticeable.txt``; any other survivor is a
missing test, and fails the run.
"""

# ruff: noqa: T201 — this prints what it found

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.mutation.mutants import mutants, unchanged
from tests.mutation.trying import ROOT, load_libraries, tried

if TYPE_CHECKING:
    from collections.abc import Collection

IDENTITY = ROOT / "wizard" / "identity"
TESTS = ROOT / "tests" / "core"
UNNOTICEABLE = Path(__file__).with_name("unnoticeable.txt")

LINTER = "key_rules documents judge strict_json base64url points"
JUDGE = "judge chain"
FETCHER = "addresses fetch urls"
SUITES = {
    **dict.fromkeys(["key_rules", "material_rules", "registered", "rows", "findings"], LINTER),
    **dict.fromkeys(["jwks", "documents", "strict_json", "base64url", "points"], LINTER),
    **dict.fromkeys(["judge", "compact", "header_checks", "key_checks", "claim_checks"], JUDGE),
    "signatures": JUDGE,
    **dict.fromkeys(["addresses", "urls"], FETCHER),
}
"""By module: the tests that have to notice."""


def _files(module: str) -> list[str]:
    """Give the tests' files, the module's own first: most faults end there."""
    names = sorted(SUITES[module].split(), key=lambda name: name != module)
    return [str(file) for name in names for file in TESTS.glob(f"*/test_{name}.py")]


def _score(module: str, excused: Collection[str]) -> tuple[int, int, int]:
    """Try a module's mutants; give how many there are, how many change nothing, and were missed."""
    path = IDENTITY / f"{module}.py"
    faultless, every = unchanged(path), list(mutants(path))
    alive = []
    for mutant, lives in tried(_files(module), [faultless, *every]):
        if mutant is not faultless and lives:
            alive.append(mutant)
        if mutant is faultless and not lives:
            sys.exit(f"The tests of {module} fail without any fault.")
    missed = [mutant for mutant in alive if str(mutant) not in excused]
    for mutant in missed:
        print(f"missed  {mutant.path.name}:{mutant.line}  {mutant}")
    print(f"{module}: {len(every) - len(alive)} of {len(every)} noticed", flush=True)
    return len(every), len(alive) - len(missed), len(missed)


def main(modules: list[str]) -> int:
    """Print what was missed, module by module, and the score."""
    load_libraries()
    excused = {line.partition("  #")[0] for line in UNNOTICEABLE.read_text().splitlines()}
    scores = [_score(module, excused) for module in modules]
    every, same, missed = (sum(column) for column in zip(*scores, strict=True))
    noticed = every - same - missed
    print(
        f"{noticed} of {every} mutants noticed ({noticed / every:.1%}); "
        f"{same} change nothing; {missed} missed"
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(SUITES)))
