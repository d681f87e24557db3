"""Hypothesis without its clock: a busy machine is no mistake in a text."""

from hypothesis import settings

settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")
