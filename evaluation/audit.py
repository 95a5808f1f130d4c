"""Ask for known vulnerabilities in everything that is installed here, and say how much could be asked about.

    python -m evaluation.audit [--seconds 90]

Runs pip-audit, which says "no known vulnerabilities" even where the service knew none of the packages, or only some: a
mirror without advisories, a build with a local version ("torch 2.13.0+cpu"). Exit code 1: a vulnerability is known;
0: none is, or nobody could be asked, which is said.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

# For one answer of the service; some 200 packages are asked about, one after the other.
ONE_ANSWER = 5


@dataclass(frozen=True, slots=True)
class Audit:
    """How many packages the service knew, those it did not, and what is known against some ("name version: id")."""

    known: int
    unknown: tuple[str, ...]
    found: tuple[str, ...]


def audit(seconds: float) -> Audit | str:
    """Return what is known of the packages of this environment, or why nobody could be asked."""
    command = [sys.executable, "-m", "pip_audit", "--local", "--skip-editable", "--progress-spinner", "off"]
    command += ["--timeout", str(ONE_ANSWER), "--format", "json"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return f"no answer within {seconds:g} seconds"
    try:
        return read(json.loads(run.stdout))
    except (ValueError, KeyError):
        return (run.stderr.strip().splitlines() or [f"pip-audit ended with {run.returncode}"])[-1][:200]


def read(report: dict[str, Any]) -> Audit:
    """Return what a report of pip-audit says.

    :raises KeyError: it is none.
    """
    packages = report["dependencies"]
    unknown = tuple(one["name"] for one in packages if "skip_reason" in one)
    found = tuple(
        f"{one['name']} {one['version']}: {flaw['id']} (fixed in {', '.join(flaw['fix_versions']) or 'no version'})"
        for one in packages
        for flaw in one.get("vulns", ())
    )
    return Audit(len(packages) - len(unknown), unknown, found)


def main() -> int:
    """Ask, print, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.audit", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=90)
    result = audit(parser.parse_args().seconds)
    if isinstance(result, str):
        print(f"audit: NOT DONE, the advisory service could not be asked: {result}")
        return 0
    if not result.known:
        print(f"audit: NOT DONE, the service here knows none of the {len(result.unknown)} packages")
        return 0
    print(f"audit: {result.known} packages asked about, {len(result.found)} known vulnerabilities")
    if result.unknown:
        print(f"audit: not known to the service: {', '.join(result.unknown)}")
    for flaw in result.found:
        print(f"audit: {flaw}")
    return 1 if result.found else 0


if __name__ == "__main__":
    sys.exit(main())
