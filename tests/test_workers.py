"""Worker processes: tasks come back whole and in order, and one that is lost is replaced."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import pytest

from ticker_clean.corpus.workers import Pool, Send, run_here


class Numbers:
    """A task that asks a worker for the numbers from `first` to `last`, and collects what comes."""

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last
        self.done = False
        self.told: list[str] = []

    def message(self) -> bytes:
        return f"{self.first} {self.last}".encode()

    def take(self, frame: bytes) -> None:
        self.told.append(frame.decode().rstrip("."))
        self.first += 1

    def lost(self, error: str, detail: str) -> bool:
        self.told.append(f"{error} at {self.first}")
        self.first += 1
        return self.first <= self.last


def worker(fault: Callable[[int], None]) -> Callable[[bytes, Send], None]:
    def work(message: bytes, send: Send) -> None:
        first, last = map(int, message.split())
        for number in range(first, last + 1):
            fault(number)
            send(f"{number}{'.' * (number * 1000)}".encode())

    return work


def no_fault(number: int) -> None:
    pass


def finish(pool: Pool, tasks: list[Numbers]) -> None:
    for task in tasks:
        while not task.done:
            pool.poll(task)


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_every_task_gets_what_its_worker_told(jobs: int) -> None:
    tasks = [Numbers(n, n + 30) for n in range(8)]
    with Pool(jobs, worker(no_fault), 30) as pool:
        for task in tasks:
            pool.give(task)
        finish(pool, tasks)
    assert [task.told for task in tasks] == [[str(n + k) for k in range(31)] for n in range(8)]


def hang_at_7(number: int) -> None:
    while number == 7:
        pass


def die_at_7(number: int) -> None:
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)


def break_at_7(number: int) -> None:
    if number == 7:
        raise LookupError


@pytest.mark.parametrize(("fault", "error"), [(hang_at_7, "timeout"), (die_at_7, "crashed"), (break_at_7, "crashed")])
def test_a_lost_worker_costs_what_it_was_at_and_nothing_else(fault: Callable[[int], None], error: str) -> None:
    tasks = [Numbers(5, 9), Numbers(7, 7), Numbers(6, 8), Numbers(1, 3)]
    with Pool(1, worker(fault), 0.3) as pool:
        for task in tasks:
            pool.give(task)
        finish(pool, tasks)
    assert [task.told for task in tasks] == [
        ["5", "6", f"{error} at 7", "8", "9"],
        [f"{error} at 7"],
        ["6", f"{error} at 7", "8"],
        ["1", "2", "3"],
    ]


def test_a_worker_that_died_while_idle_is_replaced_at_no_cost() -> None:
    def tell_who(message: bytes, send: Send) -> None:
        send(str(os.getpid()).encode())

    with Pool(1, tell_who, 30) as pool:
        first, second = Numbers(1, 1), Numbers(1, 1)
        pool.give(first)
        finish(pool, [first])
        os.kill(int(first.told[0]), signal.SIGKILL)
        time.sleep(0.1)
        pool.give(second)
        finish(pool, [second])
    assert second.told[0].isdigit()
    assert second.told != first.told


def test_a_worker_that_is_not_heard_waits_and_is_not_taken_for_hanging() -> None:
    tasks = [Numbers(1, 40), Numbers(100, 180)]  # of the second more than a pipe holds
    with Pool(2, worker(no_fault), 0.3) as pool:
        for task in tasks:
            pool.give(task)
        until = time.monotonic() + 1
        while time.monotonic() < until:
            pool.poll(tasks[0] if not tasks[0].done else None, first_only=True)
        assert len(tasks[1].told) < 81
        finish(pool, tasks)
    assert tasks[1].told == [str(n) for n in range(100, 181)]


def test_a_task_without_a_worker_keeps_its_time() -> None:
    tasks = [Numbers(1, 3), Numbers(6, 8)]
    for task in tasks:
        run_here(task, worker(hang_at_7), 0.3)
    assert [task.told for task in tasks] == [["1", "2", "3"], ["6", "timeout at 7"]]
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
