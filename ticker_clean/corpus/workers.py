"""Worker processes that can be lost: each is given tasks one after the other, and one that hangs or dies is replaced.

The main process has a single thread. A worker has two pipes of its own, so that killing it harms no other, and what
it tells comes in frames: four bytes of length, then the frame; an empty one says that the task is done. Every frame
is a sign of life. A worker whose main process is gone ends at its next frame, or by an alarm.

Workers are forked, so they start in a millisecond with all modules loaded. POSIX only.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import NoReturn, Protocol

from ticker_clean.errors import WorkerError

Send = Callable[[bytes], None]
"""Tells the main process a frame."""
Work = Callable[[bytes, Send], None]
"""What a worker does with the message of a task."""

_READ = 1 << 20
_PIPE = 1 << 18
"""Bytes. All pipes of a user together may hold 64 MiB (Linux, pipe(7))."""
_QUEUED = 2
"""Tasks given to a worker: while the next one lies ready, it never waits for the main process."""
_F_SETPIPE_SZ = 1031
"""Linux (fcntl.h)."""


class Task(Protocol):
    """Something for one worker to do, and where what comes of it is collected."""

    done: bool

    def message(self) -> bytes:
        """What there is to do, or still to do after a worker was lost over it; at most a few kB."""

    def take(self, frame: bytes) -> None:
        """A frame came from the worker."""

    def lost(self, error: str, detail: str) -> bool:
        """The worker hung or died; is anything of the task left to do?"""


class _Worker:
    def __init__(self) -> None:
        self.pid = 0
        self.tasks: deque[Task] = deque()
        self.heard = 0.0
        """When it last gave a sign of life, or was given a task while it had none."""
        self.inbox = -1
        self.outbox = -1
        self.received = bytearray()


class Pool:
    """`jobs` workers that do `work`; one that gives no sign of life for `limit` seconds is killed."""

    def __init__(self, jobs: int, work: Work, limit: float) -> None:
        self._work = work
        self._limit = limit
        self._workers = [_Worker() for _ in range(jobs)]

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            self._end(worker)

    @property
    def size(self) -> int:
        return len(self._workers)

    def has_room(self) -> bool:
        """Whether some worker has less to do than it could be given."""
        return any(len(worker.tasks) < _QUEUED for worker in self._workers)

    def give(self, task: Task) -> None:
        """Give the task to the worker that has least to do."""
        self._give(min(self._workers, key=lambda worker: len(worker.tasks)), task)

    def share(self, tasks: Iterable[Task]) -> None:
        """Give each worker one of the tasks, of which there are as many as workers."""
        for worker, task in zip(self._workers, tasks, strict=True):
            self._give(worker, task)

    def poll(self, first: Task | None = None, *, first_only: bool = False) -> None:
        """Let the tasks take what their workers told; where one is waited for, not before there is something.

        With `first_only`, only the worker that has the task `first` is heard, the others wait: so results that cannot
        be used yet do not pile up.
        """
        now = time.monotonic()
        poller = select.poll()
        heard = []
        for worker in self._workers:
            if worker.tasks and (not first_only or first in worker.tasks):
                heard.append(worker)
                poller.register(worker.outbox, select.POLLIN)
            else:
                worker.heard = now
        left = min((worker.heard + self._limit - now for worker in heard), default=0.0)
        ready = {fd for fd, _ in poller.poll(max(0.0, left) * 1000 + 1 if first else 0)}
        now = time.monotonic()
        for worker in heard:
            if worker.outbox in ready:
                worker.heard = now
                self._read(worker)
            elif now >= worker.heard + self._limit:
                self._lose(worker, "timeout", overtime_sentence(self._limit))

    def _give(self, worker: _Worker, task: Task) -> None:
        if not worker.tasks:
            if worker.pid and os.waitpid(worker.pid, os.WNOHANG)[0]:  # it died while it had nothing to do
                self._bury(worker)
            if not worker.pid:
                self._start(worker)
            worker.heard = time.monotonic()
        worker.tasks.append(task)
        _write_message(worker, task)

    def _read(self, worker: _Worker) -> None:
        data = os.read(worker.outbox, _READ)
        if not data:
            self._lose(worker, "crashed", "")
            return
        received = worker.received
        received += data
        at = 0
        while len(received) >= at + 4:
            end = at + 4 + int.from_bytes(received[at : at + 4], "big")
            if len(received) < end:
                break
            if end == at + 4:
                worker.tasks.popleft().done = True
            else:
                worker.tasks[0].take(bytes(received[at + 4 : end]))
            at = end
        del received[:at]

    def _lose(self, worker: _Worker, error: str, detail: str) -> None:
        """Tell the task at hand that its worker is lost; a new one goes on with what is left and what is queued."""
        status = self._end(worker)
        tasks = worker.tasks
        if tasks and not tasks[0].lost(error, detail or f"Its worker process ended unexpectedly{_cause(status)}."):
            tasks.popleft().done = True
        if tasks:
            self._start(worker)
            worker.heard = time.monotonic()
            for task in tasks:
                _write_message(worker, task)

    def _end(self, worker: _Worker) -> int:
        """Kill and bury the worker; its wait status."""
        if not worker.pid:
            return 0
        os.kill(worker.pid, signal.SIGKILL)  # it is not waited for yet, so the number is still its own
        status = os.waitpid(worker.pid, 0)[1]
        self._bury(worker)
        return status

    def _bury(self, worker: _Worker) -> None:
        os.close(worker.inbox)
        os.close(worker.outbox)
        worker.received.clear()
        worker.pid = 0

    def _start(self, worker: _Worker) -> None:
        try:
            inbox, worker.inbox = os.pipe()
            worker.outbox, outbox = os.pipe()
            pid = os.fork()
        except OSError as error:
            raise WorkerError(f"Cannot start a worker process: {error.strerror}. Try fewer --jobs.") from error
        if not pid:
            _be_worker(inbox, outbox, self._work, self._limit, [w for w in self._workers if w.pid or w is worker])
        worker.pid = pid
        for pipe in (worker.inbox, worker.outbox):
            _widen(pipe)
        os.close(inbox)
        os.close(outbox)


def _write_message(worker: _Worker, task: Task) -> None:
    message = task.message()
    with suppress(BrokenPipeError):  # it has just died; the next poll finds out, and a new one gets its tasks
        _write_all(worker.inbox, len(message).to_bytes(4, "big") + message)


def _cause(status: int) -> str:
    return (
        f" (signal {os.WTERMSIG(status)})"
        if os.WIFSIGNALED(status)
        else f" (status {os.waitstatus_to_exitcode(status)})"
    )


def _widen(pipe: int) -> None:
    """Let a worker be some pages ahead of its reader, and its messages lie ready whatever the length of paths."""
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):  # over the user's share of pipe memory; the usual 64 kB do, too
            fcntl.fcntl(pipe, _F_SETPIPE_SZ, _PIPE)


def _be_worker(inbox: int, outbox: int, work: Work, limit: float, workers: list[_Worker]) -> NoReturn:
    """The life of a worker: it never returns into the program it was forked from."""
    status = 1
    try:
        # Ctrl-C goes to all processes of a terminal, and is the main process's to answer
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        for worker in workers:  # an end that a sibling holds open is an end that never closes
            os.close(worker.inbox)
            os.close(worker.outbox)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        _serve(inbox, outbox, work, limit)
        status = 0
    except BrokenPipeError:
        status = 0  # the main process is gone
    finally:
        os._exit(status)


def _serve(inbox: int, outbox: int, work: Work, limit: float) -> None:
    orphaned = int(min(limit, 1 << 24)) * 2 + 10
    """Seconds after which nobody is left who would have ended a hanging worker."""

    def send(frame: bytes) -> None:
        signal.alarm(0)  # writing may have to wait for the reader, however long
        _write_all(outbox, len(frame).to_bytes(4, "big") + frame)
        signal.alarm(orphaned)

    while size := _read_exactly(inbox, 4):
        message = _read_exactly(inbox, int.from_bytes(size, "big"))
        signal.alarm(orphaned)
        work(message, send)
        send(b"")
        signal.alarm(0)


def _read_exactly(pipe: int, size: int) -> bytes:
    data = b""
    while len(data) < size and (part := os.read(pipe, size - len(data))):
        data += part
    return data


def _write_all(pipe: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(pipe, rest) :]


class _OvertimeError(BaseException):
    """Raised in the midst of work; nothing there may take it for an error of its own."""


def run_here(task: Task, work: Work, limit: float) -> None:
    """Do the task in this process, for a single small input that is not worth a worker.

    The time limit is kept by a signal, which interrupts Python code and regular expressions, but not a library's C
    code; it is kept in the main thread only.
    """

    def ring(*_: object) -> NoReturn:
        raise _OvertimeError

    in_main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGALRM, ring) if in_main else None
    try:
        if in_main:
            signal.setitimer(signal.ITIMER_REAL, limit)
        work(task.message(), task.take)
    except _OvertimeError:
        task.lost("timeout", overtime_sentence(limit))
    finally:
        if in_main:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
    task.done = True


def overtime_sentence(limit: float) -> str:
    return f"It took longer than {limit:g} seconds."
