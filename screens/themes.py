"""Light, dark, and the terminal's own palette; one accent colour in each.

Knows: every colour on the screen. The tests hold each pair of text and ground to WCAG AA.
"""

from __future__ import annotations

from typing import Final

from textual.theme import BUILTIN_THEMES, Theme

MUTED: Final = "muted"
"""Text that steps back."""

ON_ACCENT: Final = "on-accent"
"""Text on a ground of the accent colour or of red."""

DANGER: Final = "danger"
"""The ground of the word PRODUCTION."""

DARK: Final = Theme(
    name="dark",
    primary="#5fd3bc",
    secondary="#5fd3bc",
    accent="#5fd3bc",
    foreground="#e8edf0",
    background="#11161a",
    surface="#192126",
    panel="#222c33",
    success="#5fd3bc",
    warning="#f0c674",
    error="#ff938a",
    dark=True,
    variables={
        MUTED: "#a3b1ba",
        ON_ACCENT: "#11161a",
        DANGER: "#ff938a",
        "input-cursor-background": "#5fd3bc",
        "input-cursor-foreground": "#11161a",
        "input-selection-background": "#5fd3bc 30%",
        "scrollbar": "#33414a",
        "scrollbar-background": "#11161a",
        "scrollbar-hover": "#4a5b66",
        "scrollbar-active": "#5fd3bc",
    },
)

LIGHT: Final = Theme(
    name="light",
    primary="#0a6b5d",
    secondary="#0a6b5d",
    accent="#0a6b5d",
    foreground="#1b2327",
    background="#fbfaf6",
    surface="#f1efe8",
    panel="#e5e2d8",
    success="#0a6b5d",
    warning="#7a4d00",
    error="#a51d17",
    dark=False,
    variables={
        MUTED: "#525c62",
        ON_ACCENT: "#ffffff",
        DANGER: "#a51d17",
        "input-cursor-background": "#0a6b5d",
        "input-cursor-foreground": "#fbfaf6",
        "input-selection-background": "#0a6b5d 25%",
        "scrollbar": "#cfcabc",
        "scrollbar-background": "#fbfaf6",
        "scrollbar-hover": "#b3ad9c",
        "scrollbar-active": "#0a6b5d",
    },
)


def _terminal() -> Theme:
    own = BUILTIN_THEMES["ansi-dark"]
    ours = {MUTED: "ansi_default", ON_ACCENT: "ansi_black", DANGER: "ansi_red"}
    return Theme(
        name="terminal",
        primary="ansi_cyan",
        secondary="ansi_cyan",
        accent="ansi_cyan",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        success="ansi_cyan",
        warning="ansi_yellow",
        error="ansi_red",
        ansi=True,
        variables={**own.variables, **ours},
    )


THEMES: Final = (DARK, LIGHT, _terminal())
"""In the order in which they are offered; the first is the default."""
