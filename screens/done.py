"""The last page: what is there now, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Static

from screens.base import BasePage
from screens.button import Button
from screens.plain import lines, plain
from screens.save import variable_rows
from screens.scroll import Scroll
from screens.table import Table
from wizard.review import next_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.widget import Widget

    from screens.signs import Signs
    from wizard.flow import Progress
    from wizard.model import Draft


class Page(BasePage):
    """Done."""

    def __init__(self, signs: Signs) -> None:
        super().__init__(id="done", classes="page")
        self._signs = signs

    def compose(self) -> ComposeResult:
        """Give the words, the variables, and the way out."""
        with Scroll(classes="scroll"):
            yield Static(classes="heading", markup=False)
            yield Static(classes="purpose", markup=False)
            yield Static(plain("What your apps need of it", "bold"))
            yield Table("variables")
            yield Static(plain("Next", "bold"))
            yield Table("next-steps")
        with Horizontal(classes="actions"):
            yield Button(
                plain(f"Finish {self._signs.enter}"),
                classes="next",
                primary=True,
            )

    def arrive(self, progress: Progress) -> None:
        """Show what was saved."""
        draft = progress.draft
        unproven = draft.link is None or draft.link.status != "active"
        heading = "Saved, with the link still open" if unproven else "The chain is complete"
        sign = self._signs.note if unproven else self._signs.ok
        self.query_one(".heading", Static).update(plain(f"{sign} {heading}"))
        saved = plain("Saved as profile ") + plain(draft.profile, "bold")
        self.query_one(".purpose", Static).update(
            lines((saved + plain(", now the active one:"), plain(draft.saved, "$muted")))
        )
        self.query_one(".variables", Table).show(variable_rows(draft))
        self.query_one(".next-steps", Table).show(
            [plain(name), plain(told, "$muted")] for name, told in _next(draft)
        )

    def first_place(self) -> Widget:
        """Give the way out."""
        return self.query_one(".next", Button)


def _next(draft: Draft) -> Iterator[tuple[str, str]]:
    yield from next_steps(draft)
    yield "anon-wizard", "this screen again: prove the chain, or set up another"
