"""The mock identity provider: a key set, a discovery document, tokens on request, rotation.

Must never: be taken for an identity provider; it gives a token for any name to whoever asks.
"""

from __future__ import annotations

import json
from typing import Any, Final

from wizard.identity import keys, tokens
from wizard.model import ProblemError
from wizard.sandbox.endpoint import Call, Endpoint, found
from wizard.sandbox.records import pools
from wizard.sandbox.refused import RefusedError
from wizard.sandbox.shapes import choice, integer, record, text

ISSUER: Final = "/_sandbox/idp"
JWKS: Final = f"{ISSUER}/.well-known/jwks.json"
_ALGORITHM: Final = choice(*keys.ALGORITHMS)
_YEAR: Final = 365 * 24 * 3600


async def _jwks(call: Call) -> dict[str, Any]:
    return keys.public_set(await call.world.idp.published())


async def _discovery(call: Call) -> dict[str, Any]:
    origin = call.world.api_origin
    return {
        "issuer": f"{origin}{ISSUER}",
        "jwks_uri": f"{origin}{JWKS}",
        "token_endpoint": f"{origin}{ISSUER}/token",
        "id_token_signing_alg_values_supported": list(keys.ALGORITHMS),
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public"],
    }


async def _token(call: Call) -> dict[str, Any]:
    key = await call.world.idp.newest(call.body.get("alg") or "RS256")
    life = call.body.get("expires_in", 3600)
    claims = {"iss": f"{call.world.api_origin}{ISSUER}", **(call.body.get("claims") or {})}
    try:
        token = tokens.mint(key, user_id=call.body["sub"], expires_in=life, claims=claims)
    except ProblemError as error:
        raise RefusedError(422, error.problem.symptom) from None
    return {"token": token.reveal(), "kid": key.kid, "alg": key.algorithm}


async def _rotate(call: Call) -> dict[str, Any]:
    key = await call.world.idp.rotate(call.body.get("alg") or "RS256")
    return {"kid": key.kid, "alg": key.algorithm}


async def _withdraw(call: Call) -> dict[str, Any]:
    """Withdraw a key, and let the pools know at once, as a judge does who fetches the set."""
    kid = found(call.body["kid"] if call.world.idp.withdraw(call.body["kid"]) else None, "kid")
    document = json.dumps(await _jwks(call))
    pools.keep_key_set_at(call.world.db, f"{call.world.api_origin}{JWKS}", document)
    return {"withdrawn": kid}


ENDPOINTS: Final = (
    Endpoint("GET", JWKS, "The mock identity provider's key set", "ours", _jwks, "none"),
    Endpoint(
        "GET",
        f"{ISSUER}/.well-known/openid-configuration",
        "The mock identity provider's discovery document",
        "ours",
        _discovery,
        "none",
    ),
    Endpoint(
        "POST",
        f"{ISSUER}/token",
        "A token of the mock identity provider for any user; expires_in in seconds, may be past",
        "ours",
        _token,
        credential="none",
        body=record(
            {"sub": text()},
            {
                "alg": _ALGORITHM,
                "expires_in": integer(-_YEAR, 10 * _YEAR),
                "claims": {"type": "object"},
            },
        ),
        also=(409,),
    ),
    Endpoint(
        "POST",
        f"{ISSUER}/rotate",
        "Add a key; from now on it signs",
        "ours",
        _rotate,
        credential="creator",
        body=record({}, {"alg": _ALGORITHM}),
        also=(409,),
    ),
    Endpoint(
        "POST",
        f"{ISSUER}/withdraw",
        "Publish a key no longer",
        "ours",
        _withdraw,
        credential="creator",
        body=record({"kid": text()}),
        also=(404,),
    ),
)
