"""A worker answers, is held to its memory, and can be killed however busy it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from editor.processes import forked, own_program, run_program, spawned, start_worker
from editor.processes.worker import WorkerProcess

WINDOW = """
import signal, sys, time
# A job in a shell's background is born with SIGINT ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
from tests.test_processes import echo, hang
from editor.processes import forked, start_worker
if sys.argv[1] == "spawned":
    forked.is_possible = lambda: False
workers = [start_worker(echo), start_worker(hang), start_worker(echo)]
workers[1].connection.recv()
for each in workers[::2]:
    each.connection.send("ready")
    each.connection.recv()
print(*(each.pid for each in workers), flush=True)
time.sleep(600)
"""
ways = pytest.mark.parametrize(
    "way",
    [
        pytest.param(
            "forked",
            marks=pytest.mark.skipif(not forked.is_possible(), reason="forking needs Linux"),
        ),
        "spawned",
    ],
)


def at_once(connection: Connection) -> None:
    connection.send("here")


def surroundings(connection: Connection) -> None:
    connection.send((str(Path.cwd()), os.environ.get("STANDFIRST_SAYS"), os.getppid()))


def asks_another(connection: Connection) -> None:
    another = start_worker(surroundings)
    parent = another.connection.recv()[2]
    another.kill()
    busy = start_worker(hang)
    busy.connection.recv()
    connection.send((parent == os.getpid(), another.is_alive(), busy.pid))
    connection.recv()


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return False
    return state[0] not in "ZX"


def ended(pids: list[int]) -> bool:
    """Wait until all of these have ended; the time is a guard against hanging, no bound."""
    until = time.monotonic() + 60
    while any(map(is_running, pids)) and time.monotonic() < until:
        time.sleep(0.01)
    return not any(map(is_running, pids))


def children_of(pid: int) -> list[int]:
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == str(pid):
            found.append(int(each.parent.name))
    return found + [deeper for each in found for deeper in children_of(each)]


def echo(connection: Connection) -> None:
    try:
        while True:
            connection.send(connection.recv())
    except EOFError:
        return


def hang(connection: Connection) -> None:
    connection.send("hanging")
    while True:
        pass


def swallow(connection: Connection) -> None:
    try:
        held = bytearray(600 * 1024 * 1024)
        connection.send(len(held))
    except MemoryError:
        connection.send("refused")


def test_a_worker_answers_and_leaves_when_its_pipe_closes() -> None:
    worker = start_worker(echo)
    worker.connection.send({"a": 1})
    assert worker.connection.recv() == {"a": 1}
    worker.close(timeout_s=30)
    assert not worker.is_alive()


def test_a_hanging_worker_is_killed() -> None:
    worker = start_worker(hang)
    assert worker.connection.recv() == "hanging"
    worker.kill()
    assert not worker.is_alive()


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux holds a process to an address space"
)
def test_a_worker_is_held_to_its_memory() -> None:
    worker = start_worker(swallow, memory_bytes=512 * 1024 * 1024)
    assert worker.connection.recv() == "refused"
    worker.close(timeout_s=30)


@pytest.mark.skipif(sys.platform != "linux", reason="the processes are looked up in /proc")
@ways
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_every_process_ends_with_the_window_however_that_ends(
    way: str, ending: signal.Signals
) -> None:
    window = subprocess.Popen(
        [sys.executable, "-c", WINDOW, way],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert window.stdout is not None
    try:
        workers = [int(each) for each in window.stdout.readline().split()]
        assert len(workers) == 3
        below = children_of(window.pid)
        assert set(workers) <= set(below)
        assert all(map(is_running, workers))
        window.send_signal(ending)
        window.wait(60)
        assert ended(below)
    finally:
        window.kill()
        window.wait()
        window.stdout.close()


@pytest.mark.skipif(not forked.is_possible(), reason="forking needs Linux")
def test_workers_are_children_of_one_host_which_has_no_threads() -> None:
    workers = [start_worker(surroundings) for _ in range(3)]
    hosts = {worker.connection.recv()[2] for worker in workers}
    assert len(hosts) == 1
    host = hosts.pop()
    assert host != os.getpid()
    assert len(list(Path(f"/proc/{host}/task").iterdir())) == 1
    for worker in workers:
        worker.kill()


@pytest.mark.skipif(not forked.is_possible(), reason="forking needs Linux")
def test_a_killed_host_takes_its_workers_along_and_is_followed_by_another() -> None:
    busy, asked = start_worker(hang), start_worker(surroundings)
    host = asked.connection.recv()[2]
    os.kill(host, signal.SIGKILL)
    assert ended([host, busy.pid])
    after = start_worker(surroundings)
    assert after.connection.recv()[2] not in (host, os.getpid())
    for each in (busy, asked, after):
        each.kill()


@pytest.mark.skipif(not forked.is_possible(), reason="forking needs Linux")
def test_a_worker_forks_its_own_workers_and_takes_them_along() -> None:
    worker = start_worker(asks_another)
    is_parent, is_alive, busy = worker.connection.recv()
    assert is_parent
    assert not is_alive
    assert is_running(busy)
    worker.kill()
    assert ended([busy])


def test_a_worker_works_with_this_environment_and_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    start_worker(at_once).kill()  # the host stands before they change
    monkeypatch.setenv("STANDFIRST_SAYS", "later")
    monkeypatch.chdir(tmp_path)
    worker = start_worker(surroundings)
    assert worker.connection.recv()[:2] == (str(tmp_path), "later")
    worker.kill()


@ways
def test_a_worker_that_has_ended_is_dead_and_may_be_killed_again(way: str) -> None:
    if way == "forked":
        worker = start_worker(at_once)
    else:
        import pickle

        call = pickle.dumps((at_once, ()))
        worker = WorkerProcess(*spawned.start(call, 1 << 30))
    assert worker.connection.recv() == "here"
    worker.close(timeout_s=60)
    worker.kill()
    assert not worker.is_alive()


def program_in(folder: Path, *words: str, frozen: str = "") -> subprocess.CompletedProcess[str]:
    command = [frozen, *words] if frozen else own_program(*words)
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=120,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
    )  # fmt: skip


def test_the_program_starts_itself_from_any_folder_and_takes_no_module_from_it(
    tmp_path: Path,
) -> None:
    for name in ("yaml.py", "editor.py", "re.py"):
        (tmp_path / name).write_text("print('taken')\n")
    (tmp_path / "a.md").write_text("---\ntitle: One\n---\n")
    ran = program_in(tmp_path, "get", "a.md", "title")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "One\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
def test_a_frozen_build_starts_itself_and_its_workers_by_its_executable(tmp_path: Path) -> None:
    """A stand-in: one executable file that is the program, and takes no options of Python's."""
    root = Path(__file__).parent.parent
    program = tmp_path / "standfirst"
    program.write_text(
        f"#!{sys.executable}\n"
        "import sys\n"
        f"sys.path.insert(0, {str(root)!r})\n"
        f"sys.frozen, sys.executable = True, {str(program)!r}\n"
        "if sys.argv[1:] == ['try']:\n"
        "    from editor.processes import own_program, run_program\n"
        "    assert own_program('a') == [sys.executable, 'a']\n"
        "    ran = run_program(['get', '-', 'title'], b'---\\ntitle: Two\\n---\\n', timeout_s=60)\n"
        "    sys.stdout.buffer.write(ran.output)\n"
        "else:\n"
        "    from editor.__main__ import main\n"
        "    sys.exit(main())\n"
    )
    program.chmod(0o755)
    ran = program_in(tmp_path, "try", frozen=str(program))
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "Two\n", "")


def test_a_verb_runs_in_a_worker_and_says_what_it_says() -> None:
    ran = run_program(["get", "-", "title"], b"---\ntitle: Tre\xcc\x81s\n---\n", timeout_s=60)
    assert (ran.status, ran.output.decode(), ran.errors) == (0, "Tre\u0301s\n", "")
    ran = run_program(["get", "-", "nothing"], b"---\ntitle: A\n---\n", timeout_s=60)
    assert ran.status == 2
    assert "nothing" in ran.errors


def test_a_verb_that_takes_too_long_is_ended() -> None:
    with pytest.raises(OSError, match="too long"):
        run_program(["get", "-"], timeout_s=0)
