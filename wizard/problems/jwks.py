"""Why a document is no key set (RFC 7517, 8259; contract, Errors).

Documented by Anon: its servers must be able to read JSON there. What is wrong with a key stands in
``jwk.py``, what is wrong with the address in ``hosting.py``.
"""

from typing import Final

from wizard.problems.entry import Entry

_ENDPOINTS = "Onboarding FAQ, “Anon endpoints”"
_HOSTING = "README, “Publish a key set”"
_DECODING = "Anon would say: error decoding response body: expected value at line 1 column 1."

ENTRIES: Final = (
    Entry(
        "jwks.empty",
        "This answers with nothing where a key set should be.",
        _DECODING,
        'Publish the key set at this address: {{"keys": [ … ]}}.',
        _ENDPOINTS,
        "documented",
    ),
    Entry(
        "jwks.html",
        "This is an HTML or XML page, not a key set.",
        "A login page, an error page or a web app answers at this address. " + _DECODING,
        "Publish the set without a login, and check the URL in a private window.",
        _ENDPOINTS,
        "documented",
    ),
    Entry(
        "jwks.pem",
        "This is a PEM block, not a key set.",
        "A JWKS is JSON; PEM is another form of the same keys. " + _DECODING,
        'Turn the public key into a JWK and publish {{"keys": [ … ]}}; '
        "anon-wizard jwks new makes both at once.",
        _ENDPOINTS,
        "documented",
    ),
    Entry(
        "jwks.not_json",
        "This is not JSON ({detail}).",
        "The text breaks off or breaks the rules of JSON at that place. " + _DECODING,
        "Publish the set exactly as your tool wrote it.",
        _ENDPOINTS,
        "documented",
    ),
    Entry(
        "jwks.trailing_bytes",
        "Something follows the JSON document ({detail}).",
        "A file holds two documents, or text was appended. Strict readers refuse it: "
        "error decoding response body: trailing characters.",
        "Publish one JSON document and nothing after it.",
        "RFC 8259 §2",
        "inferred",
        heard=("error decoding response body: trailing characters",),
    ),
    Entry(
        "jwks.not_utf8",
        "This is not UTF-8 ({detail}).",
        "JSON is exchanged in UTF-8 alone.",
        "Save the file as UTF-8, without a byte order mark.",
        "RFC 8259 §8.1",
        "inferred",
    ),
    Entry(
        "jwks.bom",
        "The document starts with a byte order mark.",
        "Some editors put one before the text; strict JSON readers stop at it. " + _DECODING,
        "Save the file as UTF-8 without a byte order mark.",
        "RFC 8259 §8.1",
        "inferred",
    ),
    Entry(
        "jwks.duplicate_member",
        "The name “{detail}” stands twice in the same object.",
        "One reader takes the first value, another the last: they see two different keys.",
        "Publish each name once.",
        "RFC 7517 §4",
        "inferred",
        unsaid={"detail": "NAME"},
    ),
    Entry(
        "jwks.not_a_number",
        "“{detail}” is not JSON.",
        "NaN and Infinity are JavaScript; JSON has no such values.",
        "Take the value out.",
        "RFC 8259 §6",
        "inferred",
        unsaid={"detail": "NaN"},
    ),
    Entry(
        "jwks.giant_number",
        "The document holds a number that no reader can keep ({detail}).",
        "Key material in a JWK is text in base64url, never a JSON number.",
        "Publish the set exactly as your tool wrote it.",
        "RFC 8259 §6",
        "inferred",
    ),
    Entry(
        "jwks.too_deep",
        "The document is nested without end ({detail}).",
        "A key set needs three levels.",
        'Publish {{"keys": [ … ]}} with one flat object a key.',
        "RFC 7517 §5",
        "inferred",
    ),
    Entry(
        "jwks.lone_surrogate",
        "A text in the document is not Unicode: {detail}.",
        "An escape like \\ud800 without its other half stands for no character.",
        "Publish the set exactly as your tool wrote it.",
        "RFC 8259 §8.2",
        "inferred",
        unsaid={"detail": "here stands the place"},
    ),
    Entry(
        "jwks.too_large",
        "The key set is larger than {limit}.",
        "No real set comes near; whoever fetches it gives up.",
        "Check the address; publish the keys in use and no others.",
        _HOSTING,
    ),
    Entry(
        "jwks.single_jwk",
        "This is a single key, not a key set.",
        "A JWKS wraps its keys in a list, even where there is only one.",
        'Publish {{"keys": [ THIS KEY ]}}.',
        "RFC 7517 §5",
        "inferred",
    ),
    Entry(
        "jwks.bare_list",
        "This is a bare list, not a key set.",
        "The list of keys belongs into an object, under the name “keys”.",
        'Publish {{"keys": THIS LIST}}.',
        "RFC 7517 §5",
        "inferred",
    ),
    Entry(
        "jwks.discovery",
        "This is an OpenID discovery document, not a key set.",
        "It tells where the key set is: {jwks_uri}.",
        "Use its jwks_uri: {jwks_uri}.",
        "OpenID Connect Discovery 1.0 §3",
        "inferred",
    ),
    Entry(
        "jwks.x509_map",
        "This is a map of X.509 certificates, not a key set.",
        "Some providers publish their keys in both forms, at two addresses.",
        "Use the provider's JWKS address (Google's is https://www.googleapis.com/oauth2/v3/certs).",
        "RFC 7517 §5",
        "inferred",
    ),
    Entry(
        "jwks.not_object",
        "This is JSON, but {what}, not a key set.",
        "A key set is an object with a list under the name “keys”.",
        'Publish {{"keys": [ … ]}}.',
        "RFC 7517 §5",
        "inferred",
        unsaid={"what": "a list, a text or a number"},
    ),
    Entry(
        "jwks.no_keys_member",
        "This JSON object has no “keys”.",
        "A key set is an object with a list under the name “keys”. This one has: {names}.",
        'Publish {{"keys": [ … ]}}; check the address if this is an error message.',
        "RFC 7517 §5",
        "inferred",
        heard=(
            "JSON Web Key Set malformed",
            "ERR_JWKS_INVALID",
        ),
        unsaid={"names": "other names"},
    ),
    Entry(
        "jwks.keys_not_list",
        "“keys” is {what}, not a list.",
        "The keys of a set stand in a list, even where there is only one.",
        'Publish {{"keys": [ … ]}}.',
        "RFC 7517 §5",
        "inferred",
    ),
    Entry(
        "jwks.no_keys",
        "The key set is empty.",
        "No token can be verified against it.",
        "Publish the public key that your tokens are signed with.",
        "RFC 7517 §5",
        "inferred",
        heard=("The JWKS endpoint did not contain any keys",),
    ),
    Entry(
        "jwks.too_many_keys",
        "The set holds {count} keys; we read up to {limit}.",
        "A set holds the keys in use: one, and two or three while they rotate.",
        "Withdraw the keys that no valid token is signed with.",
        _HOSTING,
        unsaid={"count": "too many", "limit": "a hundred"},
    ),
    Entry(
        "jwks.no_usable_key",
        "No key in this set can verify a token.",
        "Each is of another kind, for another purpose or broken; the rows say which.",
        "Publish a key of kind RSA (RS256), EC on P-256 (ES256) or Ed25519 (EdDSA).",
        "RFC 7517 §5",
        "inferred",
        heard=("The JWKS endpoint did not contain any signing keys",),
    ),
)
