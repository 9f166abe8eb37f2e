"""The stored surfaces: how they are laid out, written, found and read.

Only this stage sees SQLite. It stores and gives back symbols; what they mean to a
reference is for `resolution` to say.
"""
