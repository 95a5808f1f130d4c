"""Processes that end with the one that started them, however that ended."""

from __future__ import annotations

import ctypes
import signal
import sys

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux
# Loaded before any fork: between fork and exec nothing may be imported.
_LIBRARY = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """Have the kernel end this process when its parent is gone; other systems than Linux have no such thing."""
    if _LIBRARY is not None:
        _LIBRARY.prctl(_DEATH_SIGNAL, signal.SIGKILL)
