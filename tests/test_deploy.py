"""The files for a server: what a linter does not see, and that they name commands and settings that exist."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.config import LimitsConfig, ServerConfig
from kb.config_file import load_config
from ui.arguments import parser
from ui.publish_job import LEAVES
from ui.traffic import REST, STREAMS

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"
ROOT = DEPLOY.parent
UNITS = sorted((DEPLOY / "systemd").glob("*"))


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    loaded = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded["services"], dict)
    return dict(loaded["services"])


def test_only_the_web_server_is_reached_from_outside(services: dict[str, Any]) -> None:
    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]
    front = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["networks"]
    assert front["front"]["internal"]
    assert front["back"]["internal"]
    assert "outside" not in services["app"]["networks"]


def test_every_container_is_read_only_and_without_rights(services: dict[str, Any]) -> None:
    for name, one in services.items():
        assert one["read_only"] is True, name
        assert one["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in one["security_opt"], name
        assert "privileged" not in one, name


def test_images_are_named_by_version(services: dict[str, Any]) -> None:
    for one in services.values():
        tag = one["image"].partition(":")[2]
        assert tag and "latest" not in tag
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version
    assert services["app"]["image"].endswith(f":-{version[1]}}}")


def test_the_image_ends_as_a_user_without_rights_and_takes_the_pinned_torch() -> None:
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("USER")] == ["USER 10001:10001"]
    assert lines.index("USER 10001:10001") < next(i for i, line in enumerate(lines) if line.startswith("ENTRYPOINT"))
    pinned = re.search(r"torch==[\d.]+", (ROOT / "Makefile").read_text())
    assert pinned
    assert any(pinned[0] in line for line in lines)


def test_everything_that_goes_into_the_wheel_is_copied() -> None:
    said = re.search(r"only-include = \[(.*)\]", (ROOT / "pyproject.toml").read_text())
    assert said
    copied = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    for name in re.findall(r'"(.+?)"', said[1]):
        assert re.search(rf"^COPY .*\b{re.escape(name)}\b", copied, re.MULTILINE), name
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert not {name.partition(".")[0] for name in re.findall(r'"(.+?)"', said[1])} & set(ignored)


def test_the_settings_file_loads(tmp_path: Path) -> None:
    file = tmp_path / "kiz.toml"
    shutil.copy(DEPLOY / "kiz.toml.example", file)
    config = load_config(file, {})
    assert config.server.host == "0.0.0.0"
    assert str(config.index) == "/data/index"


def seconds(said: str) -> int:
    return int(said.removesuffix("s"))


def test_every_container_and_service_has_limits_of_memory_and_processes(services: dict[str, Any]) -> None:
    for name, one in services.items():
        assert one["mem_limit"], name
        assert 0 < one["pids_limit"] <= 512, name
    for unit in UNITS:
        if unit.suffix == ".service":
            lines = unit.read_text(encoding="utf-8").splitlines()
            assert [line for line in lines if re.fullmatch(r"MemoryMax=\d+G", line)], unit.name
            assert [line for line in lines if re.fullmatch(r"TasksMax=\d+", line)], unit.name


def test_whoever_stops_the_chat_waits_longer_than_its_answers_may_take(services: dict[str, Any]) -> None:
    longest = ServerConfig().stop_seconds + STREAMS + REST + LEAVES
    assert seconds(services["app"]["stop_grace_period"]) > longest
    unit = (DEPLOY / "systemd" / "kiz.service").read_text(encoding="utf-8")
    said = re.search(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    assert said and int(said[1]) > longest
    assert "KillMode=process" in unit.splitlines()  # else it would end a publication, too


def test_what_staff_may_upload_passes_everything_on_its_way(services: dict[str, Any]) -> None:
    longest = LimitsConfig().upload_mb
    said = re.search(r"max_size (\d+)MB", (DEPLOY / "Caddyfile").read_text(encoding="utf-8"))
    assert said and int(said[1]) >= longest
    assert services["app"]["tmpfs"] == ["/tmp:size=1g,mode=1777"]
    assert 2 * longest <= 1024


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_call_commands_that_exist(unit: Path) -> None:
    for line in unit.read_text(encoding="utf-8").splitlines():
        if found := re.search(r"/bin/kiz (\w+)(?: (\S+?))?'?$", line):
            parser().parse_args([word for word in found.groups() if word])
    assert len(UNITS) >= 5


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_are_sound(unit: Path) -> None:
    said = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False).stderr
    about = [line for line in said.splitlines() if unit.name in line and "is not executable" not in line]
    assert about == []
