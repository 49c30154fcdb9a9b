"""What only a person can tell: one question each, settled by name, note and date.

Knows: what must be thought of before real users come (contract, Going to production).
Must never: be settled by a machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.handoff.item import Item, asked
from wizard.handoff.links import PLANNED

if TYPE_CHECKING:
    from wizard.checks.registry import Link
    from wizard.checks.row import Outcome
    from wizard.handoff.look import Look
    from wizard.model import Certainty

CONTACT: Final = "plan.contact"


def _item(id_: str, title: str, link: Link, ask: str, certainty: Certainty = "ours") -> Item:
    def check(_look: Look) -> Outcome:
        return asked(ask)

    return Item(id_, title, link, check, kind="person", ask=ask, certainty=certainty)


ITEMS: Final = (
    _item(
        PLANNED,
        "The apps you plan are known",
        "link",
        "Which apps will your users link? Name their ids: instagram, amazon, linkedin, …",
    ),
    _item(
        CONTACT,
        "Anon knows whom to ask",
        "organization",
        "Who talks to Anon about this, and how do they reach them (Slack channel, e-mail)?",
    ),
    _item(
        "person.extension",
        "The browser extension is chosen",
        "link",
        "Do your users install Anon's extension or one of your own? Which id, and is it published?",
        "documented",
    ),
    _item(
        "person.admin",
        "Who is Admin is known",
        "organization",
        "Who is Admin of your organization at Anon, and who takes over when they are away?",
        "documented",
    ),
    _item(
        "person.errors",
        "The error paths were tried",
        "app",
        "Did somebody see what your users see when the link is cancelled, refused, revoked, or "
        "Anon is down? Who, and when?",
    ),
    _item(
        "person.state",
        "The redirect is verified",
        "app",
        "Does your app make a fresh “state” for each link and check it when the browser comes "
        "back? Are the redirect URLs registered with Anon?",
        "documented",
    ),
    _item(
        "person.logging",
        "Nothing secret is logged",
        "app",
        "Do your logs and error reports leave out tokens, API keys and what is read in your users' "
        "accounts? Who looked?",
    ),
    _item(
        "person.relink",
        "Users know that they link again",
        "link",
        "Links of the sandbox do not come along. How are your test users told to link again?",
        "inferred",
    ),
    _item(
        "person.texts",
        "Privacy and support texts are there",
        "app",
        "Do your privacy notice and your support pages say what you do in a user's account, and "
        "how they end it? Where?",
    ),
    _item(
        "person.rollback",
        "There is a way back",
        "app",
        "How do you switch this off again, for one user and for all, and who decides it?",
    ),
)
