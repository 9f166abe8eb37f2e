"""The values that pass between stages.

Small, immutable, and free of input and output. A stage knows these and nothing of
another stage's insides.
"""
