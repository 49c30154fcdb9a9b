"""The chain as a list: the order in which its links are made and proven.

Knows: which steps there are. A new step is a file here and a line below.
Must never: import what a step's ``run`` needs (the first frame waits for this module).
"""

from typing import Final

from wizard.model import Step
from wizard.steps import clients, environment, key, link, pool, save, user

STEPS: Final[tuple[Step, ...]] = (
    environment.STEP,
    key.STEP,
    pool.STEP,
    clients.STEP,
    user.STEP,
    link.STEP,
    save.STEP,
)
