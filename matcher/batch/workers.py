"""Where chunks are evaluated: in this process, in several, or on a Dask cluster. The rows are the same."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack
from itertools import islice
from typing import Any

from matcher.batch.chunks import Chunk, evaluate_chunk
from matcher.batch.options import BatchRefused
from matcher.engine import Matcher

_IN_FLIGHT = 2
"""Chunks given to each worker at once: one at work, one waiting; so that memory holds no more."""

Answers = Iterator[tuple[int, bytes]]
_STOPPED = "Un processus de calcul s'est arrêté (mémoire ?) : relancez avec --resume, et moins de processus (--jobs)."


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def evaluated(chunks: Iterator[Chunk], count: int, jobs: int | None, dask: str | None, matcher: Matcher) -> Answers:
    """The number and the rows of each chunk, in the order in which they are finished. ``count``: how many there are.

    Raises BatchRefused when a worker stops, or the cluster can't be reached.
    """
    if dask is not None:
        return _on_cluster(chunks, dask, jobs or cores())
    workers = min(jobs or cores(), count)
    if workers <= 1:
        return ((chunk.number, evaluate_chunk(chunk, matcher)) for chunk in chunks)
    return _in_processes(chunks, workers)


def _in_processes(chunks: Iterator[Chunk], workers: int) -> Answers:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent) as pool:
        running: dict[Future[bytes], int] = {}
        try:
            for chunk in chunks:
                running[pool.submit(evaluate_chunk, chunk)] = chunk.number
                if len(running) >= _IN_FLIGHT * workers:
                    yield from _finished(running)
            while running:
                yield from _finished(running)
        except BrokenExecutor:
            raise BatchRefused(_STOPPED) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _finished(running: dict[Future[bytes], int]) -> Answers:
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in sorted(done, key=running.__getitem__):
        yield running.pop(future), future.result()


def _end_with_parent() -> None:
    """A worker whose parent was killed has nobody to answer to: it ends too."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _on_cluster(chunks: Iterator[Chunk], address: str, workers: int) -> Answers:
    try:
        import distributed
    except ImportError:
        raise BatchRefused("--dask demande l'extra « dask » : pip install 'vae-cnam[dask]'.") from None
    dask: Any = distributed
    with ExitStack() as stack:
        try:
            if address == "local":
                cluster = stack.enter_context(
                    dask.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
                )
                client = stack.enter_context(dask.Client(cluster))
            else:
                client = stack.enter_context(dask.Client(address, timeout="5s"))
        except (OSError, ValueError) as fault:
            raise BatchRefused(f"--dask : la grappe {address} ne répond pas ({fault}).") from None
        yield from _gathered(dask, client, chunks)


def _gathered(dask: Any, client: Any, chunks: Iterator[Chunk]) -> Answers:
    """Keep each worker busy, and take back what is finished. A lost worker's chunks go to another one."""

    def submit(chunk: Chunk) -> Any:
        future = client.submit(evaluate_chunk, chunk, pure=False)
        numbers[future.key] = chunk.number
        return future

    numbers: dict[str, int] = {}
    window = _IN_FLIGHT * max(1, len(client.scheduler_info()["workers"]))
    first = [submit(chunk) for chunk in islice(chunks, window)]
    pool = dask.as_completed(first)
    try:
        for future in pool:
            yield numbers.pop(future.key), future.result()
            following = next(chunks, None)
            if following is not None:
                pool.add(submit(following))
    except dask.KilledWorker:
        raise BatchRefused(_STOPPED) from None
