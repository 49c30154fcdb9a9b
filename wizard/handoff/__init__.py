"""From a tested profile to production: the checklist, the packet, the promotion.

Knows: nothing by itself; ``checklist`` runs the items, ``packet`` tells them, ``promotion`` acts.
Must never: be loaded by what only shows a profile's name (the shell prompt waits).
"""
