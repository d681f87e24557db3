"""The experiments, one topic a file. `experiment` is the contract, `catalogue` finds them all.

No module here imports torch when it is itself imported: an experiment can be described without it.
"""
