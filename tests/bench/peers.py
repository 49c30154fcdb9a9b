"""Other programs, installed for the comparison: only by ``--peers``, and never with a budget."""

PEERS = ()
