"""Work that may take more than 50 ms: one shape, off the window's own thread.

A thread may wait for the disk or a pipe; what computes belongs into a process. The callbacks run
in the GUI thread, and not at all once the owner is gone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, TypeVar, TypeVarTuple, Unpack

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from editor.errors import StandfirstError

log = logging.getLogger(__name__)


Result = TypeVar("Result")
About = TypeVarTuple("About")


class Task(QObject):
    """One operation under way.

    It has no parent: a thread that tells its end must never find it deleted with a window or a
    dialog at that very moment (that crashed). `Tasks` owns it until thread and callbacks are done.
    """

    progressed = Signal(object)  # whatever the operation reports
    done = Signal()  # the callbacks have run

    _ended = Signal(bool, object)  # whether it went well; the result, or the error

    def __init__(
        self,
        operation: Callable[[], Any],
        on_success: Callable[..., None] | None,
        on_failure: Callable[..., None] | None,
        owner: QObject,
        about: tuple[Any, ...] = (),
    ) -> None:
        """Make a task; `Tasks.run` starts it and says what the values are."""
        super().__init__()
        self.is_over = False
        self._owner: QObject | None = owner
        self._operation = operation
        self._on_success = on_success
        self._on_failure = on_failure
        self._about = about
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def report(self, value: object) -> None:
        """Tell how far it is; called by the operation, from its thread."""
        self.progressed.emit(value)

    def work(self) -> None:
        """Do it. Runs in the thread."""
        try:
            result = self._operation()
        except BaseException as error:  # noqa: BLE001 - handed to the window, which tells it
            good, value = False, error
        else:
            good, value = True, result
        self._ended.emit(good, value)

    @Slot(bool, object)
    def _on_ended(self, good: bool, value: object) -> None:
        try:
            if self._owner is None or not shiboken6.isValid(self._owner):
                pass
            elif good:
                if self._on_success is not None:
                    self._on_success(*self._about, value)
            elif self._on_failure is not None:
                self._on_failure(*self._about, value)
            else:
                log.error("a task failed: %s", type(value).__name__)
        finally:
            self._on_success = self._on_failure = self._owner = None
            self._about = ()
            self.is_over = True
            self.done.emit()


class Tasks:
    """The window's threads: a small pool, and one queue for saves, which keep their order."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(3, thread_name_prefix="task")
        self._saves = ThreadPoolExecutor(1, thread_name_prefix="save")
        self._under_way: list[tuple[Task, Future[None]]] = []
        self._is_closed = False

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way, and nobody waits to be told of it."""
        return all(task.is_over for task, _ in self._under_way)

    def run(
        self,
        operation: Callable[[], Result],
        on_success: Callable[[Unpack[About], Result], None] | None,
        on_failure: Callable[[Unpack[About], BaseException], None] | None,
        owner: QObject,
        *about: *About,
    ) -> Task:
        """Start an operation in the pool. After `close` nothing begins any more.

        Args:
            operation: Runs in a thread; touches no widget.
            on_success: Gets what it is about, then the result, in the GUI thread.
            on_failure: Gets what it is about, then the error; without one it is logged.
            owner: When it is deleted, nobody is called.
            about: What the callbacks need to know: the post, its path, what waits for it.
        """
        if self._is_closed:  # an answer that came after the window was left asks for more
            return Task(operation, on_success, on_failure, owner, about)
        return self._start(self._pool, Task(operation, on_success, on_failure, owner, about))

    def save(
        self,
        operation: Callable[[], Result],
        on_success: Callable[[Unpack[About], Result], None] | None,
        on_failure: Callable[[Unpack[About], BaseException], None] | None,
        owner: QObject,
        *about: *About,
    ) -> Task:
        """Start an operation behind the saves that wait already; see `run`."""
        return self._start(self._saves, Task(operation, on_success, on_failure, owner, about))

    def close(self) -> None:
        """Finish the saves, drop what has not begun."""
        self._is_closed = True
        self._saves.shutdown(wait=True)
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _start(self, executor: Executor, task: Task) -> Task:
        going = [each for each in self._under_way if not (each[0].is_over and each[1].done())]
        self._under_way = [*going, (task, executor.submit(task.work))]
        return task


def sentence_of(error: BaseException) -> str:
    """Return what to tell a person about an error."""
    if isinstance(error, StandfirstError):
        return error.sentence
    if isinstance(error, OSError) and error.strerror:
        return f"The system refused: {error.strerror}. Nothing was changed."
    return (
        "Something unexpected went wrong. Your words are safe in this window and in the recovery "
        "journal; the log says more."
    )
