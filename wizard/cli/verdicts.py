"""Verdicts as commands show them: rows, one answer, a line of a batch (cli.md, Output).

Must never: let a line of a batch wait for the next one, or come out of order.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Literal

from wizard.cli.command import Result
from wizard.text import glyphs, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from wizard.model import Problem

State = Literal["ok", "warn", "fail"]
RowState = Literal["pass", "warn", "fail", "skip"]

_SIGNS: Final = {"pass": "ok", "warn": "note", "fail": "bad", "skip": "open"}


def row(name: str, state: RowState, text: str, found: Problem | None = None) -> dict[str, Any]:
    """Give an entry of ``data.checks``."""
    return {"id": name, "state": state, "text": text, "problem": found.code if found else None}


def rows_as_text(rows: Iterable[Mapping[str, Any]]) -> str:
    """Give the rows for a terminal: sign, id, words.

    Of what is wrong the code alone stands here: the problem itself is told once, on stderr.
    """
    shown = list(rows)
    marks = glyphs()
    width = max((len(each["id"]) for each in shown), default=0)
    return "\n".join(
        f"{marks[_SIGNS[each['state']]]} {each['id']:<{width}}  {_words(each)}" for each in shown
    )


def _words(told: Mapping[str, Any]) -> str:
    wrong = told["state"] in {"fail", "warn"} and told["problem"]
    return str(told["problem"] if wrong else told["text"])


def where(source: str, *, private: bool) -> list[dict[str, Any]]:
    """Give the note that Anon itself could not fetch what ``--allow-private`` let pass."""
    from wizard import judging

    barrier = judging.barrier(source) if private else None
    return [row("jwks.public", "skip", judging.only_here(barrier), barrier)] if barrier else []


def answer(
    state: State, problems: tuple[Problem, ...], data: Mapping[str, Any], text: str
) -> Result:
    """Give the result of one judgement: ``warn`` is not a failure."""
    status: Literal["ok", "problem"] = "problem" if state == "fail" else "ok"
    return Result(status, data=data, problems=problems, text=text)


def line(state: State, found: Problem | None, text: str) -> str:
    """Give one line of a batch."""
    verdict = {"verdict": state, "code": found.code if found else None, "text": printable(text)}
    return json.dumps(verdict)


def refused_line(found: Problem) -> str:
    """Give the line of what could not even be judged."""
    return line("fail", found, f"{found.symptom} {found.fix}")


def batch(
    entries: Iterable[str | Problem], judged: Callable[[str], str], *, at_once: int = 1
) -> Result:
    """Judge each entry, ``at_once`` at a time, and write the lines in order, each when it is known.

    A program at the other end of a pipe may wait for one answer before it asks the next thing.
    """

    def one(entry: str | Problem) -> str:
        return judged(entry) if isinstance(entry, str) else refused_line(entry)

    failed = False
    for verdict in map(one, entries) if at_once == 1 else _together(entries, one, at_once):
        print(verdict, flush=True)
        failed = failed or verdict.startswith('{"verdict": "fail"')
    return Result(exit_code=1 if failed else 0, lines=())


def _together(
    entries: Iterable[str | Problem], one: Callable[[str | Problem], str], at_once: int
) -> Iterator[str]:
    """Judge several at a time; a thread of its own reads, since reading may wait for ever."""
    from concurrent.futures import Future, ThreadPoolExecutor
    from queue import Queue
    from threading import Thread

    pool = ThreadPoolExecutor(at_once)
    asked: Queue[Future[str] | None] = Queue(maxsize=4 * at_once)

    def read() -> None:
        try:
            for entry in entries:
                asked.put(pool.submit(one, entry))
        except Exception as trouble:  # noqa: BLE001 — it is raised again where it is waited for
            unread: Future[str] = Future()
            unread.set_exception(trouble)
            asked.put(unread)
        asked.put(None)

    Thread(target=read, daemon=True).start()
    try:
        while (answer := asked.get()) is not None:
            yield answer.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
