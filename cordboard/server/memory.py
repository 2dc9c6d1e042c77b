"""The garbage collector of a process whose calls make no reference cycles (DESIGN section 5).

Left alone it would look at every live transaction again and again: a third of the CPU at 1,000 calls/s. So what is
loaded is set aside, the collector is off, and once in a while what was made since is looked at and set aside too.
"""

import gc


def settle() -> None:
    """What exists now stays: collect once, whole, and never look at it again. At start and after a reload."""
    gc.disable()
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def tidy() -> None:
    """Collect what is new and has become garbage all the same, by whatever made cycles. To be called often."""
    gc.collect(0)
    gc.freeze()
