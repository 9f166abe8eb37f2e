"""One module a format: each has `render`, which takes a report and its context, and yields lines.

Formats for machines are ASCII, so that no terminal, log or page in another encoding can spoil them, and stand on
their own: what they leave out, they say.
"""
