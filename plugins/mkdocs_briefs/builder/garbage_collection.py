"""Keeping Python's collector of cycles from looking again and again through what stays."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 100_000
"""Objects made, less those let go, after which the collector looks: some ten pages' worth of
cycles, of which the parser of Markdown leaves a few thousand each."""


def abandon(*things: object) -> None:
    """Leaves what is no longer needed to the end of the process, which gives all memory back.

    To let go of millions of objects one by one takes seconds, and nothing comes after.
    """
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(things))
    gc.freeze()


def swept() -> None:
    """Frees the cycles among what was made since the collector last left all in peace.

    Where the C library can, it gives the system back what lies free between what is still held.
    """
    gc.collect()
    if trim := getattr(ctypes.pythonapi, "malloc_trim", None):  # glibc has it, others have not
        trim(0)


def cleared() -> None:
    """Frees all cycles that nobody holds, also those that were left in peace.

    For a process that builds again and again: what `kept` and `seldom` leave in peace at one build
    is what the build before it has left over.
    """
    gc.unfreeze()
    swept()


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
def seldom() -> Iterator[None]:
    """Only what is made inside is looked through, and only now and then.

    For work that makes a page at a time and lets all of it go but for a little.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


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
