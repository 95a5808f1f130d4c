import numpy as np
import torch

from assistant.linefeatures import Table
from assistant.linemodel import Judgement, _nets, _trees, judge
from training.linenet import Recipe, Sample, learn
from training.lines import measured, parts
from training.linetrees import grow

WIDTH, SIZE = 4, 6


def questions(count: int = 30) -> tuple[list[dict[str, Table]], list[dict[str, object]]]:
    lot = np.random.default_rng(1)
    cases, rows = [], []
    for n in range(count):
        lines = lot.normal(size=(8, WIDTH)).astype(np.float32)
        vectors = lot.normal(size=(8, SIZE)).astype(np.float32) / SIZE
        table = Table(("a", "b", "c", "d"), lines, vectors, vectors[0], lines.max(axis=0))
        cases.append({"de": table})
        rows.append({"answers": np.flatnonzero(lines[:, 0] > 0.5).tolist(), "machine": n % 2 == 1})
    return cases, rows


def samples() -> list[Sample]:
    cases, rows = questions()
    found = []
    for case, row in zip(cases, rows, strict=True):
        right = np.zeros(8, dtype=np.float32)
        right[row["answers"]] = 1
        table = case["de"]
        found.append(Sample(table.lines, table.page, table.vectors, table.question, right, bool(row["machine"])))
    return found


def arrays() -> dict[str, np.ndarray]:
    net = learn([[s] for s in samples()], [], np.eye(SIZE, dtype=np.float32), Recipe(epochs=2, topics=SIZE), 0)
    return {f"0.{name}": value.numpy() for name, value in net.state_dict().items()} | {
        "nets": np.array([1]), "blend": np.array([0.5, 0.5]), "calibration": np.array([-1.0, 0.0]),
        "lines.mean": np.zeros(WIDTH), "lines.deviation": np.ones(WIDTH),
        "page.mean": np.zeros(WIDTH), "page.deviation": np.ones(WIDTH),
        "linear.page": np.zeros(WIDTH), "linear.question": np.zeros(SIZE), "linear.bias": np.zeros(1),
    } | grow(*questions())  # fmt: skip


def test_trees_learn_what_makes_a_line_right() -> None:
    cases, rows = questions()
    chances = _trees(cases[0]["de"].lines, grow(cases, rows))
    right = np.isin(np.arange(8), rows[0]["answers"])
    assert chances[right].min() > chances[~right].max()


def test_a_network_gives_the_same_in_numpy_as_in_torch() -> None:
    model = arrays()
    net = learn([[s] for s in samples()], [], np.eye(SIZE, dtype=np.float32), Recipe(epochs=2, topics=SIZE), 0)
    table, sample = questions()[0][0]["de"], samples()[0]
    fields = (sample.lines, sample.page, sample.vectors, sample.question, np.ones(8, dtype=np.float32))
    with torch.no_grad():
        lines, silence = net(*(torch.tensor(np.clip(field, -4, 4))[None] for field in fields))
    ours, page = _nets(table, model)
    assert np.allclose(ours, lines[0, :, 0].numpy(), atol=1e-4)
    assert np.isclose(page, float(silence[0, 0]), atol=1e-4)


def test_a_judgement_holds_probabilities() -> None:
    found = judge(questions()[0][0]["de"], arrays())
    assert np.all((found.lines > 0) & (found.lines < 1))
    assert 0 < found.answers < 1


def asked(page: str, *lines: str) -> dict[str, object]:
    return {"question": {"de": "Wo?"}, "context": {"de": [*lines]}, "answers": [0], "page": page, "machine": False}


LONG = [f"Diese lange Zeile steht auf mehreren Seiten, {n}." for n in range(4)]


def test_questions_on_one_page_or_on_pages_much_alike_stay_together() -> None:
    rows = [asked(str(n), f"Seite {n}") for n in range(40)]
    rows += [asked("a", "eins", *LONG), asked("b", "zwei", *LONG), asked("a", "drei"), asked("c", "eins", *LONG)]
    found = parts(rows)
    assert len({*found[40:]}) == 1
    assert len({*found}) == 5


def test_figures_are_those_of_the_evaluation() -> None:
    sure, unsure = np.array([0.9, 0.1], dtype=np.float32), np.array([0.1, 0.1], dtype=np.float32)
    pairs = [(Judgement(sure, 0.9), [0]), (Judgement(sure, 0.9), [0, 1]), (Judgement(unsure, 0.1), [])]
    assert measured(pairs, 0.0) == {"f1": round((1 + 2 / 3) / 2, 4), "refusal_f1": 1.0}
