"""A bundle as answers of the setup: the names are those of the steps' fields.

Must never: offer the example user's token for another user.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.problems import problem

if TYPE_CHECKING:
    from wizard.model import Problem, Secret, Value
    from wizard.profiles.bundle.reading import Bundle


def answers_of(bundle: Bundle, user: str = "") -> dict[str, Value]:
    """Give the bundle's answers by field. ``user``: another test user than the example one.

    That one's token is minted with the signing key of the example key set, if it is there.
    """
    signs, example = bundle.secret("signing_key"), example_user(bundle)
    another = bool(user and user != example and signs)
    answers: dict[str, Value | None] = {
        # Example credentials are for Anon's sandbox: a prod key is asked for later (FAQ).
        "environment": bundle.value("environment") or "sandbox",
        "api_key": _credential(bundle),
        "organization": bundle.value("organization"),
        **_pool(bundle),
        "webapp_id": bundle.value("webapp_id"),
        "service_id": bundle.value("service_id"),
        "service_key": bundle.secret("service_key") or bundle.secret("api_key"),
        "user": example,
        "user_token": None if another else bundle.secret("user_token"),
        "mock_signing_key": signs,
        "npm_token": bundle.secret("npm_token"),
    }
    return {name: value for name, value in answers.items() if value}


def other_environment(bundle: Bundle, ours: str) -> Problem | None:
    """Say that the bundle names another environment than ``ours``, where it does."""
    theirs = bundle.value("environment")
    if not theirs or theirs == ours:
        return None
    return problem("bundle.other_environment", theirs=theirs, ours=ours)


def _credential(bundle: Bundle) -> Secret | None:
    """Give what management calls carry."""
    return (
        bundle.secret("api_key") or bundle.secret("session_token") or bundle.secret("service_key")
    )


def example_user(bundle: Bundle) -> str:
    """Give the example user's id: as it stands there, or as the token says."""
    token = bundle.secret("user_token")
    if bundle.value("user") or token is None:
        return bundle.value("user")
    from wizard.identity.tokens import claimed_user

    return claimed_user(token, bundle.value("id_claim") or "sub")


def _pool(bundle: Bundle) -> dict[str, Value | None]:
    """Say which key set it is: the example one is called “mock”, and has its URL in the bundle."""
    url = bundle.value("jwks_url")
    example = bool(bundle.value("key_set") or bundle.secret("signing_key"))
    return {
        "pool_id": bundle.value("pool_id"),
        "jwks": ("mock" if example else url) if url else "",
        "mock_jwks": url if example else "",
        "id_claim": bundle.value("id_claim"),
    }
