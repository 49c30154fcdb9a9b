"""What happens between here and a server: one sentence per fault (threats, Network)."""

from typing import Final

from wizard.problems.entry import Entry

_NETWORK = "README, “When something breaks”"

ENTRIES: Final = (
    Entry(
        "network.offline",
        "There is no way to the network from here.",
        "No route to {host}: this machine seems to be offline.",
        "Connect, then try again. Nothing you typed is lost.",
        _NETWORK,
        exit_code=3,
        heard=(
            "ERR_INTERNET_DISCONNECTED",
            "ERR_NETWORK_CHANGED",
            "ENETUNREACH",
            "EHOSTUNREACH",
            "Network is unreachable",
            "No route to host",
        ),
    ),
    Entry(
        "network.unknown_host",
        "The host {host} is not known.",
        "Its name does not resolve: a typing mistake, or a name server that is out of reach.",
        "Check the address, and your connection or VPN.",
        _NETWORK,
        exit_code=3,
        heard=(
            "getaddrinfo ENOTFOUND",
            "getaddrinfo EAI_AGAIN",
            "ERR_NAME_NOT_RESOLVED",
            "Could not resolve host",
            "Name or service not known",
            "Temporary failure in name resolution",
            "nodename nor servname provided",
        ),
    ),
    Entry(
        "network.refused",
        "{host} refuses the connection.",
        "The machine is there, but nothing listens at that port.",
        "Check the port. Is the server running?",
        _NETWORK,
        exit_code=3,
        heard=(
            "connect ECONNREFUSED",
            "ERR_CONNECTION_REFUSED",
            "Connection refused",
            "Failed to connect to … Couldn't connect to server",
        ),
    ),
    Entry(
        "network.connect_timeout",
        "{host} does not pick up.",
        "No connection within {seconds} seconds: a firewall, a wrong address, or a network jam.",
        "Check firewall, VPN and proxy, then try again.",
        _NETWORK,
        exit_code=3,
        heard=(
            "connect ETIMEDOUT",
            "ERR_CONNECTION_TIMED_OUT",
            "UND_ERR_CONNECT_TIMEOUT",
            "Connection timed out",
        ),
    ),
    Entry(
        "network.read_timeout",
        "{host} took the request and gave no answer in time.",
        "No complete answer within {seconds} seconds.",
        "Try again; if it stays, ask whoever runs {host} whether it is well.",
        _NETWORK,
        exit_code=3,
        heard=(
            "UND_ERR_HEADERS_TIMEOUT",
            "ESOCKETTIMEDOUT",
            "Read timed out",
        ),
    ),
    Entry(
        "network.broken",
        "The connection to {host} broke before the answer was whole.",
        "The other side, or something between, closed it.",
        "Try again.",
        _NETWORK,
        exit_code=3,
        heard=(
            "read ECONNRESET",
            "ERR_CONNECTION_RESET",
            "ERR_EMPTY_RESPONSE",
            "socket hang up",
            "Connection reset by peer",
        ),
    ),
    Entry(
        "network.tls",
        "The secure connection to {host} could not be made.",
        "{reason}",
        "If your company inspects traffic, install its certificate on this system: "
        "the system's certificates are used, and there is no way to ignore the check.",
        _NETWORK,
        exit_code=3,
        heard=(
            "SELF_SIGNED_CERT_IN_CHAIN",
            "DEPTH_ZERO_SELF_SIGNED_CERT",
            "self-signed certificate",
            "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
            "unable to get local issuer certificate",
            "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
            "CERT_HAS_EXPIRED",
            "ERR_CERT_",
            "CERTIFICATE_VERIFY_FAILED",
            "certificate verify failed",
            "ERR_SSL_PROTOCOL_ERROR",
        ),
        unsaid={
            "reason": "Its certificate has expired, is for another name or from an authority "
            "that this system does not know; or it does not speak TLS at that port.",
        },
    ),
    Entry(
        "network.proxy",
        "The proxy stands in the way of {host}.",
        "{reason}",
        "Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY.",
        _NETWORK,
        exit_code=3,
        heard=(
            "ERR_PROXY_CONNECTION_FAILED",
            "407 Proxy Authentication Required",
            "HTTP code 407 from proxy",
            "CONNECT tunnel failed, response 407",
            "tunneling socket could not be established",
        ),
        unsaid={
            "reason": "The proxy is not known, refuses, asks for a password, or did not open a "
            "way in time.",
        },
    ),
    Entry(
        "network.redirect",
        "{host} answers with a redirect to {target}.",
        "API calls carry your key, so redirects are not followed.",
        "Use the address that finally answers.",
        _NETWORK,
        exit_code=3,
    ),
    Entry(
        "network.too_large",
        "The answer of {host} is too large.",
        "More than {limit} arrived; no answer of this API needs that.",
        "Check that the address is really the API.",
        _NETWORK,
        exit_code=3,
    ),
    Entry(
        "network.encoding",
        "The answer of {host} cannot be unpacked.",
        "It is packed in a way that was not asked for, or its packing is damaged.",
        "Check that this is the address you mean, and what a proxy on the way does.",
        _NETWORK,
        exit_code=3,
    ),
    Entry(
        "network.not_http",
        "{host} does not answer in HTTP.",
        "Another kind of server listens at that port, or it wants https:// instead of http://.",
        "Check the address and the port.",
        _NETWORK,
        exit_code=3,
        heard=(
            "HPE_INVALID_CONSTANT",
            "Expected HTTP/",
        ),
    ),
    Entry(
        "network.address",
        "“{address}” is not an address that can be asked.",
        "It must be http:// or https://, a host in plain letters and no user name or password.",
        "Check the address.",
        _NETWORK,
        exit_code=2,
    ),
)
