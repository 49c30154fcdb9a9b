"""Checks over what belongs together: pools, clients, keys, tokens, users."""
