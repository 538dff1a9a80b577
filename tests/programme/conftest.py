"""The same examples on every run and every machine, however slow the first import is."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("programme", deadline=None, derandomize=True, database=None)
settings.load_profile("programme")
