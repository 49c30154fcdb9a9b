"""The packet: what stands in it, and that no text of a stranger's becomes markup."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from wizard.handoff.checklist import ITEMS, go_through
from wizard.handoff.markdown import markdown
from wizard.handoff.packet import Document, packet
from wizard.handoff.page import page
from wizard.handoff.writing import write_packet
from wizard.model import ProblemError
from wizard.profiles import handoffs
from wizard.profiles.handoffs import Word

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.handoff.ground import Ground

HOSTILE = "</pre><script>alert(1)</script> [click](javascript:1) `x` **b** | \x1b[31m \u202e $title"


def document(ground: Ground) -> Document:
    look = ground.look()
    return packet(look, list(go_through(look)))


def contact(ground: Ground, note: str) -> None:
    word = Word("plan.contact", "Ada", note, 1)
    handoffs.update(ground.home, "acme", lambda record: record.with_word(word))


class Tags(HTMLParser):
    """Collects the tags of a page, and what their attributes would load."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.loads += [value or "" for name, value in attrs if name in {"src", "href", "style"}]
        assert not [name for name, _ in attrs if name.startswith("on")]


def test_all_that_anon_needs_stands_in_it(ground: Ground) -> None:
    ground.promote()
    told = document(ground)
    assert told["plannedApps"] == ["instagram"]
    assert told["contact"] == "Ada, #acme on Slack"
    assert told["production"]["userPoolId"] == "pool-9"
    assert {each["key"] for each in told["keys"]} == {"“2026-10”", "“2026-04”"}
    assert told["ready"] is True
    for form in (json.dumps(told), markdown(told), page(told)):
        for word in ("pool-1", "web-1", "srv-1", "pool-9", told["keys"][0]["thumbprint"]):
            assert word in form


def test_each_item_stands_in_each_form_with_its_evidence(ground: Ground) -> None:
    told = document(ground)
    assert [each["id"] for each in told["checks"]] == [each.id for each in ITEMS]
    html, text = page(told), markdown(told)
    for each in told["checks"]:
        assert each["id"] in html
        assert f"`{each['id']}`" in text


def test_a_strangers_text_becomes_no_markup(ground: Ground) -> None:
    contact(ground, HOSTILE)
    told = document(ground)
    tags = Tags()
    tags.feed(page(told))
    assert "script" not in tags.tags
    assert set(tags.loads) == {"data:,"}
    text = markdown(told)
    outside = re.sub(r"```text\n.*?\n```", "", text, flags=re.DOTALL)
    assert "<script" not in outside
    assert "](javascript" not in outside
    for form in (page(told), text, json.dumps(told, ensure_ascii=False)):
        assert "\x1b" not in form
        assert "\u202e" not in form


def test_a_message_cannot_end_its_own_block(ground: Ground) -> None:
    contact(ground, "``` # not a heading")
    assert markdown(document(ground)).count("```") == 4


def test_outside_a_rehearsal_nothing_says_rehearsal(ground: Ground) -> None:
    told = document(ground)
    assert told["rehearsal"] is False
    for form in (markdown(told), page(told), *told["messages"].values()):
        assert "ehearsal of" not in form
        assert "[Rehearsal" not in form


def test_a_key_set_that_cannot_be_fetched_leaves_a_packet_without_prints(ground: Ground) -> None:
    ground.public.answers.clear()
    told = document(ground)
    assert told["keys"] == []
    assert "could not be fetched" in page(told)


def test_what_is_open_stands_in_the_message(ground: Ground) -> None:
    ground.forget_word("person.rollback")
    words = document(ground)["messages"]
    assert "Still open: There is a way back" in words["email"]


def test_a_packet_is_replaced_whole(ground: Ground, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "packet"
    first = write_packet(folder, document(ground))
    contact(ground, "Grace")
    again = write_packet(folder, document(ground))
    assert first == again
    assert all("Grace" in path.read_text(encoding="utf-8") for path in again)
    assert len(list(folder.iterdir())) == 3


def test_a_folder_that_is_a_file_is_refused_by_name(ground: Ground, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    with pytest.raises(ProblemError) as refused:
        write_packet(taken, document(ground))
    assert refused.value.problem.code == "handoff.packet_folder"
    assert taken.read_text() == "mine"
