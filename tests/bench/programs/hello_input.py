"""The reference for keys: Textual with one Input."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class Hello(App[None]):
    """Asks for a name."""

    def compose(self) -> ComposeResult:
        """Give one line of input."""
        yield Input(placeholder="Hello, who?")


if __name__ == "__main__":
    Hello().run()
