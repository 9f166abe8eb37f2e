"""What a run is asked to do: options, and what a project's configuration says, before anything is done.

It knows names, types and homes of settings, and nothing of what they bring about.
"""
