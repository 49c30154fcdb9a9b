"""Why a token will be refused, and what can be wrong with the key that signs it.

Documented by Anon: a ``kid`` in the header that is in the key set, a user id in the pool's id
claim. Inferred: a sound signature, ``exp``. The rest is RFC 7515, 7519 and 8725, and our choice.
"""

from typing import Final

from wizard.problems.entry import Entry

_CORS = "Onboarding FAQ, “CORS issue”"
_FAQ_KID = "Onboarding FAQ, “What if I create JWTs without going through an OAuth provider?”"
_TOKENS = "README, “Tokens”"

_SHAPE: Final = (
    Entry(
        "token.empty",
        "There is no token.",
        "Nothing was given where the token should be.",
        "Paste the appUserIdToken: three parts with dots between.",
        _TOKENS,
        "documented",
    ),
    Entry(
        "token.too_large",
        "The token has {size} characters; no more than {limit} are read.",
        "A token travels in headers and configurations, which have limits of their own.",
        "Put fewer claims into it: Anon needs the user id and an expiry.",
        "RFC 8725 §3.2",
        unsaid={"size": "too many"},
    ),
    Entry(
        "token.json_form",
        "This is a signature in JSON form, not a compact token.",
        "JWS has two forms; a JWT is always the compact one.",
        "Let your library write the compact form: header.payload.signature.",
        "RFC 7519 §1",
        "inferred",
    ),
    Entry(
        "token.encrypted",
        "This token is encrypted (five parts), not signed.",
        "Anon verifies a signature against your key set; it cannot open a JWE.",
        "Sign the token with RS256, and do not encrypt it.",
        "RFC 7516 §3.1",
        "inferred",
    ),
    Entry(
        "token.parts",
        "This is not a token: it has {parts}, not three parts with dots between.",
        "A part got lost in copying, or this is another kind of credential.",
        "Paste the whole appUserIdToken: header.payload.signature.",
        "RFC 7515 §3.1",
        "inferred",
        heard=(
            "jwt malformed",
            "Invalid Compact JWS",
            "Not enough segments",
        ),
    ),
    Entry(
        "token.base64",
        "The {part} of the token is not base64url: {reason}.",
        "A token's parts are base64url without padding and without line breaks; "
        "something on the way changed it.",
        "Copy the token again, exactly as it was issued.",
        "RFC 7515 §2",
        "inferred",
    ),
    Entry(
        "token.header",
        "The header of the token is not a sound JSON object: {reason}.",
        "The token was cut or changed, or its library writes something of its own.",
        "Copy the token again, or issue a new one.",
        "RFC 7515 §4",
        "inferred",
    ),
    Entry(
        "token.payload",
        "The payload of the token is not a sound JSON object: {reason}.",
        "The signature is right, but what was signed is no set of claims.",
        "Sign a JSON object with the user id in it.",
        "RFC 7519 §7.2",
        "inferred",
    ),
    Entry(
        "token.duplicate_member",
        "The name “{name}” stands twice in the {part} of the token.",
        "One reader takes the first value, another the last: they see two different tokens.",
        "Write each name once.",
        "RFC 7515 §4",
        "inferred",
        unsaid={"part": "header or payload"},
    ),
)

_HEADER: Final = (
    Entry(
        "token.crit",
        "The header lists extensions that must be understood: {names}.",
        "Whoever does not know them has to refuse the token, and Anon documents none.",
        "Issue the token without “crit”.",
        "RFC 7515 §4.1.11",
        "inferred",
        unsaid={"names": "NAMES"},
    ),
    Entry(
        "token.b64",
        "The header has “b64”: the payload is signed in another way than a JWT's.",
        "Unencoded payloads (RFC 7797) must not be used in a JWT.",
        "Issue the token without “b64”.",
        "RFC 7797 §7",
        "inferred",
    ),
    Entry(
        "token.zip",
        "The header says the payload is compressed (“zip”).",
        "Compression belongs to encrypted tokens; a signed one has none.",
        "Issue the token without “zip”.",
        "RFC 7516 §4.1.3",
        "inferred",
    ),
    Entry(
        "token.no_alg",
        "The header does not say which algorithm signed the token.",
        "“alg” is missing, or not a text.",
        "Sign with RS256, and let your library write the header.",
        "RFC 7515 §4.1.1",
        "inferred",
    ),
    Entry(
        "token.alg_none",
        "The token is not signed at all (“alg”: “{alg}”).",
        "Anybody could have written it.",
        "Sign it with RS256.",
        "RFC 8725 §3.1",
        "inferred",
    ),
    Entry(
        "token.alg_symmetric",
        "The token is signed with {alg}, a shared secret.",
        "Anon verifies with the public keys of your key set; a shared secret is not in it.",
        "Sign it with RS256, by a private key whose public half is in the set.",
        "RFC 8725 §3.1",
        "inferred",
    ),
    Entry(
        "token.alg_unsupported",
        "The token is signed with {alg}, which we do not count on Anon to accept.",
        "Every sample of Anon's is signed with RS256; we accept RS256, ES256 and EdDSA.",
        "Sign it with RS256.",
        _FAQ_KID,
        heard=(
            "ERR_JOSE_ALG_NOT_ALLOWED",
            "JsonWebTokenError: invalid algorithm",
        ),
    ),
    Entry(
        "token.no_kid",
        "The header has no “kid”.",
        "Anon needs it to know which key of the set to verify with.",
        "Put the “kid” of the signing key into the header: {kids}.",
        _FAQ_KID,
        "documented",
        heard=(
            '"kid" is missing in the token header',
            "token header has no kid",
            "kid is required",
        ),
        unsaid={"kids": "KID"},
    ),
    Entry(
        "token.kid_not_text",
        "The “kid” in the header is {what}, not a text.",
        "It must equal the “kid” of a key in the set, and that is a text.",
        "Put the “kid” into the header in quotes.",
        "RFC 7515 §4.1.4",
        "documented",
    ),
)

_KEY: Final = (
    Entry(
        "token.unknown_kid",
        "The token wants the key “{kid}”, and the key set does not have it.",
        "The set has {kids}. The token is from another issuer or another pool's key set, "
        "its key was withdrawn, or the new key is not published yet.",
        "Publish that key, or sign with one that is in the set; "
        "a new identity provider needs a new UserPool and a new SdkClient.",
        _CORS,
        "documented",
        heard=(
            "no applicable key found in the JSON Web Key Set",
            "ERR_JWKS_NO_MATCHING_KEY",
            "Unable to find a signing key that matches",
            "SigningKeyNotFoundError",
        ),
    ),
    Entry(
        "token.alg_mismatch",
        "The token says {alg}, but its key “{kid}” is for {key_alg}.",
        "Which algorithm verifies is the key's to say, never the token's.",
        "Sign with {key_alg}, or name the key that really signed.",
        "RFC 8725 §3.1",
        "inferred",
    ),
    Entry(
        "token.signature_missing",
        "The token has no signature.",
        "Its last part is empty.",
        "Copy the token again; if it stays, let your library sign it.",
        "RFC 7515 §5.2",
        "inferred",
    ),
    Entry(
        "token.signature_form",
        "The signature has {size} bytes; with {alg} it has {expected}.",
        "It was cut, or written in another form (OpenSSL writes ES256 as DER, JOSE as R and S).",
        "Copy the token again, whole; if you sign it yourself, let a JOSE library do it.",
        "RFC 7518 §3.4, RFC 8037 §3.1",
        "inferred",
    ),
    Entry(
        "token.signature",
        "The signature does not fit the key “{kid}”.",
        "Another private key signed it, or the token was changed afterwards. "
        "A mock key set and your own may use the same “kid”.",
        "Sign with the private half of exactly this key, and copy the token again.",
        _CORS,
        "documented",
        heard=(
            "signature verification failed",
            "ERR_JWS_SIGNATURE_VERIFICATION_FAILED",
            "JsonWebTokenError: invalid signature",
            "InvalidSignatureError",
        ),
    ),
)

_CLAIMS: Final = (
    Entry(
        "token.no_user",
        "The token does not say who the user is: the claim “{claim}” is missing or empty.",
        "Anon takes the user's id from the pool's id claim. This token has: {names}.",
        "Put the user's id into “{claim}”, or create the pool with the claim that holds it.",
        _FAQ_KID,
        "documented",
        unsaid={"names": "other claims"},
    ),
    Entry(
        "token.user_not_text",
        "The claim “{claim}” is {what}, not a text.",
        "Anon takes the user's id from it, and an id is a text.",
        "Write the user's id as a text, in quotes.",
        "RFC 7519 §4.1.2",
        "inferred",
    ),
    Entry(
        "token.user_differs",
        "The token is for the user “{actual}”, not for “{wanted}”.",
        "The back end looks for the user that was linked: its ANON_APP_USER_ID and the "
        "token's “{claim}” must be the same, character for character.",
        "Use one id in both places.",
        "Onboarding FAQ, “Error translating external user id”",
        "documented",
        unsaid={"actual": "ANOTHER USER", "wanted": "USER"},
    ),
    Entry(
        "token.time_not_number",
        "The claim “{claim}” is {what}, not a number.",
        "Times in a token are seconds since 1970, as a JSON number.",
        "Write it as a number, without quotes.",
        "RFC 7519 §2",
        "inferred",
    ),
    Entry(
        "token.expired",
        "The token expired {ago}.",
        "Its “exp” is {at}.",
        "Issue a new one. If it is new, check the clock of the machine that issues it.",
        "RFC 7519 §4.1.4",
        "inferred",
        heard=(
            "jwt expired",
            "TokenExpiredError",
            "ERR_JWT_EXPIRED",
            '"exp" claim timestamp check failed',
            "ExpiredSignatureError",
            "Signature has expired",
        ),
    ),
    Entry(
        "token.no_expiry",
        "The token never expires: it has no “exp”.",
        "Anon checks it when it is there. Without it, a token that leaks is good for ever.",
        "Give it an “exp”; for tests a day, for users as long as a login.",
        "RFC 7519 §4.1.4",
        "inferred",
    ),
    Entry(
        "token.expiry_far",
        "The token expires after the year 9999.",
        "Its “exp” ({exp}) looks like milliseconds; times in a token are seconds.",
        "Divide by a thousand where the token is issued.",
        "RFC 7519 §2",
    ),
    Entry(
        "token.not_yet_valid",
        "The token is not valid before {at}.",
        "Its “nbf” lies {ahead} ahead, more than the minute that clocks may differ.",
        "Check the clock of the machine that issues it, and your own.",
        "RFC 7519 §4.1.5",
        "inferred",
        heard=(
            "jwt not active",
            "NotBeforeError",
            '"nbf" claim timestamp check failed',
            "The token is not yet valid (nbf)",
        ),
    ),
    Entry(
        "token.issued_ahead",
        "The token says it was issued in the future, at {at}.",
        "Its “iat” lies {ahead} ahead, more than the minute that clocks may differ.",
        "Check the clock of the machine that issues it, and your own.",
        "RFC 7519 §4.1.6",
        "inferred",
    ),
)

ENTRIES: Final = (*_SHAPE, *_HEADER, *_KEY, *_CLAIMS)
