"""From findings to changed code.

One file for each kind of fix; each looks at one finding in one parsed text and says which stretches change and what
must be imported. Nothing is read, written or resolved here: whether a fix held is for the check to say.
"""
