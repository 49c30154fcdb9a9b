"""What can be wrong with the key that signs tokens, and with what it is asked to sign."""

from typing import Final

from wizard.problems.entry import Entry

_TOKENS = "README, “Tokens”"

ENTRIES: Final = (
    Entry(
        "signing_key.unreadable",
        "This is not a private key that can be read.",
        "{reason}",
        "Give the file that your tool wrote: PEM (PKCS #8, PKCS #1, SEC 1) or JWK.",
        _TOKENS,
    ),
    Entry(
        "signing_key.encrypted",
        "The private key is protected by a password.",
        "The wizard does not ask for passwords of keys.",
        "Write it without one into a file that only you can read: "
        "openssl pkey -in KEY -out KEY.plain.",
        _TOKENS,
    ),
    Entry(
        "signing_key.public",
        "This is a public key, and only a private key can sign.",
        "The public half is what the key set publishes.",
        "Give the private half.",
        _TOKENS,
    ),
    Entry(
        "signing_key.unsupported",
        "This key cannot sign a token for Anon: it is {kind}.",
        "We sign with RSA of 2048 to 8192 bits (RS256), with P-256 (ES256) "
        "and with Ed25519 (EdDSA).",
        "Make a key: anon-wizard jwks new.",
        "RFC 7518 §3.1",
    ),
    Entry(
        "signing_key.not_in_set",
        "Which key of the set signs cannot be told: {count} private keys, wanted “{kid}”.",
        "Exactly one private key has to fit.",
        "Name it with --kid KID, or give a file with that key alone.",
        _TOKENS,
    ),
    Entry(
        "mint.reserved",
        "The claim “{claim}” cannot be set this way.",
        "The user, the expiry and the time of issue have places of their own.",
        "Use --user for the id claim and --expires for the expiry.",
        _TOKENS,
        exit_code=2,
    ),
    Entry(
        "mint.user",
        "A token needs a user id.",
        "Anon takes the user's id from the token; an empty one names nobody.",
        "Give the id that your app knows the user by: --user ID.",
        _TOKENS,
        exit_code=2,
    ),
)
