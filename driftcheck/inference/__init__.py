"""What the expressions of the user's code denote: a library's module, class, function, an instance, or unknown.

One forward pass over every file. Knows releases only through the `Surfaces` it is given, and executes nothing.
"""
