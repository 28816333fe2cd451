"""How much CPU time a piece of work takes, apart from what a run of many tests adds to it."""

import gc
from time import process_time


def cpu_seconds(work, *args):
    """Return the CPU time of one call; no collection falls into it, for it would be the run's."""
    gc.disable()
    try:
        start = process_time()
        work(*args)
        return process_time() - start
    finally:
        gc.enable()
