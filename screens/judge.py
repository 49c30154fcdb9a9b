"""The judge: would Anon accept this key set, and this token? For anyone, without a profile.

Must never: keep what was pasted, or judge on the event loop.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from screens.busy import BusyLine
from screens.button import Button
from screens.fields import question
from screens.frame import FrameScreen, Keys
from screens.plain import plain
from screens.problem import ProblemPanel
from screens.scroll import Scroll
from screens.table import Table
from screens.verdicts import KEY_COLUMNS, check_rows, key_rows, signed
from screens.ways import Ways
from wizard.judging import only_here
from wizard.model import CancelledByUserError, Field, ProblemError
from wizard.resources import assets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from screens.app import WizardApp
    from screens.signs import Signs
    from wizard.judging import Judged
    from wizard.model import Problem

_KEY_SET: Final = Field(
    name="jwks",
    label="Key set (JWKS)",
    help="The URL where it is published, or a file. It is downloaded as Anon would, with nothing "
    "of yours in the request.",
    placeholder="https://yourcompany.ai/.well-known/jwks.json",
)
_TOKEN: Final = Field(
    name="token",
    label="Token",
    help="An appUserIdToken, as your identity provider issues it. It stays on this machine. "
    "Without one, the key set alone is judged.",
    secret=True,
    optional=True,
    placeholder="eyJ…",
)
_ID_CLAIM: Final = Field(
    name="id_claim",
    label="Claim that holds the user's id",
    help="“sub”, unless the UserPool names another one.",
    optional=True,
    placeholder="sub",
)
_USER: Final = Field(
    name="user",
    label="User it has to be for",
    help="The appUserId that your back end names (ANON_APP_USER_ID). Empty: any user.",
    optional=True,
)
FIELDS: Final = (_KEY_SET, _TOKEN, _ID_CLAIM, _USER)

_KEYS: Final = (
    ("enter", "Judge", "screen.judge"),
    ("esc", "Back", "screen.leave"),
    ("f1", "Help", "app.help"),
    ("^p", "Commands", "app.command_palette"),
    ("^q", "Leave", "app.quit"),
)


def _checks(found: Judged, signs: Signs) -> Iterator[list[Content]]:
    if found.barrier:
        yield [signed("skip", "address", signs), plain(only_here(found.barrier))]
    if found.verdict:
        yield from check_rows(found.verdict, signs)


class _Judgement(Message):
    """What was found; one of the two is there."""

    def __init__(self, found: Judged | None, trouble: Problem | None) -> None:
        super().__init__()
        self.found = found
        self.trouble = trouble


class JudgeScreen(FrameScreen):
    """A key set and a token, and the first reason why they would be refused."""

    CSS_PATH = assets() / "later.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back"),
        Binding("ctrl+n", "judge", "Judge", show=False),
    ]
    COMMAND_LIST: ClassVar = (("Judge", "the key set, and the token by it", "judge"),)

    def body(self) -> Iterable[Widget]:
        """Give the form, and below it what is found."""
        signs = cast("WizardApp", self.app).signs
        self._questions = {field.name: question(field, signs, brief=True) for field in FIELDS}
        with Vertical(classes="page"):
            with Scroll(classes="scroll"):
                yield Static("Judge", classes="heading", markup=False)
                yield Static(
                    "Would Anon accept this key set, and this token? "
                    "If not, the first reason why, with its fix.",
                    classes="purpose",
                    markup=False,
                )
                with Vertical(classes="form"):
                    yield from self._questions.values()
                yield ProblemPanel(signs)
                yield Static(classes="answer", markup=False)
                yield Table("checks")
                yield Table("keys-found")
            yield BusyLine(signs)
            with Ways("actions"):
                yield Button("Back", classes="back")
                words = plain(f"Judge {signs.enter}")
                yield Button(words, classes="go", primary=True)

    def on_mount(self) -> None:
        """Show the keys, and wait for the first answer."""
        self.query_one(Keys).show(_KEYS)
        self._show_nothing()
        self._questions["jwks"].place().focus()

    def help_on(self) -> tuple[str, Field | None]:
        """Give the topic, and the field one is in."""
        here = (each.field for each in self._questions.values() if each.has_focus_within)
        return "judge", next(here, None)

    # --- judging ---

    @property
    def _busy(self) -> bool:
        return self.query_one(".form").disabled

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_judge()

    def action_judge(self) -> None:
        """Judge what was given; once at a time."""
        if self._busy:
            return
        if not self._questions["jwks"].value():
            self._questions["jwks"].tell("A URL or a file is needed here.")
            self._questions["jwks"].place().focus()
            return
        self._show_nothing()
        self.query_one(".form").disabled = True
        self.query_one(BusyLine).start("Downloading the key set")
        given = {name: each.value() for name, each in self._questions.items()}
        self.run_worker(
            partial(self._judge, given),
            name="judge",
            description="a judgement",
            group="judge",
            thread=True,
        )

    def _judge(self, given: dict[str, str]) -> None:
        from wizard.judging import judged
        from wizard.model import Secret

        worker = get_current_worker()
        try:
            found = judged(
                given["jwks"],
                Secret(given["token"]),
                id_claim=given["id_claim"] or "sub",
                user_id=given["user"] or None,
                cancelled=lambda: bool(worker.is_cancelled),
            )
        except ProblemError as stopped:
            self.post_message(_Judgement(None, stopped.problem))
        except CancelledByUserError:
            self.post_message(_Judgement(None, None))
        else:
            self.post_message(_Judgement(found, None))

    @on(_Judgement)
    def _show(self, event: _Judgement) -> None:
        event.stop()
        self.query_one(BusyLine).stop()
        self.query_one(".form").disabled = False
        self._questions["jwks"].place().focus(scroll_visible=False)
        panel, answer = self.query_one(ProblemPanel), self.query_one(".answer")
        if event.found:
            self._show_found(event.found)
        elif event.trouble:
            panel.tell(event.trouble)
        self.query_one(Scroll).reveal(panel if panel.display else answer, top=True)

    def _show_found(self, found: Judged) -> None:
        signs = cast("WizardApp", self.app).signs
        trouble = found.verdict.problem if found.verdict else next(iter(found.keys.problems), None)
        noted = found.verdict is not None and found.verdict.state == "warn"
        if trouble:
            self.query_one(ProblemPanel).tell(trouble, noted=noted)
        else:
            words = found.verdict.text if found.verdict else "Anon can use this key set."
            answer = self.query_one(".answer", Static)
            answer.update(plain(f"{signs.ok} {words}", "bold $accent"))
            answer.display = True
        self._fill(".checks", _checks(found, signs))
        self._fill(".keys-found", key_rows(found.keys, signs), KEY_COLUMNS)

    def _fill(self, place: str, rows: Iterable[list[Content]], head: Sequence[str] = ()) -> None:
        shown, filled = self.query_one(place, Table), tuple(rows)
        shown.show(filled, head)
        shown.display = bool(filled)

    def _show_nothing(self) -> None:
        self.query_one(ProblemPanel).clear()
        for place in (".answer", ".checks", ".keys-found"):
            self.query_one(place).display = False

    # --- leaving ---

    def action_leave(self) -> None:
        """Call off what runs, else go back."""
        if self._busy:
            self.workers.cancel_group(self, "judge")
        else:
            self.go_back()

    @on(Button.Pressed)
    def _press(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.has_class("go"):
            self.action_judge()
        else:
            self.action_leave()
