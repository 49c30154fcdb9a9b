"""Why a key set cannot be fetched from where it is published (threats, Fetching a key set).

Documented by Anon: the address must be public. The rest keeps the fetcher, and Anon's, out of harm.
"""

from typing import Final

from wizard.problems.entry import Entry

_ENDPOINTS = "Onboarding FAQ, “Anon endpoints”"
_HOSTING = "README, “Publish a key set”"

ENTRIES: Final = (
    Entry(
        "jwks.url",
        "This address cannot be fetched: {reason}.",
        "Anon's servers download the set from a plain https:// address.",
        "Give an address like https://yourcompany.ai/.well-known/jwks.json.",
        _HOSTING,
        "inferred",
    ),
    Entry(
        "jwks.not_https",
        "The address of the key set starts with http://.",
        "Whoever sits on the way could put a key of their own into the set.",
        "Publish it under https://. For a set on your own machine, add --allow-private.",
        _HOSTING,
        "inferred",
    ),
    Entry(
        "jwks.not_public",
        "Anon cannot reach {host}: {reason}.",
        "Anon's servers download the set over the internet. Nothing was sent to this address.",
        "Publish the set on a public host. "
        "For a set on your own machine or network, add --allow-private.",
        _ENDPOINTS,
        "documented",
    ),
    Entry(
        "jwks.redirect",
        "{host} answers with a redirect to {target}.",
        "Anon may not follow it, so we do not either.",
        "Use the address that finally answers.",
        _HOSTING,
        "inferred",
    ),
    Entry(
        "jwks.status",
        "{host} answers {status}, not a key set.",
        "{reason}",
        "Open the URL in a private window: the set must show there, without a login.",
        _ENDPOINTS,
        "documented",
        unsaid={
            "reason": "It wants a login, has nothing at this path, was asked too often, or is "
            "in trouble.",
        },
    ),
)
