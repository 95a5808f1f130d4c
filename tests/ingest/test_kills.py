"""Whatever moment a publication is killed at, what was published is answered, and the next run finishes the work.

Real processes (`mortal.py`) run a whole ingest, rollback, or change of the embedding model, and kill themselves with
SIGKILL at a named point. The ingest adds, changes, moves, withdraws and reads anew at once.
"""

import random
import shutil
import signal
import time

import pytest

from kb.publication import publication
from kb.store import KnowledgeBase
from tests.ingest.disturbed import NTH, WITHDRAWN, Office, answers, generation, leftovers, read_anew, same, traces, wait

# Both sides of what writes much or decides; of the rest, what follows it.
AROUND = (
    "file-copy", "catalogue-add", "words-begin", "words-add", "words-finish", "vectors-upsert", "vectors-delete", "report",
    "publish", "archive-keep", "catalogue-sweep", "places-forget", "reading-keep", "settle", "disk-replace", "disk-unlink",
)  # fmt: skip
AFTER = (
    "lock", "ledger-open", "catalogue-open", "steps-sweep", "recover-undo", "catalogue-end", "words-link", "words-open",
    "words-delete", "words-commit", "words-settle", "vectors-open", "place-end", "place-add", "failures", "archive-begin",
    "archive-prune", "builds-sweep", "readings-clear", "disk-write", "disk-text", "disk-rename", "disk-copy", "disk-rmtree",
)  # fmt: skip
ROLLBACK = (
    "catalogue-end", "catalogue-restore", "words-delete", "vectors-upsert", "words-finish", "report", "publish",
    "vectors-delete", "catalogue-sweep",
)  # fmt: skip
REPAIR = ("words-add", "vectors-open", "vectors-upsert", "words-finish", "publish", "catalogue-sweep", "disk-rmtree")
POINTS = [
    *(("ingest", step, when) for step in AROUND for when in ("before", "after")),
    *(("ingest", step, "after") for step in AFTER),
    *(("roll_back", step, "after") for step in ROLLBACK),
    *(("repair", step, "after") for step in REPAIR),
]


@pytest.mark.parametrize(("job", "step", "when"), POINTS, ids=str)
def test_killed_at_any_point_it_shows_one_state_wholly_and_the_next_run_finishes(
    office: Office, job: str, step: str, when: str
) -> None:
    state = office.states[job]
    old, new, was, becomes = state.old, state.new, state.was, state.becomes
    index, number = office.copy(f"{job}-{step}-{when}", state.index), generation(state.index)
    with KnowledgeBase.open(index, old, reload=lambda: new) as running:
        assert same(answers(running), was)
        status = office.run(job, index, step, when, NTH.get(step, 1) if job == "ingest" else 1)
        assert status == -signal.SIGKILL
        published = generation(index) > number
        assert same(read_anew(index, new if published else old), becomes if published else was)
        wait(lambda: not published or running.generation.number == generation(index))  # its model may be loading
        assert same(answers(running), becomes if published else was)
        if not published or job == "ingest":
            assert office.run(job, index) == 0
        assert generation(index) == number + 1
        assert same(read_anew(index, new), becomes)
    with publication(index, new):
        pass
    gone = WITHDRAWN if job == "ingest" else ()
    assert leftovers(index, new, gone) == []
    assert traces(index, gone) == []
    shutil.rmtree(index)


def test_killed_from_outside_at_any_moment_it_shows_one_state_wholly(office: Office) -> None:
    state = office.states["ingest"]
    index, chance = office.copy("killed-from-outside", state.index), random.Random(7)
    started = time.monotonic()
    assert office.run("ingest", office.copy("undisturbed", state.index)) == 0
    seconds = time.monotonic() - started
    killed = 0
    with KnowledgeBase.open(index, state.old) as running:
        for _ in range(8):
            status = office.run("ingest", index, kill_after=chance.uniform(0.05, 1.0) * seconds)
            killed += status == -signal.SIGKILL
            published = generation(index) > generation(state.index)
            assert same(answers(running), state.becomes if published else state.was)
            assert same(read_anew(index, state.old), state.becomes if published else state.was)
    assert killed > 0
    assert office.run("ingest", index) == 0
    assert same(read_anew(index, state.old), state.becomes)
    assert leftovers(index, state.old, WITHDRAWN) == []
