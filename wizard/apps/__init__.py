"""A user's app looked at from outside: its files, packages, variables, and what stands in its code.

All of it only reads, within bounds, and never follows a link. The doctor asks here, and so does
the hand-off.
"""

from wizard.apps.env_files import EnvSource, Setting, env_sources, in_effect
from wizard.apps.history import Remembered, remembered
from wizard.apps.keys import KeyMention, key_mentions, looks_like_a_key
from wizard.apps.npm import NpmSettings, npm_settings
from wizard.apps.packages import Package, nearest, packages
from wizard.apps.switches import Switch, switches
from wizard.apps.tree import App, scan

__all__ = [
    "App",
    "EnvSource",
    "KeyMention",
    "NpmSettings",
    "Package",
    "Remembered",
    "Setting",
    "Switch",
    "env_sources",
    "in_effect",
    "key_mentions",
    "looks_like_a_key",
    "nearest",
    "npm_settings",
    "packages",
    "remembered",
    "scan",
    "switches",
]
