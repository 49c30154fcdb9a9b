"""The page of the API key: on the local sandbox there is nothing to type, and it says so.

Elsewhere the key may come with all that Anon sent: the page offers to take that over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding
from textual.widgets import Static

from screens.base import StepPage
from screens.bundle import BundleForm
from screens.button import Button
from screens.plain import plain
from wizard.environments import environment
from wizard.model import Answers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from wizard.flow import Progress

_OFFER: Final = "From what Anon sent you  ^o"


class Page(StepPage):
    """The key."""

    go = "Check the key"
    doing = "Checking the key"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "import", "Take over what Anon sent you", show=False)
    ]

    _environment = ""
    _answers = Answers()

    def note(self, progress: Progress) -> str:
        """Say where the key of the local sandbox comes from."""
        if not environment(progress.draft.environment).local:
            return ""
        return (
            "The local sandbox made a key of its own when it started, so there is nothing to type. "
            "Anon's own environments ask for the one Anon gave you."
        )

    def above(self) -> Iterable[Widget]:
        """Give the way to what Anon sent, where no field's help moves it, and what came of it."""
        yield Button(plain(_OFFER), classes="import")
        yield Static(classes="taken", markup=False)
        yield BundleForm(self.signs)

    def show(self, progress: Progress) -> None:
        """Offer to take over what Anon sent, where there can be such a thing."""
        super().show(progress)
        self._environment, self._answers = progress.draft.environment, progress.answers
        self.query_one(".import").display = not environment(self._environment).local
        self._tell_taken(progress)

    def _tell_taken(self, progress: Progress) -> None:
        told = self.query_one(".taken", Static)
        told.update(plain(f"{self.signs.ok} What Anon sent you is taken over.", "$accent"))
        told.display = any(answer.source == "import" for answer in progress.answers.values())

    @on(Button.Pressed, ".import")
    def action_import(self) -> None:
        """Ask for what Anon sent, in place of the form."""
        if environment(self._environment).local or self.works:
            return
        self._part(asks=True)
        self.query_one(BundleForm).open(self._environment)

    @on(BundleForm.Agreed)
    def _take_over(self, event: BundleForm.Agreed) -> None:
        event.stop()
        from wizard.profiles.bundle import answers_of

        given = answers_of(event.bundle, self._answers.text("user"))
        self.post_message(self.TakenOver(given))

    @on(BundleForm.Closed)
    def _back_to_form(self, event: BundleForm.Closed) -> None:
        event.stop()
        self._part(asks=False)
        self.first_place().focus()

    def _part(self, *, asks: bool) -> None:
        self.step_aside(now=asks)
        self.query_one(".import").display = not asks
