"""The troubleshooting lab: an error of Anon's FAQ made on purpose, seen, diagnosed and mended.

All of it happens in a sandbox, a home and an app of its own; what people have is never touched.
``Course`` leads through it. ``open_lab()`` gives the bench, ``EXERCISES`` the errors;
``Bench.case()`` is what the doctor examines.
"""

from wizard.lab.bench import Bench, open_lab
from wizard.lab.course import CHECKS, Course
from wizard.lab.exercises import EXERCISES, Exercise

__all__ = ["CHECKS", "EXERCISES", "Bench", "Course", "Exercise", "open_lab"]
