"""What can be wrong with the key that signs tokens, and with what it is asked to sign."""

from typing import Final

from wizard.problems.entry import Entry

_TOKENS = "README, “Tokens”"
_ROTATION = "README, “Rotate a key”"

ENTRIES: Final = (
    Entry(
        "signing_key.unreadable",
        "This is not a private key that can be read.",
        "{reason}",
        "Give the file that your tool wrote: PEM (PKCS #8, PKCS #1, SEC 1) or JWK.",
        _TOKENS,
        unsaid={"reason": "It is a public key, is encrypted, was cut, or is no key at all."},
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
        unsaid={"kind": "of another kind or size"},
    ),
    Entry(
        "signing_key.not_in_set",
        "Which key of the set signs cannot be told: {count} private keys, wanted “{kid}”.",
        "Exactly one private key has to fit.",
        "Name it (--kid KID), or give a file with that key alone.",
        _TOKENS,
        unsaid={"count": "none, or several,"},
    ),
    Entry(
        "mint.reserved",
        "The claim “{claim}” cannot be set this way.",
        "The user, the expiry and the time of issue have places of their own.",
        "The id claim has a flag of its own (--user), and so has the expiry (--expires).",
        _TOKENS,
        exit_code=2,
    ),
    Entry(
        "mint.user",
        "A token needs a user id.",
        "Anon takes the user's id from the token; an empty one names nobody.",
        "Give the id that your app knows the user by (--user ID).",
        _TOKENS,
        exit_code=2,
    ),
    Entry(
        "mint.no_key",
        "The profile “{profile}” has no identity provider of ours to issue a token.",
        "Only the local sandbox's mock provider issues tokens for any name.",
        "Sign it yourself: --key FILE.",
        _TOKENS,
        exit_code=2,
    ),
    Entry(
        "key_folder.exists",
        "There is a key set in {path} already.",
        "A new key beside it would be a rotation.",
        "Rotate it: anon-wizard jwks rotate DIR. Or choose another folder.",
        _ROTATION,
        exit_code=2,
        unsaid={"path": "FOLDER"},
    ),
    Entry(
        "key_folder.none",
        "There is no key set in {path}.",
        "A folder that can be rotated has a jwks.json, and the private keys beside it.",
        "Make one: anon-wizard jwks new --out DIR.",
        _ROTATION,
        exit_code=2,
        unsaid={"path": "FOLDER"},
    ),
    Entry(
        "key_folder.taken",
        "There is a key named “{kid}” in {path} already.",
        "Every key has a name of its own, and no private key is ever overwritten.",
        "Choose another name for the key (--kid), or none.",
        _ROTATION,
        exit_code=2,
        unsaid={"path": "FOLDER"},
    ),
    Entry(
        "rotation.unknown_kid",
        "The set has no key “{kid}”.",
        "It has {kids}.",
        "Name one of these with --withdraw.",
        _ROTATION,
        exit_code=2,
    ),
    Entry(
        "rotation.last_key",
        "“{kid}” is the last key of the set that can verify.",
        "Without it every token would be refused.",
        "Add a key first: anon-wizard jwks rotate DIR.",
        _ROTATION,
    ),
    Entry(
        "rotation.not_published",
        "{url} does not show the key “{kid}” yet.",
        "Tokens signed with it would be refused: whoever verifies them reads this address. "
        "Caches may hold the older set for a while.",
        "Publish the set, wait, and run the same command again (--wait SECONDS waits here).",
        _ROTATION,
    ),
    Entry(
        "rotation.no_private_key",
        "The private half of no key is here, so that the rehearsal has nothing to sign with.",
        "The files of the private keys were moved away.",
        "Put one of them back, or try a token of your own: anon-wizard token verify --jwks FILE.",
        _ROTATION,
    ),
)
