"""The full screen: how the steps look in a terminal, and nothing of what they do."""
