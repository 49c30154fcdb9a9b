"""A small program that saves things, for tests that kill it: ``saver.py WHAT HOME VALUE``."""

from __future__ import annotations

import sys

from wizard.model import Pool, ProblemError, Profile, Secret
from wizard.profiles import drafts, proofs
from wizard.profiles.home import Home
from wizard.profiles.secrets import FileSecrets
from wizard.profiles.store import ProfileStore

EMPTY = Profile("acme", "local", "http://127.0.0.1:4010")


def profile(home: Home, value: str) -> None:
    """Save a profile of some size."""
    pools = tuple(Pool(f"{value}_{number}", value, "mock") for number in range(40))
    ProfileStore(home).save(EMPTY._replace(app=value, pools=pools))


def counts(home: Home, value: str) -> None:
    """Count up in a pool of one's own, one save at a time; VALUE is ``pool:count``."""
    mine, _, count = value.partition(":")
    for _ in range(int(count)):
        ProfileStore(home).update("acme", lambda saved: _counted(saved or EMPTY, mine))


def _counted(saved: Profile, mine: str) -> Profile:
    before = next((pool.name for pool in saved.pools if pool.id == mine), "0")
    others = tuple(pool for pool in saved.pools if pool.id != mine)
    return saved._replace(pools=(*others, Pool(mine, str(int(before) + 1), "hosted")))


def secrets(home: Home, value: str) -> None:
    """Save two secrets."""
    FileSecrets(home).put("acme", {"api_key": Secret(value * 100), "token": Secret(value)})


def active(home: Home, value: str) -> None:
    """Choose the active profile."""
    store = ProfileStore(home)
    if not store.exists(value):
        store.save(EMPTY._replace(name=value))
    store.use(value)


def draft(home: Home, value: str) -> None:
    """Save a draft."""
    from wizard.model import Answers, Draft

    drafts.save(home, Draft(profile="acme", environment=value), Answers())


def proof(home: Home, value: str) -> None:
    """Remember something."""
    proofs.update(home, "acme", link=value)


def main() -> int:
    """Save; exit 4 with the problem's code where that fails."""
    what, place, value = sys.argv[1:]
    try:
        globals()[what](Home.find({"ANON_WIZARD_HOME": place}), value)
    except ProblemError as stopped:
        sys.stderr.write(f"{stopped.problem.code}: {stopped.problem.cause}\n")
        return stopped.problem.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
