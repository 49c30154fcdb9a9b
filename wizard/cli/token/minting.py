"""``anon-wizard token mint --user ID``: a token for a user of yours.

With ``--key`` it is signed here; without, the mock identity provider of the local sandbox issues it
for a profile that uses it.
Must never: let a claim take the place of the user, a time or the key's name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from wizard.cli import sources
from wizard.cli.command import Result
from wizard.identity import strict_json
from wizard.model import ProblemError, Secret
from wizard.paths import named_path
from wizard.problems import problem

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from wizard.cli.command import Call
    from wizard.identity.keys import SigningKey
    from wizard.model import Pool, Profile

_DURATION: Final = re.compile(r"(\d{1,9})([smhdw]?)")
_SECONDS: Final = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DEFAULT: Final = "1d"


def arguments(parser: ArgumentParser) -> None:
    """Add what the token says, and who signs it."""
    add = parser.add_argument
    add("--user", required=True, metavar="ID", help="the user's id, in the id claim")
    add("--id-claim", metavar="CLAIM", help="the pool's id claim (default: the profile's, or sub)")
    add(
        "--expires",
        default=_DEFAULT,
        metavar="DURATION",
        help="90s, 15m, 12h, 7d, never; 90 is 90 s (1d)",
    )
    add("--claim", action="append", default=[], metavar="NAME=VALUE", help="JSON, or a text")
    add("--key", metavar="FILE", help="the private key, PEM or JWK (-: stdin)")
    add("--kid", help="its name in the key set (default: as in the set beside it)")


def run(call: Call) -> Result:
    """Make it."""
    from wizard.identity.tokens import inspect

    options = call.options
    life = seconds(options.expires)
    claims = dict(_claim(each) for each in options.claim)
    token = _signed(options, life, claims) if options.key else _issued(call, life, claims)
    seen = inspect(token.reveal())
    data = {
        "token": token.reveal(),
        "kid": seen.kid,
        "userId": options.user,
        "expiresAt": seen.expires_at,
        "algorithm": seen.header.get("alg"),
    }
    return Result(data=data, text=token.reveal())


def seconds(text: str) -> int | None:
    """Read a duration: a number with s, m, h, d or w; “never” is None. Raises ``usage.wrong``."""
    if text == "never":
        return None
    found = _DURATION.fullmatch(text)
    if found is None:
        message = f"--expires {text}: a duration is 90s, 15m, 12h, 7d, 2w or never."
        raise ProblemError(problem("usage.wrong", message=message))
    return int(found[1]) * _SECONDS[found[2]]


def _claim(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        message = f"--claim {text}: write NAME=VALUE."
        raise ProblemError(problem("usage.wrong", message=message))
    try:
        return name, strict_json.parse(value.encode("utf-8", "surrogateescape"))
    except strict_json.JsonError:
        return name, value


def _signed(options: Namespace, life: int | None, claims: dict[str, Any]) -> Secret:
    from wizard.identity.keys import load_private
    from wizard.identity.tokens import mint

    key = load_private(Secret(sources.read_text(options.key)), options.kid)
    if options.kid is None:
        key = _named_as_published(key, options.key)
    id_claim = options.id_claim or "sub"
    return mint(key, user_id=options.user, id_claim=id_claim, expires_in=life, claims=claims)


def _named_as_published(key: SigningKey, path: str) -> SigningKey:
    """Take the kid that the key has in the ``jwks.json`` beside it: else tokens name no key."""
    from dataclasses import replace

    from wizard.identity.keys import thumbprint
    from wizard.profiles.key_folder import KeyFolder

    folder = KeyFolder(named_path(path).parent)
    if path == "-" or not folder.exists():
        return key
    print_of = thumbprint(key.public_jwk())
    same = [jwk for jwk in folder.published() if thumbprint(jwk) == print_of]
    return replace(key, kid=str(same[0]["kid"])) if same else key


def _issued(call: Call, life: int | None, claims: dict[str, Any]) -> Secret:
    """Let the mock identity provider issue it, or sign it with the example key of a bundle."""
    from wizard.cli.chosen import chosen_profile
    from wizard.environments import environment

    profile = chosen_profile(call)
    pool = profile.pool()
    if pool and not environment(profile.environment).local:
        return _signed_with_example(call, profile, pool, life, claims)
    if pool is None or pool.source != "mock":
        raise ProblemError(problem("mint.no_key", profile=profile.name))
    return _from_sandbox(call, pool, life, claims)


def _signed_with_example(
    call: Call, profile: Profile, pool: Pool, life: int | None, claims: dict[str, Any]
) -> Secret:
    """Sign for one more example user (FAQ), with the key that came with Anon's credentials."""
    from wizard.identity.keys import load_private
    from wizard.identity.tokens import mint
    from wizard.profiles.secrets import open_secrets
    from wizard.steps.user_token import EXAMPLE_KEY

    options = call.options
    text = open_secrets(profile.secret_store, call.home).get(profile.name, EXAMPLE_KEY)
    if text is None:
        raise ProblemError(problem("mint.no_key", profile=profile.name))
    id_claim = options.id_claim or pool.id_claim
    key = load_private(text, options.kid)
    return mint(key, user_id=options.user, id_claim=id_claim, expires_in=life, claims=claims)


def _from_sandbox(call: Call, pool: Pool, life: int | None, claims: dict[str, Any]) -> Secret:
    from wizard.sandbox import ensure

    options = call.options
    if life is None:
        message = "The mock identity provider issues no token for ever; --key signs one."
        raise ProblemError(problem("usage.wrong", message=message))
    id_claim = options.id_claim or pool.id_claim
    own = {} if id_claim == "sub" else {id_claim: options.user}
    sandbox = ensure(call.home.sandbox())
    return sandbox.issue_token(options.user, expires_in=life, claims={**claims, **own})
