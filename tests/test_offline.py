"""Nothing leaves the house: ingest and ask work with every socket but the loopback blocked."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Runs the command in a process in which looking up or connecting to any other host is an error that
# cannot be overlooked: it ends the process with a code of its own.
GUARD = """
import ipaddress, os, socket, sys
def stop(what):
    os.write(2, f"NETWORK {what}\\n".encode()); os._exit(99)
def home(host):
    host = host.decode() if isinstance(host, bytes) else host
    if host in ("localhost", "", None): return True
    try: return ipaddress.ip_address(host).is_loopback
    except ValueError: return False
def watch(event, values):
    if event == "socket.connect" and isinstance(values[1], tuple) and not home(values[1][0]): stop(values[1])
    if event == "socket.getaddrinfo" and not home(values[0]): stop(values[0])
    if event in ("socket.gethostbyname", "socket.sendto") and not home(str(values[-1][0] if isinstance(values[-1], tuple) else values[-1])): stop(values)
sys.addaudithook(watch)
from cli import main
sys.exit(main(sys.argv[1:]))
"""


def kiz(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = folder / "guarded.py"
    script.write_text('if __name__ == "__main__":\n' + "\n".join(f"    {line}" for line in GUARD.splitlines()))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "KIZ_CONFIG": str(ROOT / "kiz.toml")}
    return subprocess.run(
        [sys.executable, str(script), *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )  # fmt: skip


def test_the_guard_itself_stops_a_connection(tmp_path: Path) -> None:
    script = tmp_path / "t.py"
    script.write_text(
        GUARD.split("from cli", maxsplit=1)[0] + "\nsocket.create_connection(('192.0.2.1', 80), timeout=1)\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 99
    assert "NETWORK" in done.stderr


@pytest.mark.parametrize("question", ["Für wen ist Griffbereit?", "Who is Griffbereit for?"])
def test_ingest_and_ask_open_no_connection(tmp_path: Path, make_pdf: Callable[..., Path], question: str) -> None:
    make_pdf(
        tmp_path / "public" / "a.pdf", "Griffbereit\nGriffbereit ist ein Programm fuer Eltern mit kleinen Kindern."
    )
    index = str(tmp_path / "index")
    ingested = kiz(tmp_path, "ingest", str(tmp_path / "public"), "--index", index, "--json")
    assert ingested.returncode == 0, ingested.stderr
    asked = kiz(tmp_path, "ask", question, "--index", index, "--json")
    assert asked.returncode == 0, asked.stderr
    assert "Griffbereit" in asked.stdout
