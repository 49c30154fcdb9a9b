"""Anon's API, one method per endpoint (contract, Endpoints).

Knows: paths, bodies and answers, as the contract gives them.
Must never: list, update or delete (Anon documents none of these), or guess a session path.
"""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TypeVar
from urllib.parse import quote

from wizard.api import answers
from wizard.api.calls import Call, Caller
from wizard.api.refusals import key_refused
from wizard.http import NotSentError
from wizard.model import ProblemError, Secret
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Self

    from wizard.api.answers import (
        AppIntegrationAnswer,
        MemberAnswer,
        OrganizationAnswer,
        SdkClientAnswer,
        UserPoolAnswer,
    )


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


A = TypeVar("A", bound=_Identified)

_CREATED: Final[Mapping[str, Callable[[Any], UserPoolAnswer | SdkClientAnswer]]] = {
    "/org/userPool": answers.read_user_pool,
    "/org/sdkClient": answers.read_sdk_client,
}
_LINK_ATTEMPTS: Final = 5  # as in Anon's own script, because of its transient 500s


class AnonApi:
    """The API of one environment, spoken with one credential. A context manager.

    ``cancelled`` is looked at while waiting; ``say`` gets short sentences about long waits;
    ``before_change`` is called before each request that changes something, and may stop it. Every
    method raises ``ProblemError`` (``NotSentError`` where nothing left this machine) and
    ``CancelledByUserError``. Texts in answers are as they came: show them through ``printable``.
    """

    def __init__(  # noqa: PLR0913 — what every request needs, by name
        self,
        base_url: str,
        key: Secret | None,
        *,
        environment: str = "",
        cancelled: Callable[[], bool] | None = None,
        say: Callable[[str], None] | None = None,
        before_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._before_change = before_change
        self._caller = Caller(
            base_url,
            key,
            environment,
            cancelled or (lambda: False),
            say or (lambda _line: None),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the kept connections; forgotten ones close by themselves."""
        self._caller.close()

    def prove_key(self) -> Literal["accepted", "not proven"]:
        """Ask for a pool that cannot exist: 401/403 is ``key.refused``, 404 means accepted.

        Our choice (cli.md, Environments): nothing better is documented. A 404 that is a web page
        is some other server's, and proves nothing.
        """
        path = f"/org/userPool/{uuid.uuid4()}"
        call = Call("GET", path, "UserPool")
        response = self._caller.send(call)
        if response.status == 404 and "html" not in response.headers.get("content-type", ""):
            return "accepted"
        if response.status in {401, 403}:
            raise ProblemError(key_refused(self._caller.refusal(call, response)))
        return "not proven"

    def login(self, email: str, password: Secret) -> Secret:
        """Give a Member's session token (G1): ``POST /org/login``. Makes nothing that lasts."""
        self._before_change()
        body = {"email": email, "password": password.reveal()}
        call = Call("POST", "/org/login", "login", body=body, secrets=(password,))
        return self._caller.ask(call, partial(answers.read_token, name="token"))

    def get_organization(self, organization_id: str) -> OrganizationAnswer:
        """Give an organization by id."""
        return self._get("organization", organization_id, answers.read_organization)

    def get_member(self, member_id: str) -> MemberAnswer:
        """Give a Member by id."""
        return self._get("member", member_id, answers.read_member)

    def get_user_pool(self, pool_id: str) -> UserPoolAnswer:
        """Give a UserPool by id."""
        return self._get("userPool", pool_id, answers.read_user_pool)

    def get_sdk_client(self, client_id: str) -> SdkClientAnswer:
        """Give an SdkClient by id; a service client's secret may be missing."""
        return self._get("sdkClient", client_id, answers.read_sdk_client)

    def create(self, path: str, body: Mapping[str, Any]) -> UserPoolAnswer | SdkClientAnswer:
        """Create a UserPool or an SdkClient by its path; only the ledger calls this.

        Raises ``AnswerLostError`` where it may have been created and no id came back.
        """
        self._before_change()
        call = Call("POST", path, f"endpoint {path}", body=dict(body), creates=True)
        return self._caller.ask(call, _CREATED[path])

    def create_app_user_id_token(
        self, app_user_id: str, user_pool_id: str, exp: int | None = None
    ) -> Secret:
        """Give a token that Anon issues for a hosted pool's user; repeating it refreshes it.

        ``exp`` is the expiry as a Unix time in seconds (that it is one is inferred from the JWT
        claim of this name); without it Anon's default of six months holds.
        """
        body: dict[str, Any] = {"appUserId": app_user_id, "userPoolId": user_pool_id}
        if exp is not None:
            body["exp"] = exp
        self._before_change()
        call = Call("POST", "/org/appUserIdToken", "UserPool", body=body)
        read = partial(answers.read_token, name="appUserIdToken")
        return self._caller.ask(call, read)

    def link_url(  # noqa: PLR0913 — all are keywords, and these are the contract's parameters
        self,
        *,
        app: str,
        redirect_url: str,
        state: str = "",
        app_user_id: str | None = None,
        app_user_id_token: Secret | None = None,
        client_id: str = "",
        more: Mapping[str, str] | None = None,
    ) -> str:
        """Give the Link page's URL for one user and app: ``GET /link/url``.

        ``state`` is a JSON string that comes back in the redirect. ``client_id`` is needed with a
        token of one's own identity provider. ``more`` holds the rarer parameters by their names in
        the contract, such as ``companyName``. Changes nothing, so Anon's transient 500 is retried.
        Raises ``link.redirect_refused`` where the refusal speaks of the redirect.
        """
        token = app_user_id_token or Secret("")
        given = {
            "app": app,
            "redirectUrl": redirect_url,
            "state": state,
            "appUserId": app_user_id or "",
            "appUserIdToken": token.reveal(),
            "clientId": client_id,
            **(more or {}),
        }
        params = {name: value for name, value in given.items() if value}
        call = Call(
            "GET",
            "/link/url",
            "app, client or user",
            params=params,
            attempts=_LINK_ATTEMPTS,
            secrets=(token,),
        )
        try:
            return self._caller.ask(call, answers.read_url)
        except ProblemError as error:
            if error.problem.code == "api.invalid" and "redirect" in error.problem.symptom.lower():
                refused = problem("link.redirect_refused", url=redirect_url)
                raise ProblemError(refused) from None
            raise

    def app_integration(self, app: str, client_id: str, token: Secret) -> AppIntegrationAnswer:
        """Ask what the Link page asks: whether this client and this token are let in.

        Raises ``link.not_let_in`` for the 401 that a browser reports as a CORS error. How the page
        names its client is undocumented: the header is our choice, and the sandbox's.
        """
        call = Call(
            "GET",
            "/account/api/v1/appIntegration",
            "app",
            params={"id": app},
            headers={"x-anon-client-id": client_id},
            bearer=token,
        )
        try:
            return self._caller.ask(call, answers.read_app_integration)
        except ProblemError as error:
            if error.problem.code == "key.refused":
                raise ProblemError(problem("link.not_let_in", app=app)) from None
            raise

    def _get(self, kind: str, object_id: str, read: Callable[[Any], A]) -> A:
        if not answers.is_id(object_id):
            raise NotSentError(problem("id.shape", value=object_id))
        call = Call("GET", f"/org/{kind}/{quote(object_id, safe='')}", kind)
        return self._caller.ask(call, partial(_same, object_id=object_id, read=read))


def _same(document: Any, object_id: str, read: Callable[[Any], A]) -> A:
    """Read the answer, and see to it that it is about the object that was asked for."""
    answer = read(document)
    if answer.id != object_id:
        raise answers.ShapeError(f"it is about another id, {printable(answer.id, 80)}")
    return answer
