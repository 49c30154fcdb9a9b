"""The reference: the least that Textual can show."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    """Says hello."""

    def compose(self) -> ComposeResult:
        """Give one line."""
        yield Static("Hello, world")


if __name__ == "__main__":
    Hello().run()
