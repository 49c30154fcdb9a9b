"""One call to the API: sent, repeated where that is harmless, and its answer judged.

Knows: what a call is, and when the answer to a creating one counts as lost.
Must never: send a creating call again whose answer was lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlsplit

from wizard import __version__
from wizard.api import retries
from wizard.api.answers import ShapeError
from wizard.api.refusals import Refusal, name_refusal, recognised, words_of
from wizard.http import Connection, NotSentError
from wizard.identity.strict_json import JsonError, parse
from wizard.model import ProblemError, Secret
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.http import Response
    from wizard.model import Problem

T = TypeVar("T")
_DEADLINE: Final = 30.0  # seconds for one attempt


class AnswerLostError(ProblemError):
    """A creating call was sent, and nobody knows whether it created anything.

    Its connection broke, it timed out, a 5xx came that names no known refusal, or what came with
    a 200 holds no id. The ``problem`` says which.
    """


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the contract's table. ``what`` names what is asked for, for a 404.

    ``bearer`` goes instead of the API key. ``secrets`` are blotted out where an answer echoes them.
    ``creates`` marks a call that must not be
    repeated; all others change nothing, or nothing that a repetition would change further.
    """

    method: str
    path: str
    what: str
    params: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Any = field(default=None, repr=False)
    creates: bool = False
    attempts: int = 3
    bearer: Secret | None = None
    secrets: tuple[Secret, ...] = ()


class Caller:
    """Sends calls to one base URL with one credential."""

    def __init__(
        self,
        base_url: str,
        key: Secret | None,
        environment: str,
        cancelled: Callable[[], bool],
        say: Callable[[str], None],
    ) -> None:
        self.host: Final = urlsplit(base_url).netloc
        self._base_url = base_url.rstrip("/")
        self._key = key
        self._environment = environment or self.host
        self._cancelled = cancelled
        self._say = say
        self._connection = Connection()

    def close(self) -> None:
        """Close the kept connections."""
        self._connection.close()

    def ask(self, call: Call, read: Callable[[Any], T]) -> T:
        """Give the answer as ``read`` understands it.

        Raises ``ProblemError``; for a call that creates, ``AnswerLostError`` where it may have.
        """
        try:
            response = self.send(call)
        except NotSentError:
            raise
        except ProblemError as error:
            if error.problem.code == "network.redirect":  # an answer, and nothing was made
                raise
            raise self._perhaps_made(call, error.problem) from None
        if not 200 <= response.status < 300:
            raise self.refused(call, response)
        try:
            return read(parse(response.body))
        except JsonError as error:
            words = self._instead_of_json(call, response, error)
        except ShapeError as error:
            words = str(error)
        raise self._perhaps_made(call, problem("api.wrong_shape", host=self.host, words=words))

    def send(self, call: Call) -> Response:
        """Give the answer, whatever its status, once there is no reason left to ask again."""
        tried = 0
        while True:
            tried += 1
            try:
                response = self._send_once(call)
            except ProblemError as error:
                pause = retries.pause_after_fault(error, tried, reads=not call.creates)
                if pause is None or tried >= call.attempts:
                    raise
            else:
                pause = self._pause_after(call, response, tried)
                if pause is None or tried >= call.attempts:
                    return response
            retries.wait(pause, self._cancelled)

    def refused(self, call: Call, response: Response) -> ProblemError:
        """Give the error that an answer other than 200 is."""
        refusal = self.refusal(call, response)
        named = name_refusal(refusal)
        understood = recognised(refusal) or refusal.retry_after is not None
        # A 5xx of unknown cause can come after the object was made: a gateway gave up waiting, or
        # the service failed on its way out (our choice: Anon documents none).
        if response.status >= 500 and not understood:
            return self._perhaps_made(call, named)
        return ProblemError(named)

    def _send_once(self, call: Call) -> Response:
        return self._connection.exchange(
            call.method,
            self._base_url + call.path,
            params=call.params,
            headers=self._headers(call),
            json=call.body,
            deadline=_DEADLINE,
            cancelled=self._cancelled,
        )

    def _headers(self, call: Call) -> dict[str, str]:
        headers = {"User-Agent": f"anon-wizard/{__version__}", **call.headers}
        credential = call.bearer or self._key
        if credential is None:
            return headers
        value = credential.reveal()
        if not (value.isascii() and value.isprintable() and value) or " " in value:
            raise NotSentError(problem("key.shape"))
        return {**headers, "Authorization": f"Bearer {value}"}

    def _pause_after(self, call: Call, response: Response, tried: int) -> float | None:
        if response.status < 400 or recognised(self.refusal(call, response)):
            return None
        pause = retries.pause_after_answer(response, tried, reads=not call.creates)
        if pause and retries.retry_after(response) and tried < call.attempts:
            self._say(f"Anon asks to wait {pause:.0f} s")
        return pause

    def refusal(self, call: Call, response: Response) -> Refusal:
        """Give what an answer other than 200 says, and about what."""
        return Refusal(
            status=response.status,
            words=self._words(call, response),
            what=call.what,
            environment=self._environment,
            creating=call.creates,
            retry_after=retries.retry_after(response),
        )

    def _words(self, call: Call, response: Response) -> str:
        credentials = (self._key, call.bearer, *call.secrets)
        return words_of(response, (secret for secret in credentials if secret))

    def _instead_of_json(self, call: Call, response: Response, error: JsonError) -> str:
        if response.body.lstrip()[:1] in {b"{", b"["}:  # broken JSON may hold a new key: not shown
            return f"its JSON is unsound ({error.fault})"
        return f"not JSON, but: {self._words(call, response) or 'nothing'}"

    def _perhaps_made(self, call: Call, why: Problem) -> ProblemError:
        return AnswerLostError(why) if call.creates else ProblemError(why)
