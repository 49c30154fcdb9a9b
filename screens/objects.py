"""A profile's pools and clients: which are in use, more of them, and what a change means.

Knows: how a change is made in a thread, and offered to the apps that hold the old values.
Must never: change production before its profile was named, or write an app's file unasked.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from screens.adding import IN_WORDS, AddForm, Kind
from screens.busy import BusyLine
from screens.button import Button
from screens.choices import ChoiceList
from screens.decide import DecisionForm
from screens.filling import FillingScreen
from screens.frame import Keys
from screens.plain import plain
from screens.problem import ProblemPanel
from screens.scroll import Scroll
from screens.ways import Ways
from wizard.context import Decisions
from wizard.model import Choice, Pool, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from screens.room import Task
    from wizard.context import Context
    from wizard.model import Problem, Profile
    from wizard.objects import Added, Used
    from wizard.profiles.effects import Effect

_KEYS: Final = (
    ("enter", "Use", "screen.use"),
    ("w", "+ Webapp", "screen.add('webapp')"),
    ("s", "+ Service", "screen.add('service')"),
    ("a", "+ Pool", "screen.add('pool')"),
    ("e", "To apps", "screen.apps"),
    ("esc", "Back", "screen.back"),
    ("f1", "Help", "app.help"),
)
_POOL_IS_NEW: Final = "An app is bound to a pool by its webapp client: add one to it (w)."
_USED: Final = "The profile uses it now."
_CLIENT_IS_NEW: Final = "It is not in use yet: Enter uses it."


class _Changed(Record):
    """The profile as it is now; ``trouble``: why its token does not fit any more."""

    profile: Profile
    effect: Effect
    trouble: Problem | None = None


class ObjectsScreen(FillingScreen):
    """Pools and clients of one profile."""

    TOPIC = "objects"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "use", "Use"),
        Binding("w", "add('webapp')", "Add a webapp client"),
        Binding("s", "add('service')", "Add a service client"),
        Binding("a", "add('pool')", "Add a pool"),
        Binding("e", "apps", "Bring to apps"),
    ]
    COMMAND_LIST: ClassVar = (
        ("Use this client", "the profile and its variables name it", "use"),
        ("Add a webapp client", "in the chosen pool", "add('webapp')"),
        ("Add a service client", "with a key of its own", "add('service')"),
        ("Add a UserPool", "over another key set", "add('pool')"),
        ("Bring what changed to the apps", "shown first", "apps"),
    )

    known: Profile | None = None
    _wanted: AddForm.Filled | None = None
    _decisions = Decisions()

    def body(self) -> Iterable[Widget]:
        """Give the list, the form for what is added, and the ways on."""
        signs = self.wizard.signs
        with Vertical(classes="page"):
            with Scroll(classes="scroll"):
                yield Static("Pools and clients", classes="heading", markup=False)
                yield Static(
                    "One organization may have several. A webapp client belongs to one UserPool; "
                    "apps name the client that is in use.",
                    classes="purpose",
                    markup=False,
                )
                yield ChoiceList(signs)
                yield Static(classes="details", markup=False)
                yield Static(classes="told", markup=False)
                yield AddForm(signs)
                yield ProblemPanel(signs, "failed")
                yield DecisionForm()
            yield BusyLine(signs)
            with Ways("actions"):
                yield Button("Back", classes="back")
                yield Button("Use", classes="use", primary=True)
                yield Button("+ Webapp", classes="webapp")
                yield Button("+ Service", classes="service")
                yield Button("+ Pool", classes="pool")
                yield Button("To apps", classes="apps")

    def on_mount(self) -> None:
        """Read the profile."""
        super().on_mount()
        self.query_one(Keys).show(_KEYS)
        self.start("Reading the profile", self._read, self._show)

    def busy_changed(self) -> None:
        """Offer what can be done now."""
        for button in self.query(Button):
            button.disabled = self.busy and not button.has_class("back")

    # --- what is there ---

    def _read(self, _task: Task) -> Profile:
        from wizard.profiles.store import ProfileStore

        return ProfileStore(self.home).load(self.profile)

    def _show(self, profile: Profile, chosen: str = "") -> None:
        self.known = profile
        choices = tuple(_choices(profile))
        ids = [choice.value for choice in choices]
        listed = self.query_one(ChoiceList)
        listed.display = bool(choices)
        if choices:
            listed.show(choices, ids.index(chosen) if chosen in ids else 0)
            listed.focus()
        self._detail()

    @on(ChoiceList.Chosen)
    def _choose(self, event: ChoiceList.Chosen) -> None:
        if event.choices is not self.query_one(ChoiceList):
            return
        event.stop()
        self._detail()

    def _detail(self) -> None:
        """Tell the id of the chosen one, and what it stands on."""
        told = dict(_details(self.known)) if self.known else {}
        self.query_one(".details", Static).update(plain(told.get(self._chosen(), ""), "$muted"))

    def _chosen(self) -> str:
        listed = self.query_one(ChoiceList)
        return listed.choice.value if listed.display else ""

    # --- adding ---

    def action_add(self, kind: Kind) -> None:
        """Add one; what has to be said first is asked for."""
        if self.known and not self.busy:
            self._decisions = Decisions()
            self.query_one(AddForm).open(kind, self.known)

    @on(AddForm.Filled)
    def _add(self, event: AddForm.Filled) -> None:
        event.stop()
        self._wanted = event
        self._create_it()

    def _create_it(self) -> None:
        if self._wanted:
            self.query_one(DecisionForm).show(None)
            work = partial(self._create, self._wanted, self._chosen())
            self.start(f"Creating the {IN_WORDS[self._wanted.kind]}", work, self._created)

    def _create(self, wanted: AddForm.Filled, chosen: str, task: Task) -> Added:
        from wizard import objects

        profile = self._read(task)
        objects.refuse_unmeant(profile, wanted.said)
        world = self._world(task)
        if wanted.kind == "pool":
            return objects.add_pool(world, profile, wanted.answers)
        return objects.add_client(world, profile, wanted.kind, objects.pool_at(profile, chosen))

    def _world(self, task: Task) -> Context:
        def say(words: str) -> None:
            task.show(partial(self.query_one(BusyLine).say, words))

        world = self.wizard.work.apart(say, task.cancelled)
        return replace(world, decisions=self._decisions)

    def _created(self, added: Added) -> None:
        self.query_one(AddForm).close()
        self._show(added.profile, added.object.id)
        done = "Created" if added.new else "Known already"
        pool = isinstance(added.object, Pool)
        self.say(f"{done}: {added.object.name}. {_POOL_IS_NEW if pool else _CLIENT_IS_NEW}")

    def stopped(self, trouble: Problem | None) -> None:
        """Show what stopped it, and ask where only a person can decide."""
        super().stopped(trouble)
        self.query_one(DecisionForm).show(trouble)
        failed = self.query_one(".failed")
        self.query_one(Scroll).reveal(self.query_one(DecisionForm), failed)

    @on(DecisionForm.Decided)
    def _decide(self, event: DecisionForm.Decided) -> None:
        event.stop()
        self._decisions = event.decisions
        self._create_it()

    # --- using another ---

    def action_use(self) -> None:
        """Let the profile use the chosen client."""
        if self.busy or self.known is None:
            return
        if self._chosen() in {pool.id for pool in self.known.pools}:
            has_one = any(each.pool_id == self._chosen() for each in self.known.clients)
            way = "choose it, or add another" if has_one else "add one"
            self.say(f"A pool is used through a webapp client that belongs to it: {way} (w).")
            return
        work = partial(self._use, self._chosen())
        self.start("Changing the client", work, self._changed)

    def _use(self, client_id: str, task: Task) -> _Changed:
        from wizard.objects import use_client
        from wizard.profiles.effects import effect, stored_values

        profile = self._read(task)
        before = stored_values(self.home, profile)
        used: Used = use_client(self._world(task), profile, client_id)
        come_to = effect(self.home, before, used.profile)
        return _Changed(used.profile, come_to, used.trouble)

    async def _changed(self, changed: _Changed) -> None:
        self._show(changed.profile, self._chosen())
        names = ", ".join(f"{each.name} ({each.side})" for each in changed.effect.variables)
        self.say(_USED, *((f"Changed variables: {names}",) if names else ()))
        if changed.trouble:
            self.query_one(".failed", ProblemPanel).tell(changed.trouble)
        await self.offer_apps(changed.effect)

    # --- leaving ---

    def action_back(self) -> None:
        """Close the form, else leave."""
        form = self.query_one(AddForm)
        if form.display and not self.busy:
            form.close()
            self.query_one(ChoiceList).focus()
        else:
            super().action_back()

    @on(Button.Pressed)
    async def _press(self, event: Button.Pressed) -> None:
        event.stop()
        for name in ("back", "use", "apps"):
            if event.button.has_class(name):
                await self.run_action(name)
        for kind in IN_WORDS:
            if event.button.has_class(kind):
                self.action_add(kind)


def _choices(profile: Profile) -> Iterator[Choice]:
    for pool in profile.pools:
        yield Choice(pool.id, pool.name, f"UserPool{_used(pool.id == profile.pool_id)}")
    for client in profile.clients:
        used = _used(client.id in {profile.webapp_id, profile.service_id})
        yield Choice(client.id, client.name, f"{client.kind} client{used}")


def _used(used: bool) -> str:
    return ", in use" if used else ""


def _details(profile: Profile) -> Iterator[tuple[str, str]]:
    names = {pool.id: pool.name for pool in profile.pools}
    for pool in profile.pools:
        yield pool.id, f"{pool.id}, checked by {pool.jwks_uri or 'Anon itself (Anon-hosted)'}"
    for client in profile.clients:
        where = f", of {names.get(client.pool_id, client.pool_id)}" if client.pool_id else ""
        yield client.id, f"{client.id}{where}"
