"""The modern equivalent of a name, and the evidence for it.

Takes what resolution says of a name and a look-up; whatever it offers was found in the pinned
release, or in the one that the pins imply. It reads no code and knows no surface of its own.
"""
