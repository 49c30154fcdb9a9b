"""``anon-wizard jwks new --out DIR``: a signing key, and the public set to publish.

Must never: put the private key anywhere but into its own 0600 file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.cli import sources
from wizard.cli.command import Result
from wizard.model import ProblemError, Secret
from wizard.paths import named_path
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from wizard.cli.command import Call
    from wizard.identity.keys import SigningKey
    from wizard.profiles.key_folder import KeyFolder


def arguments(parser: ArgumentParser) -> None:
    """Add what the key is like, and where it goes."""
    add = parser.add_argument
    add("--alg", choices=("RS256", "ES256", "EdDSA"), help="(default: RS256)")
    add("--kid", help="the key's name (default: its RFC 7638 thumbprint)")
    add("--key", metavar="FILE", help="take this private key, PEM or JWK, not a new one (-: stdin)")
    add("--out", metavar="DIR", required=True, help="the folder for the key and the set")


def run(call: Call) -> Result:
    """Make them."""
    from wizard.profiles.key_folder import KeyFolder

    folder = KeyFolder(named_path(call.options.out))
    if folder.exists():
        raise ProblemError(problem("key_folder.exists", path=folder.path))
    key = _key(call.options)
    path = folder.add(key)
    data = {
        "kid": key.kid,
        "alg": key.algorithm,
        "privateKey": str(path),
        "jwks": str(folder.set_path),
    }
    text = (
        f"Signing key {printable(key.kid)} ({key.algorithm})\n"
        f"  private  {printable(path)}  (0600; it signs your tokens, keep it to your server)\n"
        f"  public   {printable(folder.set_path)}\n\n{hosting(folder)}"
    )
    return Result(data={**data, "set": public(folder)}, text=text)


def _key(options: Namespace) -> SigningKey:
    """Make a key, or read the one that an in-house system signs with already."""
    from wizard.identity.keys import generate, load_private

    if options.key is None:
        return generate(options.alg or "RS256", options.kid)
    key = load_private(Secret(sources.read_text(options.key)), options.kid)
    if options.alg not in {None, key.algorithm}:
        message = f"--alg {options.alg}: this key is for {key.algorithm}."
        raise ProblemError(problem("usage.wrong", message=message))
    return key


def public(folder: KeyFolder) -> dict[str, Any]:
    """Give the set as it is to be published."""
    return {"keys": folder.published()}


def hosting(folder: KeyFolder) -> str:
    """Say what to publish where (FAQ: “Host it at a URL like …”)."""
    return (
        f"Publish {printable(folder.set_path)}, and nothing else of this folder, as\n"
        "  https://YOUR.HOST/.well-known/jwks.json\n"
        "a static file, Content-Type: application/json, no login, no redirect. Then:\n"
        "  anon-wizard jwks lint https://YOUR.HOST/.well-known/jwks.json"
    )
