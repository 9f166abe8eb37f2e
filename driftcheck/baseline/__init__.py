"""What was found before and is accepted for now: a file beside the project that hides known findings.

It knows findings, counts and one file, and nothing of how anything is found or where changes come from.
"""
