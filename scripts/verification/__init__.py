"""Claims of the snapshots, held against real releases in real interpreters. It knows nothing of how they were read."""
