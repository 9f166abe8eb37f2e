"""driftcheck finds uses of library names that the pinned release does not have."""
