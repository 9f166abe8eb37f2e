"""Remembers what was said of files, so that a check of unchanged code need not be made again.

It knows what a verdict depends on, and nothing of how one is reached. An entry that is damaged, or of other inputs, is
no entry: nothing here ever raises because of what lies in its folder.
"""
