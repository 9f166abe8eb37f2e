"""Which lines changed: against a revision, or between a commit and what is staged. The only room that asks git.

Git is a program of the user's, and a repository's own configuration may name programs for it to run. Every question
here is put so that none is: see `repository`.
"""
