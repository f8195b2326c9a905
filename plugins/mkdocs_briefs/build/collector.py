"""Keeping Python's collector of cycles from looking again and again through what stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting() -> Iterator[None]:
    """The collector rests meanwhile: for work that makes much and lets little go."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@contextmanager
def kept() -> Iterator[None]:
    """What is made inside is not looked through, neither meanwhile nor after.

    A library holds no cycles, so counting references frees it as soon as nobody holds it. Whatever
    else stood in memory at the time is looked through again from the next `kept` on.
    """
    running = gc.isenabled()
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if running:
            gc.enable()
