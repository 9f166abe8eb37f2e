"""What a name means under the pins: found, missing, or unknown.

Follows aliases, star imports, base classes and the types of values through stored surfaces,
and reads the history of what is not there. It sees no code of the user's and no storage;
surfaces come through `SurfaceProvider`.
"""
