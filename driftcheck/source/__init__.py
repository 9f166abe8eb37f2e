"""Reading the user's code: which files, what text, what its statements say by themselves.

Knows nothing of distributions or releases: what a name means is for `inference` to tell.
"""
