"""Memory that is lent again only when nothing shows it any more."""

from __future__ import annotations

import gc
import threading

import numpy as np

from matcher.judge.answer_memory import SMALL, AnswerMemory


def _address(array: np.ndarray) -> int:
    return array.__array_interface__["data"][0]


def test_memory_comes_back_when_nothing_shows_it() -> None:
    memory = AnswerMemory()
    lent = memory.lend(SMALL)
    address = _address(lent)
    del lent
    gc.collect()

    assert _address(memory.lend(SMALL)) == address


def test_memory_still_shown_by_a_part_is_not_lent_again() -> None:
    memory = AnswerMemory()
    part = memory.lend(2 * SMALL).reshape(2, SMALL)[1, 5:10]
    part[:] = 7
    gc.collect()

    others = [memory.lend(2 * SMALL) for _ in range(3)]
    for other in others:
        other[:] = 0

    assert part.tolist() == [7] * 5


def test_little_memory_does_not_hold_much() -> None:
    memory = AnswerMemory()
    large = memory.lend(8 * SMALL)
    del large
    gc.collect()

    small = memory.lend(SMALL)

    assert small.base is not None
    assert small.base.nbytes == SMALL


def test_threads_never_share_what_they_hold() -> None:
    memory, wrong = AnswerMemory(), []

    def work(mark: int) -> None:
        for _ in range(50):
            lent = memory.lend(SMALL)
            lent[::4096] = mark
            if (lent[::4096] != mark).any():
                wrong.append(mark)

    threads = [threading.Thread(target=work, args=(mark,)) for mark in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not wrong
