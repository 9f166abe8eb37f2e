"""A report as text or data, one module per format.

Formats take a report and give strings. They know nothing of files, terminals or exit codes; where a format shows
source, it is handed the lines.
"""
