"""anon-wizard: first-time setup for Anon, each link of the chain proven.

This package is the core. It imports no Textual, no Rich and no screens.
"""

__version__ = "0.1.0"
