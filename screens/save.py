"""The page before saving: the chain that was made, where it will lie, and what goes where."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from textual import on
from textual.message import Message
from textual.widgets import Static

from screens.base import StepPage
from screens.plain import lines, plain
from screens.table import Table
from wizard import review

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.content import Content
    from textual.widget import Widget

    from screens.signs import Signs
    from screens.work import Work
    from wizard.flow import Progress
    from wizard.model import Draft, Problem


class _Placed(Message):
    """It is known where profile and secrets will lie."""

    def __init__(self, profile: str, secrets: str) -> None:
        super().__init__()
        self.profile = profile
        self.secrets = secrets


class Page(StepPage):
    """Review and save."""

    go = "Save the profile"
    doing = "Saving"

    def above(self) -> Iterable[Widget]:
        """Give the places for the chain, the files and the variables."""
        yield Table("chain")
        yield Static(classes="doubts", markup=False)
        yield Table("places")
        yield Static(plain("What your apps need of it", "bold"))
        yield Table("variables")

    def arrive(self, progress: Progress) -> None:
        """Show what was made."""
        super().arrive(progress)
        draft = progress.draft
        self.query_one(".chain", Table).show(chain_rows(draft, self.signs))
        doubts = self.query_one(".doubts", Static)
        doubts.update(lines(plain(f"{self.signs.note} {told(note)}") for note in draft.notes))
        doubts.display = bool(draft.notes)
        self.query_one(".variables", Table).show(variable_rows(draft))

    def look(self, work: Work, progress: Progress) -> None:
        """Find out, in a thread, where things will lie: a keyring may take its time."""
        self.run_worker(
            partial(self._place, work, progress),
            name="places",
            description="a look at the stores",
            group="places",
            exclusive=True,
            thread=True,
        )

    def _place(self, work: Work, progress: Progress) -> None:
        context, draft = work.context(), progress.draft
        path = context.home.profile(draft.profile)
        self.post_message(_Placed(path, context.secrets(draft).where()))

    @on(_Placed)
    def _show_places(self, event: _Placed) -> None:
        event.stop()
        places = (("Profile", event.profile), ("Secrets", event.secrets))
        self.query_one(".places", Table).show(
            [plain(name, "$muted"), plain(where)] for name, where in places
        )


def told(note: Problem) -> str:
    """Give a problem that stopped nothing as one sentence or two."""
    return f"{note.symptom} {note.fix}"


_SIGN: Final = {"proven": "ok", "failed": "bad", "open": "open"}


def chain_rows(draft: Draft, signs: Signs) -> Iterator[list[Content]]:
    """Give the chain, link by link: proven or not, made or reused."""
    reused = {made.id: "reused" for made in draft.reused}
    known = reused | {made.id: "created" for made in draft.created}
    for row in review.chain(draft):
        style = {"proven": "$accent", "failed": "$error"}.get(row.state, "$warning")
        sign = plain(getattr(signs, _SIGN.get(row.state, "note")), style)
        how = known.get(row.value, row.state)
        yield [sign, plain(row.name), plain(row.value), plain(how, "$muted")]


def variable_rows(draft: Draft) -> Iterator[list[Content]]:
    """Give the variables of the user's apps, and which half each belongs to."""
    for row in review.variables(draft):
        value = plain(row.note, "$muted") if row.value is None else plain(row.value)
        yield [plain(row.side, "$muted"), plain(row.name, "bold"), value]
