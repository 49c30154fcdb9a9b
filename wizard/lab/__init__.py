"""The troubleshooting lab: an error of Anon's FAQ made on purpose, seen, diagnosed and mended.

All of it happens in a sandbox, a home and an app of its own; what people have is never touched.
``open_lab()`` gives the bench, ``EXERCISES`` the errors; ``Bench.case()`` is what the doctor
examines.
"""

from wizard.lab.bench import Bench, open_lab
from wizard.lab.exercises import EXERCISES, Exercise

__all__ = ["EXERCISES", "Bench", "Exercise", "open_lab"]
