"""``anon-wizard jwks rotate`` without a folder: a whole rotation at the mock identity provider.

Two keys are added, the first is withdrawn, and so is the second when all has been seen: tokens that
were issued before stay good.
Must never: touch any identity provider but the local sandbox's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.cli import verdicts
from wizard.cli.jwks.rotating import trial_row

if TYPE_CHECKING:
    from wizard.cli.command import Call, Result
    from wizard.identity.rotation import Trial
    from wizard.sandbox import Running


def run(call: Call) -> Result:
    """Rotate there and back."""
    from wizard.sandbox import ensure

    sandbox = ensure(call.home.sandbox())
    algorithm = call.options.alg or "RS256"
    old, old_token = _added(sandbox, algorithm)
    new, new_token = _added(sandbox, algorithm)
    both = [_trial(sandbox, old, old_token), _trial(sandbox, new, new_token)]
    _ask(sandbox, "withdraw", {"kid": old})
    after = [_trial(sandbox, old, old_token), _trial(sandbox, new, new_token)]
    _ask(sandbox, "withdraw", {"kid": new})
    rows = _rows("both", both, None) + _rows("withdrawn", after, old)
    failed = any(row["state"] == "fail" for row in rows)
    text = f"Rehearsed at {sandbox.jwks_uri}:\n\n{verdicts.rows_as_text(rows)}"
    data = {"jwks": sandbox.jwks_uri, "added": new, "withdrawn": old, "checks": rows}
    return verdicts.answer("fail" if failed else "ok", (), data, text)


def _added(sandbox: Running, algorithm: str) -> tuple[str, str]:
    """Let the provider make a key, and sign a token with it."""
    from wizard.identity.rotation import USER

    kid = str(_ask(sandbox, "rotate", {"alg": algorithm})["kid"])
    return kid, sandbox.issue_token(USER, alg=algorithm).reveal()


def _ask(sandbox: Running, what: str, body: dict[str, str]) -> Any:
    from wizard.sandbox.calls import ask

    return ask("POST", f"{sandbox.url}/_sandbox/idp/{what}", sandbox.keys["local"], json=body)


def _trial(sandbox: Running, kid: str, token: str) -> Trial:
    from wizard.identity.fetch import load
    from wizard.identity.judge import judge
    from wizard.identity.rotation import Trial

    return Trial(kid, judge(token, load(sandbox.jwks_uri, allow_private=True)))


def _rows(stage: str, trials: list[Trial], refused: str | None) -> list[dict[str, Any]]:
    """Give the rows of the old and the new key at one stage."""
    return [
        trial_row(f"rotation.{stage}.{name}", trial, refused=trial.kid == refused)
        for name, trial in zip(("old_key", "new_key"), trials, strict=True)
    ]
