"""One bounded exchange over HTTP: the only way this program talks to a server.

Every exchange has one deadline over all of it, a cap on its body after unpacking, the system's
certificates and the environment's proxies; redirects are never followed.
Only this package imports httpcore. It is the engine of httpx; httpx itself would load, with its own
command line, the terminal toolkit that the core must not know, and takes three times as long.
"""

from wizard.http.connection import DEADLINE, LIMIT, Connection, Response, exchange
from wizard.http.unsent import CancelledBeforeSendingError, NotSentError

__all__ = [
    "DEADLINE",
    "LIMIT",
    "CancelledBeforeSendingError",
    "Connection",
    "NotSentError",
    "Response",
    "exchange",
]
