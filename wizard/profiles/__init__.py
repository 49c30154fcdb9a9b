"""What is kept on this machine: profiles, secrets, drafts, proofs. One file per kind.

Must never: import anything here; ``profile use`` loads two of the modules and no more.
"""
