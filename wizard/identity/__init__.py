"""Keys, key sets, tokens, and the judge who says whether a token would be accepted.

Knows: JOSE (RFC 7515, 7517, 7518, 7519, 7638, 8037) and what Anon asks of a token.
Must never: know Anon's API, a profile or a file, or trust one byte of what it reads.
"""
