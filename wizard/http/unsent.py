"""The errors that tell a caller: nothing was sent, so nothing can have happened.

Knows: the two ways an exchange ends before its request is written.
Must never: be raised once a byte of the request may have left this machine.
"""

from __future__ import annotations

from wizard.model import CancelledByUserError, ProblemError


class NotSentError(ProblemError):
    """The exchange failed, and certainly none of the request left this machine.

    Any other ``ProblemError`` of an exchange leaves open whether the server acted on it.
    """


class CancelledBeforeSendingError(CancelledByUserError):
    """The user called the exchange off before any of the request had left this machine."""
