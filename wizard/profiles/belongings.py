"""A profile with all that belongs to it: secrets, journal, draft, proofs, hand-off.

Knows: in which order they are moved, so that a crash in between loses nothing and the same call
finishes the work.
Must never: leave a profile without its journal, which is what keeps things from being made twice.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles import drafts
from wizard.profiles.files import locked, read_private, remove_private, sweep_beside, write_private
from wizard.profiles.guard import is_there
from wizard.profiles.journal import LIMIT
from wizard.profiles.names import check_name
from wizard.profiles.secrets import open_secrets
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from wizard.model import Secret
    from wizard.profiles.home import Home

_STORES: Final = ("file", "keyring")


def copy(home: Home, name: str, new: str) -> None:
    """Make a second profile of one, with the same secrets; what it made is not made again for it.

    Raises ``profile.begun`` where a setup of that name is on its way, and what
    ``ProfileStore.copy`` and the secret stores raise.
    """
    store = ProfileStore(home)
    store.may_become(name, new)
    if name == new:
        raise ProblemError(problem("profile.exists", profile=new))
    _refuse_to_lose_a_journal(home, name, new)
    _carry(home, name, new)
    store.copy(name, new)


def arrive(home: Home, name: str, new: str) -> None:
    """Do the first half of a renaming: all is there by the new name, and by the old one still.

    It is the active one if the old one was. A crash leaves both names with the same profile, and
    the same call finishes the work. Raises what ``copy`` raises, but for the profile's own name.
    """
    store = ProfileStore(home)
    store.may_become(name, new)
    if name == new:
        return
    _refuse_to_lose_a_journal(home, name, new)
    _carry(home, name, new)
    begun = drafts.load(home, name)
    if begun:
        drafts.save(home, begun.draft._replace(profile=new), begun.answers)
    store.copy(name, new)
    if store.active() == name:
        store.use(new)


def leave(home: Home, name: str) -> None:
    """Do the second half of a renaming: nothing is there by the old name any more."""
    _remove(home, name)
    ProfileStore(home).delete(name)


def delete(home: Home, name: str) -> None:
    """Remove a profile and all that belongs to it here; its own file goes last.

    What was left by a setup that never came to save a profile goes as well. Raises
    ``profile.unknown`` where there was nothing at all, and what the secret stores raise.
    """
    store = ProfileStore(home)
    begun = not check_name(name) and any(is_there(path) for path in _belongings(home, name))
    _remove(home, name)
    if store.exists(name) or not begun:
        store.delete(name)


def stored_secret(home: Home, profile: str, name: str, *, first: str) -> Secret | None:
    """Give a secret from the store ``first``, or from another one that holds it still."""
    for kind in sorted(_STORES, key=lambda kind: kind != first):
        secret = open_secrets(kind, home).get(profile, name)
        if secret is not None:
            return secret
    return None


def is_stored(home: Home, profile: str, name: str, *, first: str) -> bool:
    """Tell whether some store holds a secret, or a reference to it; ``first`` is asked first."""
    stores = (open_secrets(kind, home) for kind in sorted(_STORES, key=lambda kind: kind != first))
    return any(store.stored(profile, name) is not None for store in stores)


def gather_secrets(home: Home, profile: str, kind: str) -> None:
    """Copy into the store ``kind`` what only another one holds, for a profile that moves there."""
    store = open_secrets(kind, home)
    for other in (open_secrets(each, home) for each in _STORES if each != kind):
        missing = set(other.names(profile)) - set(store.names(profile))
        found = {name: other.stored(profile, name) for name in sorted(missing)}
        if found:
            store.put(profile, {name: secret for name, secret in found.items() if secret})


def keep_secrets_only_in(home: Home, profile: str, kind: str) -> None:
    """Remove a profile's secrets from every store but ``kind``, once it is saved with that one."""
    for other in _STORES:
        if other != kind:
            open_secrets(other, home).delete(profile)
    open_secrets(kind, home).tidy(profile)


def _refuse_to_lose_a_journal(home: Home, name: str, new: str) -> None:
    """Stop where ``new`` has a journal of its own: a copy's, or that of a setup on its way.

    Where both profiles are the same and ``name`` has no journal, an earlier call was interrupted
    after it had carried that one over.
    """
    ours, theirs = (read_private(home.journal(each), LIMIT) for each in (name, new))
    there = ProfileStore(home).exists(new)
    if theirs is None or theirs == ours or (ours is None and there):
        return
    raise ProblemError(problem("profile.exists" if there else "profile.begun", profile=new))


def _carry(home: Home, name: str, new: str) -> None:
    with locked(home.journal_lock(new)):
        _copy_file(home.journal(name), home.journal(new))
    with locked(home.state_lock()):
        _copy_file(home.proofs(name), home.proofs(new))
        _copy_file(home.handoff(name), home.handoff(new))
    for kind in _STORES:
        store = open_secrets(kind, home)
        stored = store.everything(name)
        if stored:
            store.put(new, stored)


def _copy_file(path: str, new: str) -> None:
    content = read_private(path, LIMIT)
    if content is not None:
        write_private(new, content)


def _remove(home: Home, name: str) -> None:
    for kind in _STORES:
        open_secrets(kind, home).delete(name)
    drafts.forget(home, name)
    with locked(home.state_lock()):
        for path in (home.proofs(name), home.handoff(name)):
            remove_private(path)
            sweep_beside(path)
    lock = home.journal_lock(name)
    with locked(lock):
        remove_private(home.journal(name))
        sweep_beside(home.journal(name))
        with suppress(FileNotFoundError):
            os.unlink(lock)  # whoever waits for it sees that, and makes a new one


def _belongings(home: Home, name: str) -> tuple[str, ...]:
    secrets = (home.secrets(name), home.keyring_items(name))
    return (*secrets, home.journal(name), home.draft(name), home.proofs(name), home.handoff(name))
