"""The questions of one page, each in its place.

Knows: which of them are asked now, and what is done to all of them at once.
Must never: decide what is asked or what an answer means; ``flow`` and ``Field`` do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.fields import Question, question
from screens.scroll import Scroll

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.widget import AwaitMount, Widget

    from screens.signs import Signs
    from wizard.model import Answers, Draft, Field


class Form:
    """Questions in a page's ``Scroll``, in the order of ``fields``; each comes when it is asked.

    No widget of its own: the first picture waits a millisecond for each. ``lead`` is what the
    questions come after; ``held``: none takes an answer now.
    """

    def __init__(self, page: Widget, fields: Sequence[Field], signs: Signs, lead: Widget) -> None:
        self.lead = lead
        self._page = page
        self._place = fields.index
        self._signs = signs
        self._questions: list[Question] = []
        self._asked: Sequence[Field] = ()
        self._mounting: list[AwaitMount] = []
        self.held = self._is_aside = False

    def show(
        self, asked: Sequence[Field], answers: Answers, draft: Draft, costs: Mapping[str, str]
    ) -> None:
        """Ask these fields, with the answers as they stand and what another one costs, by field."""
        self._asked = asked
        for field in asked:
            if all(each.field is not field for each in self._questions):
                self._add(field)
        for each in self._questions:
            each.present(answers, draft)
            each.add(costs.get(each.field.name, ""))
        self._show()

    def _add(self, field: Field) -> None:
        before = [each for each in self._questions if self._place(each.field) < self._place(field)]
        new = question(field, self._signs)
        new.disabled = self.held
        if not self._questions:
            new.begin_here()
        self.mount(new, after=before[-1] if before else self.lead)
        self._questions.insert(len(before), new)

    def _show(self) -> None:
        for each in self._questions:
            each.display = each.field in self._asked and not self._is_aside

    def mount(self, widget: Widget, after: Widget) -> None:
        """Put something between the questions; ``mounted`` waits for it as well."""
        self._mounting.append(self._page.query_one(Scroll).mount(widget, after=after))

    async def mounted(self) -> None:
        """Wait until every question can take keys."""
        while self._mounting:
            await self._mounting.pop()

    def questions(self) -> list[Question]:
        """Give those that are asked now."""
        return [each for each in self._questions if each.field in self._asked]

    def hold(self, *, now: bool) -> None:
        """Take no answers, or take them again."""
        self.held = now
        for each in self._questions:
            each.disabled = now

    def step_aside(self, *, now: bool) -> None:
        """Give way to something else, or come back."""
        self._is_aside = now
        self._show()
