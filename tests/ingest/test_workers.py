"""The pool that files are read in: what breaks in it, and that nothing is left behind."""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.workers import KEPT, Broken, Workers, outcome, peak_mb

ROOT = Path(__file__).parents[2]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def ends(pid: int, within: float = 15) -> bool:
    """Tell whether the process is gone in time."""
    limit = time.monotonic() + within
    while time.monotonic() < limit:
        if not alive(pid):
            return True
        time.sleep(0.05)
    return False


def appears(file: Path, within: float = 30) -> int:
    """Return the process id that is written into `file`."""
    limit = time.monotonic() + within
    while time.monotonic() < limit:
        if file.exists() and file.read_text().strip():
            return int(file.read_text())
        time.sleep(0.05)
    raise AssertionError(f"{file} was not written")


@pytest.mark.parametrize(
    ("call", "slow", "why"),
    [
        ((time.sleep, 60), True, ""),
        ((os.abort,), False, ""),
        ((bytearray, 8 * 2**30), False, ""),
        ((int, "keine Zahl"), False, "ValueError"),
    ],
)
def test_what_breaks_is_told_and_the_next_task_runs(
    call: tuple[Callable[..., object], *tuple[object, ...]], slow: bool, why: str
) -> None:
    function, *arguments = call
    with Workers(1, 2048) as pool:
        broken = pool.run(function, *arguments, seconds=1 if slow else 30)
        after = pool.run(max, 1, 2, seconds=30)
        with pytest.raises(Broken) as caught:
            outcome(broken)
        assert (caught.value.slow, caught.value.why.split(":")[0]) == (slow, why)
        assert outcome(after) == 2


def test_circles_that_a_task_leaves_are_cleared_before_the_next() -> None:
    circles = f"for _ in range({2 * KEPT}):\n    circle = []\n    circle.append(circle)"
    with Workers(1, 2048) as pool:
        outcome(pool.run(exec, circles, seconds=30))
        assert outcome(pool.run(gc.collect, seconds=30)) < KEPT


@pytest.mark.parametrize("collecting", [True, False])
def test_unpacking_leaves_the_collection_of_garbage_as_it_was(collecting: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if collecting else gc.disable)()
        with Workers(1, 2048) as pool:
            assert outcome(pool.run(dict, [("Seiten", (1, 2))], seconds=30)) == {"Seiten": (1, 2)}
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if before else gc.disable)()


def test_a_worker_whose_time_is_up_takes_along_what_it_runs(tmp_path: Path) -> None:
    shell = ["sh", "-c", f"echo $$ > {tmp_path}/pid; exec sleep 60"]
    with Workers(1, 2048) as pool:
        task = pool.run(subprocess.run, shell, seconds=1.5)
        child = appears(tmp_path / "pid")
        with pytest.raises(Broken):
            outcome(task)
        assert ends(child)


def test_leaving_early_waits_for_nobody(tmp_path: Path) -> None:
    shell = ["sh", "-c", f"echo $$ > {tmp_path}/pid; exec sleep 60"]
    with pytest.raises(KeyboardInterrupt), Workers(1, 2048) as pool:
        pool.run(subprocess.run, shell, seconds=60)
        child = appears(tmp_path / "pid")
        started = time.monotonic()
        raise KeyboardInterrupt
    assert time.monotonic() - started < 20
    assert ends(child)


@pytest.mark.skipif(sys.platform != "linux", reason="needs prctl, which is Linux's")
def test_a_worker_in_an_endless_loop_does_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, time\n"
        "from ingest.workers import Workers, outcome\n"
        "if __name__ == '__main__':\n"
        "    with Workers(1, 2048) as pool:\n"
        "        print(outcome(pool.run(os.getpid, seconds=30)), flush=True)\n"
        "        pool.run(pow, 3, 10**9, seconds=600)\n"  # one long call into C
        "        time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    ) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        time.sleep(0.5)
        assert alive(worker)
        parent.send_signal(signal.SIGKILL)
    assert ends(worker)


def test_the_peak_of_memory_counts_what_workers_and_their_programs_held() -> None:
    with Workers(1, 4096) as pool:
        outcome(pool.run(subprocess.run, [sys.executable, "-c", "b'x' * (700 * 2**20)"], seconds=60))
    assert 700 <= peak_mb() < 100_000
