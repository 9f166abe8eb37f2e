"""Which release of each distribution the project is held to, and where that is written.

One module per family of source turns a file or an environment into candidates; `selection`
decides between them. Nothing here knows which releases are recorded, and nothing is executed.
"""
