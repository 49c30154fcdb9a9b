"""The files that people write, and what in them is code.

Knows: which files hold code, which are shared all the same, and what a comment looks like.
Must never: take a lock file, a bundle or a map for somebody's code, or a comment for what runs.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.apps.tree import App

_LIKE_C: Final = frozenset(
    {
        *(".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte"),
        *(".swift", ".m", ".kt", ".java", ".go", ".php", ".cs", ".rs", ".json"),
    }
)
_LIKE_SHELL: Final = frozenset({".py", ".rb", ".yml", ".yaml", ".toml", ".sh", ".tf"})
_LIKE_HTML: Final = frozenset({".html", ".plist"})
_CODE: Final = _LIKE_C | _LIKE_SHELL | _LIKE_HTML
_SHARED: Final = frozenset(
    {
        *(".md", ".mdx", ".txt", ".rst", ".ipynb", ".http", ".rest", ".xml", ".gradle"),
        *(".bash", ".zsh", ".fish", ".ps1", ".bat", ".ini", ".cfg", ".tfvars", ".properties"),
    }
)
"""Not code, and in the repository with it."""

_BUILDS: Final = re.compile(r"(?:.*\.)?Dockerfile(?:\..+)?|Procfile|Makefile|Jenkinsfile|justfile")
_TEMPLATES: Final = re.compile(
    r".*env.*\.(?:example|sample|template|tpl|dist|defaults?|schema)", re.IGNORECASE
)
"""Of variables: they lie in the repository, so no value belongs in them."""

_NOT_WRITTEN: Final = re.compile(
    r"package-lock\.json|npm-shrinkwrap\.json|.*\.min\.js|.*\.bundle\.js|.*\.map|pnpm-lock\.yaml"
    r"|composer\.lock|Package\.resolved"
)
_FOR_TESTS: Final = re.compile(
    r"(?:^|/)(?:__tests__|__mocks__|__fixtures__|tests?|specs?|e2e|cypress|playwright|fixtures"
    r"|mocks|\.storybook)/"
    r"|\.(?:test|spec|e2e|cy|stories)\.[^/]+$|(?:^|/)test_[^/]+\.py$|_test\.(?:py|go)$"
)
_LONGEST_LINE: Final = 5_000
"""Characters; a longer line was written by a program."""

# Strings come first: what looks like a comment in one is none. What is not closed ends with its
# line or with the file, so that no text is gone through twice.
_STRING: Final = r"\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?"
_BLOCKS: Final = r"<!--(?:.*?-->|.*)|/\*(?:.*?\*/|.*)"
_TOKENS_OF_C: Final = re.compile(rf"{_STRING}|`(?:\\.|[^`\\])*`?|{_BLOCKS}|//[^\n]*", re.DOTALL)
_TOKENS_OF_SHELL: Final = re.compile(
    r"^[ \t]*(?P<doc>\"\"\"|''')(?:.*?(?P=doc)|.*)"
    rf"|{_STRING}|(?:^|(?<=\s))\#[^\n]*",
    re.DOTALL | re.MULTILINE,
)
_TOKENS_OF_HTML: Final = re.compile(_BLOCKS, re.DOTALL)
_OPENS: Final = ("//", "/*", "<!--", "#", '"""', "'''")
_SEEN: Final = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
"""Every character that does not end a line."""


def code_files(app: App) -> Iterator[str]:
    """Give the files of code and of settings."""
    return (file for file in _written(app) if _is_code(PurePosixPath(file)))


def shared_files(app: App) -> Iterator[str]:
    """Give those, and whatever else is handed on with them: notes, templates, scripts."""
    for file in _written(app):
        name = PurePosixPath(file)
        if _is_code(name) or name.suffix in _SHARED or _TEMPLATES.fullmatch(name.name):
            yield file


def _is_code(file: PurePosixPath) -> bool:
    return file.suffix in _CODE or _BUILDS.fullmatch(file.name) is not None


def language_of(file: str) -> str:
    """Give a file's suffix, which tells how it is written; empty for Dockerfiles and their like."""
    name = PurePosixPath(file)
    return "" if _BUILDS.fullmatch(name.name) else name.suffix


def is_for_tests(file: str) -> bool:
    """Tell by its path whether a file of code is there to test the rest."""
    return _FOR_TESTS.search(file) is not None


def _written(app: App) -> Iterator[str]:
    for file in app.files:
        if not _NOT_WRITTEN.fullmatch(PurePosixPath(file).name):
            yield file


def shared_lines(app: App, *holding: str) -> Iterator[tuple[str, int, str]]:
    """Give file, number and text of each line that is handed on; only of files that hold a word."""
    return _lines(app, shared_files(app), holding, comments=True)


def code_lines(app: App, *holding: str) -> Iterator[tuple[str, int, str]]:
    """Give file, number and text of each line of code, without its comments; likewise."""
    return _lines(app, code_files(app), holding, comments=False)


def _lines(
    app: App, files: Iterable[str], holding: tuple[str, ...], *, comments: bool
) -> Iterator[tuple[str, int, str]]:
    for file in files:
        text = app.text(file)
        if text and any(word in text for word in holding):
            shown = text if comments else without_comments(file, text)
            for number, line in enumerate(shown.splitlines(), start=1):
                if len(line) <= _LONGEST_LINE:
                    yield file, number, line


def without_comments(file: str, text: str) -> str:
    """Give a file's text with its comments blank, each line where it was."""
    suffix = language_of(file)
    if suffix in _LIKE_C:
        tokens = _TOKENS_OF_C
    else:
        tokens = _TOKENS_OF_HTML if suffix in _LIKE_HTML else _TOKENS_OF_SHELL
    return tokens.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    """Keep a string as it is, and the line ends of a comment."""
    is_comment = found[0].lstrip().startswith(_OPENS)
    return _SEEN.sub(" ", found[0]) if is_comment else found[0]
