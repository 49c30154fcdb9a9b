"""``anon-wizard jwks rotate [DIR] [--withdraw KID]``: a key more, and later the old one less.

Between the two lies a wait that only the publisher can keep: until the new set is served, no token
may be signed with the new key; until the last old token has expired, the old key stays.
Must never: withdraw the last key, or remove a private one.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, Final

from wizard import judging
from wizard.cli import verdicts
from wizard.cli.jwks.making import public
from wizard.model import ProblemError
from wizard.paths import named_path
from wizard.problems import problem
from wizard.text import command, printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from wizard.cli.command import Call, Result
    from wizard.identity.keys import SigningKey
    from wizard.identity.rotation import Trial
    from wizard.profiles.key_folder import KeyFolder

_BETWEEN_LOOKS: Final = 5.0  # seconds


def arguments(parser: ArgumentParser) -> None:
    """Add the folder, and what is to be withdrawn when."""
    add = parser.add_argument
    add("folder", nargs="?", metavar="DIR", help="that jwks new made (default: rehearse locally)")
    add("--alg", choices=("RS256", "ES256", "EdDSA"), help="of the new key (default: as before)")
    add("--kid", help="the new key's name (default: its RFC 7638 thumbprint)")
    add("--withdraw", metavar="KID", help="publish this key no longer")
    add("--url", help="with --withdraw: only once the other keys are published here")
    add("--wait", type=float, default=0.0, metavar="SECONDS", help="how long to wait for that")
    add("--allow-private", action="store_true", help="for --url: also http and your own network")


def run(call: Call) -> Result:
    """Add a key, or withdraw one, and try what tokens meet then."""
    from wizard.profiles.key_folder import KeyFolder

    if call.options.folder is None:
        from wizard.cli.jwks import rehearsing

        return rehearsing.run(call)
    folder = KeyFolder(named_path(call.options.folder))
    return _withdraw(call, folder) if call.options.withdraw else _add(call.options, folder)


def _add(options: Namespace, folder: KeyFolder) -> Result:
    from wizard.identity.keys import generate

    keys = folder.published()
    new = generate(options.alg or _algorithm(keys[-1]), options.kid)
    path = folder.add(new)
    old = [str(jwk["kid"]) for jwk in keys]
    where = str(folder.path)
    withdraw = command("anon-wizard", "jwks", "rotate", where, "--withdraw", old[-1])
    text = (
        f"Added {printable(new.kid)}; its private key is {printable(path)}.\n"
        f"1. Publish {printable(folder.set_path)}.\n"
        "2. Wait until caches have let go of the old set, then sign with the new key.\n"
        "3. When the last token of an old key has expired, withdraw it:\n"
        f"   {withdraw} --url URL"
    )
    data = {"added": new.kid, "privateKey": str(path), "withdrawn": None}
    return _tried(folder, _signers(folder), data, text, refused=None)


def _algorithm(jwk: dict[str, Any]) -> Any:
    return {"EC": "ES256", "OKP": "EdDSA"}.get(jwk["kty"], "RS256")


def _withdraw(call: Call, folder: KeyFolder) -> Result:
    kid, keys = call.options.withdraw, folder.published()
    rest = [jwk for jwk in keys if jwk.get("kid") != kid]
    if len(rest) == len(keys):
        known = ", ".join(f"“{jwk.get('kid')}”" for jwk in keys)
        raise ProblemError(problem("rotation.unknown_kid", kid=kid, kids=known))
    _keep_one_that_verifies(rest, kid)
    if call.options.url:
        _wait_until_published(call, rest)
    signers = _signers(folder)
    folder.publish(rest)
    text = (
        f"Withdrew {printable(kid)}. Publish {printable(folder.set_path)}: from then on its "
        "tokens are refused.\nIts private key is still here; nobody needs it any more."
    )
    data = {"added": None, "privateKey": None, "withdrawn": kid}
    return _tried(folder, signers, data, text, refused=kid)


def _keep_one_that_verifies(rest: list[dict[str, Any]], kid: str) -> None:
    from wizard.identity.jwks import lint

    if not lint(json.dumps({"keys": rest}).encode()).kids:
        raise ProblemError(problem("rotation.last_key", kid=kid))


def _wait_until_published(call: Call, keys: list[dict[str, Any]]) -> None:
    options = call.options
    end = time.monotonic() + options.wait
    while missing := _missing(options, keys):
        if time.monotonic() + _BETWEEN_LOOKS > end:
            raise ProblemError(problem("rotation.not_published", url=options.url, kid=missing))
        call.say(f"Waiting for {printable(options.url)} to show {printable(missing)}")
        time.sleep(_BETWEEN_LOOKS)


def _missing(options: Namespace, keys: list[dict[str, Any]]) -> str | None:
    found = judging.key_set(options.url, allow_private=options.allow_private)
    if found.document_problem:
        raise ProblemError(found.document_problem)
    return next((str(jwk["kid"]) for jwk in keys if jwk["kid"] not in found.by_kid), None)


def _signers(folder: KeyFolder) -> list[SigningKey]:
    return [key for jwk in folder.published() if (key := folder.private(jwk))]


def _tried(
    folder: KeyFolder, signers: list[SigningKey], data: dict[str, Any], text: str, *, refused: Any
) -> Result:
    """Sign with each key that is here, and show what its tokens meet now."""
    from wizard.identity.jwks import lint
    from wizard.identity.rotation import rehearse

    trials = rehearse(signers, lint(folder.set_path.read_bytes()))
    rows = [
        trial_row(f"rotation.key.{number}", trial, refused=trial.kid == refused)
        for number, trial in enumerate(trials, start=1)
    ]
    failed = any(row["state"] == "fail" for row in rows)
    none = () if rows else (problem("rotation.no_private_key"),)
    shown = f"{text}\n\n{verdicts.rows_as_text(rows)}" if rows else text
    whole = {**data, "jwks": str(folder.set_path), "set": public(folder), "checks": rows}
    return verdicts.answer("fail" if failed else "ok", none, whole, shown)


def trial_row(name: str, trial: Trial, *, refused: bool) -> dict[str, Any]:
    """Give a row: ``refused`` says that the key's tokens ought to be refused now."""
    verdict = trial.verdict
    right = (verdict.code == "token.unknown_kid") if refused else verdict.state == "ok"
    met = "are refused, as they should be" if refused else "pass"
    text = f"tokens of {printable(trial.kid)} {met if right else f': {verdict.text}'}"
    return verdicts.row(name, "pass" if right else "fail", text)
