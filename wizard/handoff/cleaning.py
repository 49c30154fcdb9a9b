"""Taking every secret out of what the hand-off tells: a profile's, a shell's, an app's.

Must never: give back a value in which a secret stands that this machine knows.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from wizard.apps import looks_like_a_key
from wizard.checks.redaction import OUT, Redaction
from wizard.model import ProblemError
from wizard.profiles.shapes_of_secrets import without_secrets
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wizard.apps import Setting
    from wizard.checks.case import Case
    from wizard.handoff.look import Look
    from wizard.profiles.handoffs import Handoff

_NAMED: Final = re.compile(r"KEY|TOKEN|SECRET|PASS|CREDENTIAL|AUTH|PRIVATE", re.IGNORECASE)
"""What the name of a secret has in it; too many are better than too few."""


def cleaned(look: Look, value: Any) -> Any:
    """Give plain values (texts, lists, dicts of them) printable, without any secret known here."""
    return _clean(value, [*_of_profiles(look), Redaction.of_values(_in_apps(look))])


def holds_secret(look: Look, text: str) -> bool:
    """Tell whether a secret that is known here stands in a text, or what looks like one."""
    _text, alike = without_secrets(text)
    return bool(alike) or OUT in cleaned(look, text.replace(OUT, ""))


def with_clean_words(look: Look) -> Look:
    """Give the look whose record holds no secret of a profile or a shell, whoever wrote it."""
    redactions = _of_profiles(look)
    words = tuple(
        replace(word, by=_clean(word.by, redactions), note=_clean(word.note, redactions))
        for word in look.record.words
    )
    record: Handoff = replace(look.record, words=words)
    return replace(look, record=record)


def cases_of(look: Look) -> list[Case]:
    """Give the tested profile's case, and the promoted one's where that is another."""
    own = look.promoted if look.promoted is not look.tested else None
    return [case for case in (look.tested, own) if case]


def _of_profiles(look: Look) -> list[Redaction]:
    return [Redaction.of(replace(case, app=None)) for case in cases_of(look)]


def _in_apps(look: Look) -> Iterator[str]:
    """Give what the apps' files of variables hold under a secret's name, or shaped like one."""
    try:
        cases = look.in_apps()
    except ProblemError:
        return
    for case in cases:
        for source in case.env_sources:
            yield from (each.value for each in source.settings if _is_secret(each))


def _is_secret(setting: Setting) -> bool:
    variable = setting.variable
    ours = variable is not None and (variable.private or variable.value == "token")
    return ours or looks_like_a_key(setting.value) or _NAMED.search(setting.name) is not None


def _clean(value: Any, redactions: Sequence[Redaction]) -> Any:
    if isinstance(value, dict):
        return {name: _clean(member, redactions) for name, member in value.items()}
    if isinstance(value, list):
        return [_clean(member, redactions) for member in value]
    if isinstance(value, str):
        for redaction in redactions:
            value = redaction.clean(value)
        return printable(value)
    return value
