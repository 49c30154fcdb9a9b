"""The way to Anon: proxy, host, TLS, clock. “Anon is down” told from “your network”.

Must never: send a credential, or ask anybody else unless Anon cannot be reached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from wizard.checks.asking import LEEWAY, base_url, first_contact, skew
from wizard.checks.registry import Check
from wizard.checks.row import Outcome, failed, passed, skipped, warned
from wizard.http import exchange
from wizard.http.proxies import proxy_for
from wizard.identity.words import span
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.checks.case import Case
    from wizard.model import Problem

_WITNESS_SECONDS: Final = 8.0
_UNREACHED: Final = frozenset(
    {
        "network.offline",
        "network.unknown_host",
        "network.refused",
        "network.connect_timeout",
        "network.read_timeout",
        "network.broken",
    }
)


def _trouble(case: Case) -> Problem | None:
    """Give what went wrong at the first contact, or None."""
    try:
        first_contact(case)
    except ProblemError as wrong:
        return wrong.problem
    return None


def _sandbox_runs(case: Case) -> Outcome:
    if not case.place.local:
        return skipped(f"Not the local sandbox: {case.place.label}")
    now, before = base_url(case), case.profile.base_url
    if now != before:
        told = {"actual": now, "wanted": before, "profile": case.name}
        return warned(problem("doctor.sandbox_moved", **told))
    return passed(f"The local sandbox answers at {now}")


def _no_proxy_in_the_way(case: Case) -> Outcome:
    parts = urlsplit(base_url(case))
    proxy = proxy_for(parts.scheme, parts.hostname or "")
    if proxy is None:
        return passed("No proxy on the way")
    trouble = _trouble(case)
    if trouble and trouble.code == "network.proxy":
        raise ProblemError(trouble)
    return passed(f"Through the proxy {printable(proxy.host)}")


def _is_reached(case: Case) -> Outcome:
    trouble = _trouble(case)
    if trouble is None or trouble.code == "network.tls":
        return passed(f"{printable(urlsplit(base_url(case)).netloc)} is reached")
    if trouble.code not in _UNREACHED or case.place.private:
        return failed(trouble)
    return failed(_whose_fault(case, trouble))


def _whose_fault(case: Case, trouble: Problem) -> Problem:
    """Ask places that have nothing to do with Anon: where one answers, the network is well."""
    asked = [urlsplit(url).netloc for url in case.witnesses]
    host = urlsplit(base_url(case)).netloc
    heard = next((url for url in case.witnesses if _answers(case, url)), None)
    if not asked:
        return trouble
    told = f"{trouble.symptom} {trouble.cause}"
    if heard:
        return problem("doctor.anon_down", host=host, witness=urlsplit(heard).netloc, reason=told)
    return problem("doctor.your_network", host=host, witness=" or ".join(asked), reason=told)


def _answers(case: Case, url: str) -> bool:
    try:
        exchange(
            "HEAD", url, deadline=_WITNESS_SECONDS, redirects="return", cancelled=case.cancelled
        )
    except ProblemError:
        return False
    return True


def _is_secure(case: Case) -> Outcome:
    if base_url(case).startswith("http://"):
        return skipped("No TLS: this Anon is on this machine")
    trouble = _trouble(case)
    if trouble:
        raise ProblemError(trouble)
    return passed("The certificate is accepted by this system")


def _is_well(case: Case) -> Outcome:
    """Tell a service in trouble, and something else that answers in its place."""
    answer = first_contact(case)
    host = urlsplit(base_url(case)).netloc
    if answer.status >= 500:
        words = "it answers, and says that it is in trouble"
        raise ProblemError(problem("api.server_error", status=answer.status, words=words))
    if 300 <= answer.status < 400:
        target = answer.headers.get("location", "nowhere")
        raise ProblemError(problem("network.redirect", host=host, target=target))
    return passed("The service answers")


def _clocks_agree(case: Case) -> Outcome:
    ahead = skew(case)
    if ahead is None:
        return skipped("Not proven: Anon does not tell its time")
    if abs(ahead) <= LEEWAY:
        return passed("This machine's clock and Anon's agree within a minute")
    direction = "ahead of" if ahead > 0 else "behind"
    raise ProblemError(problem("clock.skew", skew=span(ahead), direction=direction))


CHECKS: Final[tuple[Check[Case], ...]] = (
    Check("network.sandbox", "Sandbox", "environment", _sandbox_runs, ("profile.saved",)),
    Check("network.proxy", "Proxy", "environment", _no_proxy_in_the_way, ("network.sandbox",)),
    Check("network.reach", "Network", "environment", _is_reached, ("network.proxy",)),
    Check("network.tls", "TLS", "environment", _is_secure, ("network.reach",)),
    Check("network.service", "Service", "environment", _is_well, ("network.tls",)),
    Check("clock.skew", "Clock", "environment", _clocks_agree, ("network.service",)),
)
