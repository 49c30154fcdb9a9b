"""``anon-wizard token verify [FILE|-]``: would it be accepted, and if not, the one first reason.

Knows: how a verdict is shown, and when the active profile's chain judges.
Must never: send the token anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard import judging
from wizard.cli import sources, verdicts
from wizard.text import glyphs, printable

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

    from wizard.cli.command import Call, Result
    from wizard.identity.judge import Verdict

    Judge = Callable[[str], Verdict]


def arguments(parser: ArgumentParser) -> None:
    """Add the token, what it is judged by, and the batch."""
    add = parser.add_argument
    add("source", nargs="?", metavar="FILE|-", help="the token's file (default: stdin)")
    add("--jwks", metavar="URL|FILE", help="the key set (default: the profile's whole chain)")
    add("--id-claim", metavar="CLAIM", help="the claim that holds the user's id (default: sub)")
    add("--user", metavar="ID", help="the user it has to be for")
    add("--allow-private", action="store_true", help="also http, and hosts of your own network")
    add("--batch", metavar="FILE", help="judge one JSON string a line (-: stdin)")
    add("--signature-only", action="store_true", help="ask nothing of the claims; kid is needed")


def run(call: Call) -> Result:
    """Judge it."""
    judge = _by_key_set(call) if call.options.jwks is not None else _by_profile(call)
    if call.options.batch is not None:
        entries = sources.batch(call.options.batch)
        return verdicts.batch(entries, lambda token: _line(judge(token)))
    found = judge(_token(call))
    return _shown(
        found, verdicts.where(call.options.jwks or "", private=call.options.allow_private)
    )


def _by_key_set(call: Call) -> Judge:
    from wizard.identity.judge import judge

    options = call.options
    key_set = judging.key_set(options.jwks, allow_private=options.allow_private)

    def verdict(token: str) -> Verdict:
        return judge(
            token,
            key_set,
            id_claim=options.id_claim or "sub",
            user_id=options.user,
            signature_only=options.signature_only,
        )

    return verdict


def _by_profile(call: Call) -> Judge:
    from wizard.cli.token.chain import by_profile

    return by_profile(call)


def _token(call: Call) -> str:
    import sys

    if call.options.source is None and call.options.jwks is None and sys.stdin.isatty():
        from wizard.cli.token.chain import saved_token

        return saved_token(call).reveal()
    return sources.read_text(call.options.source or "-")


def _line(verdict: Verdict) -> str:
    return verdicts.line(verdict.state, verdict.problem, verdict.text)


def _shown(verdict: Verdict, where: list[dict[str, Any]]) -> Result:
    rows = [verdicts.row(each.id, each.state, each.text, each.problem) for each in verdict.checks]
    rows = [*where, *rows]
    data: dict[str, Any] = {
        "verdict": verdict.state,
        "kid": None if verdict.kid is None else printable(verdict.kid),
        "userId": None if verdict.user_id is None else printable(verdict.user_id),
        "expiresAt": verdict.expires_at,
        "algorithm": verdict.algorithm,
        "checks": rows,
    }
    problems = (verdict.problem,) if verdict.problem else ()
    closing = verdict.text if verdict.state == "ok" else f"{verdict.outcome}."
    return verdicts.answer(verdict.state, problems, data, f"{_rows_as_text(rows)}\n\n{closing}")


def _rows_as_text(rows: list[dict[str, Any]]) -> str:
    from wizard.identity.judge import NOT_REACHED

    reached = [row for row in rows if row["text"] != NOT_REACHED]
    text = verdicts.rows_as_text(reached)
    left = len(rows) - len(reached)
    more = f"{left} more checks were" if left > 1 else "1 more check was"
    return f"{text}\n{glyphs()['open']} {more} not reached" if left else text
