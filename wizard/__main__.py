"""Run from a bare checkout: ``python -m wizard``."""

from wizard.cli import program

program()
