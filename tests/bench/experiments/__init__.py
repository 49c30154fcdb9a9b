"""What is measured, in the order of the table. A new one is a file here and a line below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.bench.experiments import (
    commands,
    first_screen,
    idle,
    judging,
    junk,
    key_sets,
    keys,
    keys_while_busy,
    largest_form,
    profiles,
    sandbox,
    setup,
    steps,
    whole_setup,
)

if TYPE_CHECKING:
    from tests.bench.experiment import Experiment

EXPERIMENTS: Final[tuple[Experiment, ...]] = (
    first_screen.EXPERIMENT,
    largest_form.EXPERIMENT,
    keys.EXPERIMENT,
    keys_while_busy.EXPERIMENT,
    steps.EXPERIMENT,
    commands.EXPERIMENT,
    profiles.EXPERIMENT,
    whole_setup.EXPERIMENT,
    idle.EXPERIMENT,
    setup.EXPERIMENT,
    key_sets.EXPERIMENT,
    judging.EXPERIMENT,
    junk.EXPERIMENT,
    sandbox.EXPERIMENT,
)
