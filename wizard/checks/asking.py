"""The questions that several checks share, each put to Anon once a case.

Knows: how a profile's Anon, its key set and its sandbox are reached.
Must never: send anything but GET and OPTIONS, or send a credential anywhere but to that Anon.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from wizard.api import AnonApi
from wizard.checks.chain import may_be_foreign, of_another_pool, with_withdrawn_key
from wizard.http import exchange
from wizard.identity.fetch import load
from wizard.identity.judge import judge
from wizard.model import APPS, ProblemError, app_name
from wizard.problems import problem
from wizard.profiles.coherence import proven_kids
from wizard.steps.key import API_KEY
from wizard.steps.user_token import TOKEN

if TYPE_CHECKING:
    from wizard.api import SdkClientAnswer, UserPoolAnswer
    from wizard.checks.case import Case
    from wizard.http import Response
    from wizard.identity.judge import Verdict
    from wizard.identity.jwks import KeySet
    from wizard.model import ClientKind, Profile, Secret
    from wizard.sandbox import Running

SECONDS: Final = 15.0
"""For one question that is not the API's own."""

_REDIRECT: Final = "http://127.0.0.1/anon-wizard"
"""Where the link would come back to."""


def sandbox(case: Case) -> Running:
    """Give the local sandbox that the profile lives in, started if it is not running."""

    def start() -> Running:
        if case.start_sandbox is None:
            gone = {"path": case.home.sandbox(), "environment": case.place.name}
            raise ProblemError(problem("doctor.sandbox_off", **gone))
        return case.start_sandbox()

    return case.memory.once("sandbox", start)


def base_url(case: Case) -> str:
    """Give where the profile's Anon is now; a local sandbox may have moved to another port."""
    if case.place.local:
        return sandbox(case).url
    return case.profile.base_url.rstrip("/") or case.place.base_url


def profile_now(case: Case) -> Profile:
    """Give the profile with its addresses as they are now; wakes the local sandbox for it."""
    return case.profile.moved(base_url(case)) if case.place.local else case.profile


def link_url(case: Case) -> str:
    """Give the Link page's address for the test user; nobody opens it, and nothing is made."""
    token = case.secrets.get(TOKEN)

    def asked() -> str:
        return api(case).link_url(
            app=app_of(case),
            redirect_url=_REDIRECT,
            app_user_id_token=token,
            app_user_id=None if token else case.profile.user_id,
            client_id=case.profile.webapp_id,
        )

    return case.memory.once("link url", asked)


def app_of(case: Case) -> str:
    """Give the app to ask about: the profile's, or the first that Anon's texts name."""
    return case.profile.app or next(iter(APPS))


def name_of_app(case: Case) -> str:
    """Give that app's name."""
    return app_name(app_of(case))


def link_origin(case: Case) -> str:
    """Give the origin of the Link page.

    Anon's own hosts put “link.” before (contract, Hosts); any other says it with a link's address,
    so this raises what ``link_url`` raises.
    """
    if case.place.local:
        return sandbox(case).link_origin
    parts = urlsplit(base_url(case))
    if parts.netloc.startswith("svc."):
        return f"{parts.scheme}://link.{parts.netloc}"
    page = urlsplit(link_url(case))
    return f"{page.scheme}://{page.netloc}"


def first_contact(case: Case) -> Response:
    """Give whatever Anon answers at a documented path, without a credential.

    What stands at “/” is documented nowhere: it might be a redirect to a page for people.
    """
    nobodys = f"/org/userPool/{uuid.uuid4()}"
    return case.memory.once("first contact", lambda: _asked(case, base_url(case) + nobodys))


def _asked(case: Case, url: str) -> Response:
    return exchange("GET", url, deadline=SECONDS, redirects="return", cancelled=case.cancelled)


def api_with(case: Case, key: Secret) -> AnonApi:
    """Give the API, spoken with ``key``."""
    name = case.profile.environment
    return AnonApi(base_url(case), key, environment=name, cancelled=case.cancelled)


def api(case: Case) -> AnonApi:
    """Give the API, spoken with the profile's key."""
    return case.memory.once("api", lambda: api_with(case, case.secret(API_KEY)))


def pool(case: Case) -> UserPoolAnswer:
    """Give the UserPool as Anon holds it."""
    return case.memory.once("pool", lambda: api(case).get_user_pool(case.pool.id))


def client(case: Case, kind: ClientKind) -> SdkClientAnswer:
    """Give the SdkClient whose id the profile has in that place, of whatever kind it really is."""
    wanted = case.profile.webapp_id if kind == "webapp" else case.profile.service_id
    if not wanted:
        case.lacks(f"{kind} client")
    return case.memory.once(f"client {wanted}", lambda: api(case).get_sdk_client(wanted))


def key_set_at(case: Case, uri: str) -> KeySet:
    """Give a key set as it is served now."""
    private = case.place.private

    def fetched() -> KeySet:
        return load(uri, allow_private=private, cancelled=case.cancelled)

    return case.memory.once(f"key set {uri}", fetched)


def key_set(case: Case) -> KeySet:
    """Give the pool's key set."""
    return key_set_at(case, pool(case).jwks_uri)


def verdict(case: Case) -> Verdict:
    """Judge the test user's token by the pool's key set, at Anon's time."""
    return case.memory.once("verdict", lambda: _judged(case))


def _judged(case: Case) -> Verdict:
    token = case.secret(TOKEN).reveal()
    claim, user = pool(case).id_claim, case.profile.user_id or None
    found = judge(token, key_set(case), id_claim=claim, user_id=user, now=anons_time(case))
    if not may_be_foreign(found):
        return found
    found = of_another_pool(found, token, _other_sets(case))
    earlier = proven_kids(case.home, profile_now(case), case.secret(TOKEN))
    return with_withdrawn_key(found, earlier)


def _other_sets(case: Case) -> dict[str, KeySet]:
    """Give the key sets of the profile's other pools, as far as they can be had."""
    sets = {}
    for other in profile_now(case).pools:
        if other.jwks_uri and other.jwks_uri != pool(case).jwks_uri:
            try:
                sets[other.name or other.id] = key_set_at(case, other.jwks_uri)
            except ProblemError:
                continue
    return sets


def skew(case: Case) -> float | None:
    """Give the seconds by which this machine's clock is ahead of Anon's; None: nobody knows."""
    from email.utils import parsedate_to_datetime

    headers = first_contact(case).headers
    if "age" in headers:  # out of a cache: its date is that of long ago (RFC 9111 §5.1)
        return None
    try:
        theirs = parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, OverflowError):
        return None
    return case.memory.once("now", case.now) - theirs.timestamp()


def anons_time(case: Case) -> float:
    """Give the time at Anon, as far as it tells: that is the clock that tokens are judged by."""
    now = case.now()
    ahead = skew(case)
    return now if ahead is None or abs(ahead) <= LEEWAY else now - ahead


LEEWAY: Final = 60.0
"""Seconds that two clocks may differ (threats, Judging a token)."""
