"""All that this machine knows about one profile, for ``profile show`` and the profile screen.

Knows: where each piece lies, and how a secret is shown without being told.
Must never: hold a secret, or fail because a secret store is locked: that is a fact, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.model import ProblemError, Record
from wizard.profiles import binding, filled, proofs
from wizard.profiles.references import is_reference
from wizard.profiles.secrets import open_secrets
from wizard.profiles.store import ProfileStore
from wizard.text import mask

if TYPE_CHECKING:
    from wizard.model import Problem, Profile, Secret
    from wizard.profiles.home import Home


class Kept(Record):
    """One stored secret: its name in the store, and it masked (or the ``op://`` reference)."""

    name: str
    shown: str


class Facts(Record):
    """One profile and what belongs to it. Times are Unix seconds; None: not known.

    ``kept_in`` says where the secrets lie; ``trouble`` why they can't be looked at, if so.
    ``proven`` is the state of the last proof: ``key``, ``token``, ``link``, ``link_simulated``.
    """

    profile: Profile
    path: str
    active: bool
    kept_in: str
    kept: tuple[Kept, ...]
    trouble: Problem | None
    key_since: int | None
    proven_at: int | None
    token_expires_at: int | None
    proven: dict[str, Any]
    folders: tuple[str, ...]
    filled: tuple[str, ...]


def facts(home: Home, name: str) -> Facts:
    """Collect them. Raises ``profile.unknown`` and what else loading raises."""
    store = ProfileStore(home)
    profile = store.load(name)
    kept_in, kept, trouble = _kept(home, profile)
    known = proofs.read(home, name)
    return Facts(
        profile=profile,
        path=store.path(name),
        active=store.active() == name,
        kept_in=kept_in,
        kept=kept,
        trouble=trouble,
        key_since=_time(known.get("key_since")),
        proven_at=_time(known.get("proven_at")),
        token_expires_at=_time(known.get("token_expires_at")),
        proven={each: known.get(each) for each in ("key", "token", "link", "link_simulated")},
        folders=binding.folders_of(home, name),
        filled=tuple(file.path for file in filled.filled(home, name)),
    )


def _kept(home: Home, profile: Profile) -> tuple[str, tuple[Kept, ...], Problem | None]:
    secrets = open_secrets(profile.secret_store, home)
    try:
        stored = secrets.everything(profile.name)
    except ProblemError as locked:
        return secrets.where(), (), locked.problem
    return secrets.where(), tuple(Kept(each, _shown(it)) for each, it in stored.items()), None


def _shown(secret: Secret) -> str:
    return secret.reveal() if is_reference(secret) else mask(secret.reveal())


def _time(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
