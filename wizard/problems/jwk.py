"""What is wrong with a key of a key set (RFC 7517, 7518, 8037, 8725; contract).

Documented by Anon: tokens are signed with a ``kid`` of the set. The limits on keys are inferred:
they are those of the verifiers in common use, and of RFC 8725.
"""

from typing import Final

from wizard.problems.entry import Entry

_FAQ_KID = "Onboarding FAQ, “What if I create JWTs without going through an OAuth provider?”"

_SECRETS: Final = (
    Entry(
        "jwks.private_key",
        "This publishes a private key: {key}.",
        "It holds {members}. Whoever reads it can sign tokens as any of your users.",
        "Rotate it now: make a new key, publish its public members alone, and withdraw this one.",
        "RFC 7517 §9.2",
        "inferred",
        unsaid={"members": "private members"},
    ),
    Entry(
        "jwks.symmetric_key",
        "This publishes a symmetric key: {key}.",
        "The same secret signs and verifies. Whoever reads it can sign tokens as any of your "
        "users.",
        "Rotate it: sign with RS256, and publish only the public key.",
        "RFC 7517 §9.2",
        "inferred",
    ),
)

_KEYS: Final = (
    Entry(
        "jwks.key_not_object",
        "The key {key} in the set is {what}, not an object.",
        "Each key of a set is a JSON object.",
        "Publish the set exactly as your tool wrote it.",
        "RFC 7517 §5",
        "inferred",
    ),
    Entry(
        "jwks.no_kty",
        "The key {key} does not say what kind of key it is.",
        "“kty” is missing, or not a text.",
        "Publish the key with its “kty”: RSA, EC or OKP.",
        "RFC 7517 §4.1",
        "inferred",
    ),
    Entry(
        "jwks.unknown_type",
        "The key {key} is of the kind “{kty}”, which is not used here.",
        "Readers pass over kinds that they do not know.",
        "Nothing to do, as long as your tokens are signed with another key.",
        "RFC 7517 §5",
    ),
    Entry(
        "jwks.no_kid",
        "The key {key} has no “kid”.",
        "A token names its key by “kid”; a key without one is never found.",
        "Give the key a “kid”, and put the same into the header of your tokens.",
        _FAQ_KID,
        "documented",
    ),
    Entry(
        "jwks.kid_not_text",
        "The “kid” of the key {key} is {what}, not a text.",
        "A token names its key by a text; nothing else is equal to it.",
        "Publish the “kid” as a text, in quotes.",
        "RFC 7517 §4.5",
        "inferred",
    ),
    Entry(
        "jwks.duplicate_kid",
        "{count} keys of the set have the same “kid”: “{kid}”.",
        "A token names its key by “kid”; with two of that name, which one is meant is luck.",
        "Give each key a name of its own.",
        "RFC 7517 §4.5",
        "inferred",
        unsaid={"count": "Several"},
    ),
    Entry(
        "jwks.use",
        "The key {key} is not for signatures: its “use” is {use}.",
        "A key that verifies tokens has the use “sig”, or none.",
        "Sign with a key whose “use” is “sig”, or mend this one.",
        "RFC 7517 §4.2",
        "inferred",
    ),
    Entry(
        "jwks.key_ops",
        "The key {key} may not verify: its “key_ops” are {operations}.",
        "A key that verifies tokens has “verify” among its operations, or no “key_ops”.",
        'Publish the key with "key_ops": ["verify"], or without.',
        "RFC 7517 §4.3",
        "inferred",
    ),
    Entry(
        "jwks.alg",
        "The “alg” of the key {key} does not fit it: {alg}.",
        "An {kind} key cannot be used with that algorithm.",
        "Publish the key with the algorithm it is used with ({fitting}), or without “alg”.",
        "RFC 7517 §4.4, RFC 7518 §3.1",
        "inferred",
        unsaid={"kind": "KTY"},
    ),
    Entry(
        "jwks.other_algorithm",
        "The key {key} is for {alg}, which we do not count on Anon to accept.",
        "Every sample of Anon's is signed with RS256; we accept RS256, ES256 and EdDSA.",
        "Sign your tokens with RS256.",
        "RFC 7518 §3.1",
    ),
    Entry(
        "jwks.curve",
        "The key {key} is on the curve {curve}, which we do not count on Anon to accept.",
        "Tokens are accepted from P-256 (ES256) and Ed25519 (EdDSA), besides RSA (RS256).",
        "Sign your tokens with RS256.",
        "RFC 7518 §6.2.1.1",
    ),
    Entry(
        "jwks.x509_member",
        "“{member}” of the key {key} has a value of the wrong kind.",
        "It is about the key's certificate: x5c is a list of texts, x5u an address, the others "
        "are texts.",
        "Publish the key without it, or exactly as your tool wrote it.",
        "RFC 7517 §4.6",
        "inferred",
    ),
    Entry(
        "jwks.missing_member",
        "“{member}” of the key {key} is missing, or not a text.",
        "Without it there is no key.",
        "Publish the key exactly as your tool wrote it.",
        "RFC 7518 §6",
        "inferred",
    ),
    Entry(
        "jwks.base64",
        "“{member}” of the key {key} is not base64url: {reason}.",
        "Key material in a JWK is base64url without padding.",
        "Write “-” for “+”, “_” for “/”, and leave the “=” away.",
        "RFC 7515 §2",
        "inferred",
    ),
    Entry(
        "jwks.leading_zero",
        "“{member}” of the key {key} starts with a zero byte.",
        "The number is right, but its shortest form is asked for; a few readers insist on it.",
        "Leave the zero byte away.",
        "RFC 7518 §6.3.1.1",
        "inferred",
    ),
    Entry(
        "jwks.rsa_too_small",
        "The key {key} has {bits} bits.",
        "RSA keys under 2048 bits are refused for signatures: they can be broken.",
        "Make a new key of 2048 bits: anon-wizard jwks new.",
        "RFC 7518 §3.3",
        "inferred",
        unsaid={"bits": "too few"},
    ),
    Entry(
        "jwks.rsa_too_large",
        "The key {key} has {bits} bits.",
        "Verifiers stop at 8192 bits: larger keys make them slow enough to be attacked.",
        "Make a new key of 2048 bits: anon-wizard jwks new.",
        "RFC 8725 §3.2",
        "inferred",
        unsaid={"bits": "too many"},
    ),
    Entry(
        "jwks.rsa_modulus",
        "The key {key} is not a sound RSA key: its modulus {reason}.",
        "The modulus of a real key is the product of two large primes.",
        "Make a new key: anon-wizard jwks new.",
        "RFC 8017 §3.1",
        "inferred",
        unsaid={"reason": "is even, a square or has a small factor"},
    ),
    Entry(
        "jwks.rsa_exponent",
        "The key {key} has a bad exponent: {reason}.",
        "With such an exponent signatures can be forged, or verifiers refuse the key.",
        "Make a new key, with the usual exponent 65537: anon-wizard jwks new.",
        "RFC 8017 §3.1",
        "inferred",
        unsaid={"reason": "it is even, one, or too large"},
    ),
    Entry(
        "jwks.rsa_small_exponent",
        "The key {key} has the exponent {exponent}.",
        "It is valid, but old verifiers made mistakes with small exponents; "
        "some refuse all below 65537.",
        "Next time make a key with the exponent 65537: anon-wizard jwks new.",
        "NIST SP 800-56B §6.2",
        "inferred",
    ),
    Entry(
        "jwks.wrong_size",
        "“{member}” of the key {key} has {size} bytes; on {curve} it has 32.",
        "Key and curve do not belong together, or leading zeros were lost.",
        "Publish the key exactly as your tool wrote it.",
        "RFC 7518 §6.2.1.2, RFC 8037 §2",
        "inferred",
    ),
    Entry(
        "jwks.off_curve",
        "The key {key} is not a point on its curve ({curve}).",
        "No private key belongs to it, so no signature can ever fit.",
        "Publish the key exactly as your tool wrote it.",
        "RFC 8725 §3.4",
        "inferred",
    ),
    Entry(
        "jwks.weak_point",
        "The key {key} is a point of small order on Ed25519.",
        "Signatures that fit it can be made without any private key.",
        "Make a new key: anon-wizard jwks new --alg EdDSA.",
        "RFC 8725 §3.4",
        "inferred",
    ),
)

ENTRIES: Final = (*_SECRETS, *_KEYS)
