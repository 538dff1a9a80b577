"""What a process sets up for itself does not outlive a test."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from bot import logs


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """The log and the hooks for what nobody catches."""
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in logs.OURS}
    handlers = list(root.handlers)
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    for handler in [each for each in root.handlers if each not in handlers]:
        root.removeHandler(handler)
