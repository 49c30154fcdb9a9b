"""What the sandbox remembers: one file per kind of thing, its dataclass and its SQL together.

Must never: know of HTTP.
"""
