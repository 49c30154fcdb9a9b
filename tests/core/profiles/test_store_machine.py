"""Whatever is done to the store in whatever order, it holds what a plain dict would hold."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from wizard.model import Client, Pool, ProblemError, Profile
from wizard.profiles import files, lifecycle
from wizard.profiles.home import Home
from wizard.profiles.names import check_name
from wizard.profiles.store import ProfileStore

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
IDS = st.sampled_from(["a", "b", "c", "d", 'quote"d', "back\\slash", "käse"])
VISIBLE = st.characters(exclude_categories=["C", "Z"], include_characters=" ")
NAMES = st.text(VISIBLE, min_size=1, max_size=64).filter(lambda name: check_name(name) is None)
POOLS = st.lists(
    st.builds(Pool, IDS, TEXTS, st.sampled_from(["mock", "url", "hosted"]), TEXTS, TEXTS),
    max_size=3,
    unique_by=lambda pool: pool.id,
).map(tuple)
CLIENTS = st.lists(
    st.builds(Client, IDS, TEXTS, st.sampled_from(["webapp", "service"]), IDS),
    max_size=3,
    unique_by=lambda client: client.id,
).map(tuple)
PROFILES = st.builds(
    Profile,
    name=st.just(""),
    environment=TEXTS,
    base_url=TEXTS,
    generation=st.sampled_from([1, 2]),
    pools=POOLS,
    clients=CLIENTS,
    pool_id=IDS,
    app=TEXTS,
)


class KilledError(BaseException):
    """Stands for SIGKILL: nothing of ours may handle it."""


class StoreMachine(RuleBasedStateMachine):
    names = Bundle("names")

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.home = Home.below(self.root)
        self.store = ProfileStore(self.home)
        self.saved: dict[str, Profile] = {}
        self.active: str | None = None
        self.comments: dict[str, int] = {}

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    @rule(target=names, name=NAMES)
    def think_of_a_name(self, name: str) -> str:
        return name

    @rule(name=names, profile=PROFILES)
    def save(self, name: str, profile: Profile) -> None:
        self.store.save(profile._replace(name=name))
        self.saved[name] = profile._replace(name=name)

    @rule(name=names, profile=PROFILES)
    def killed_while_saving(self, name: str, profile: Profile) -> None:
        def killed(*_arguments: object) -> None:
            raise KilledError

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(os, "replace", killed)
            patched.setattr(os, "unlink", killed)
            with pytest.raises(KilledError):
                self.store.save(profile._replace(name=name))
        assert any(Path(self.store.path(name)).parent.glob(".*.tmp"))

    @rule(name=names)
    def comment(self, name: str) -> None:
        if name in self.saved:
            number = self.comments[name] = self.comments.get(name, 0) + 1
            path = Path(self.store.path(name))
            note = f"# note {number}\nunknown_{number} = {number}\n"
            files.write_private(path, note.encode() + path.read_bytes())

    @rule(name=names)
    def use(self, name: str) -> None:
        if name in self.saved:
            self.store.use(name)
            self.active = name
        else:
            with pytest.raises(ProblemError):
                self.store.use(name)

    @rule(name=names)
    def delete(self, name: str) -> None:
        if self.saved.pop(name, None):
            self.store.delete(name)
            self.comments.pop(name, None)
            self.active = None if self.active == name else self.active

    @rule(name=names, new=names)
    def rename(self, name: str, new: str) -> None:
        if name in self.saved and new not in self.saved:
            lifecycle.rename(self.home, name, new)
            self.saved[new] = self.saved.pop(name)._replace(name=new)
            self.comments[new] = self.comments.pop(name, 0)
            self.active = new if self.active == name else self.active

    @rule(name=names, new=names)
    def copy(self, name: str, new: str) -> None:
        if name in self.saved and new not in self.saved:
            self.store.copy(name, new)
            self.saved[new] = self.saved[name]._replace(name=new)
            self.comments[new] = self.comments.get(name, 0)

    @invariant()
    def it_holds_what_a_dict_would(self) -> None:
        assert self.store.names() == tuple(sorted(self.saved))
        assert self.store.active() == self.active
        for name, profile in self.saved.items():
            loaded = self.store.load(name)
            assert by_id(loaded) == by_id(profile)
            text = Path(self.store.path(name)).read_text("utf-8")
            for number in range(1, self.comments.get(name, 0) + 1):
                assert f"# note {number}\n" in text
                assert f"unknown_{number} = {number}\n" in text


def by_id(profile: Profile) -> tuple[Profile, set[Pool], set[Client]]:
    return profile._replace(pools=(), clients=()), set(profile.pools), set(profile.clients)


TestStore = StoreMachine.TestCase
TestStore.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
