"""The command line: options to settings, reports to the terminal, outcomes to exit codes.

Nothing else prints or exits.
"""
