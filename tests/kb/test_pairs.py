"""The optional cross-encoder: loaded late, and the search goes on where it is not to be had."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.errors import KizError
from kb.pairs import PairReader

TEXTS = {7: "Der Kreis zahlt einen Zuschuss.", 3: "Die Gehwege sind zu kehren."}


@pytest.fixture
def make_model(tmp_path: Path) -> Callable[..., Path]:
    """Save a cross-encoder of a few random weights, without asking the hub."""

    def make(labels: int = 1) -> Path:
        import torch
        from sentence_transformers import CrossEncoder
        from tokenizers import Tokenizer, models, pre_tokenizers
        from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

        torch.manual_seed(1)
        folder = tmp_path / f"bert-{labels}"
        words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "Zuschuss", "Der", "Kreis", "Gehwege", "kehren"]
        tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(words)}, unk_token="[UNK]"))
        tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
        fast = PreTrainedTokenizerFast(
            tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
        )
        fast.model_max_length = 64
        size = BertConfig(
            vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
            max_position_embeddings=64, num_labels=labels, initializer_range=1.0,
        )  # fmt: skip
        BertForSequenceClassification(size).save_pretrained(folder)
        fast.save_pretrained(folder)
        saved = tmp_path / f"model-{labels}"
        CrossEncoder(str(folder), device="cpu", local_files_only=True).save_pretrained(str(saved))
        return saved

    return make


def test_a_model_in_a_folder_scores_each_passage(make_model: Callable[..., Path]) -> None:
    reader = PairReader(str(make_model()))
    found = reader.scores("Zuschuss", TEXTS)
    assert [passage for passage, _ in found] == [7, 3]
    assert abs(found[0][1] - found[1][1]) > 1e-5
    assert dict(reader.scores("Zuschuss", TEXTS)) == pytest.approx(dict(found))
    assert reader.scores(" ", TEXTS) == reader.scores("Zuschuss", {}) == []


def test_what_is_not_to_be_had_is_said_once_and_scores_nothing(tmp_path: Path) -> None:
    problems: list[KizError] = []
    reader = PairReader(str(tmp_path / "kein-modell"), problems.append)
    assert problems == []
    assert reader.scores("Zuschuss", TEXTS) == reader.scores("Zuschuss", TEXTS) == []
    assert [problem.key for problem in problems] == ["reranker-unavailable"]
    assert "kein-modell" in str(problems[0])
    assert "geht ohne ihn weiter" in str(problems[0])


def test_offline_the_hub_is_not_asked(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("the hub was asked")

    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.HfApi.model_info", never)
    with caplog.at_level(logging.WARNING, "kiz"):
        assert PairReader("nobody/kein-modell").scores("Zuschuss", TEXTS) == []
    assert "nobody/kein-modell" in caplog.text


def test_a_classifier_of_several_classes_is_refused(make_model: Callable[..., Path]) -> None:
    problems: list[KizError] = []
    assert PairReader(str(make_model(3)), problems.append).scores("Zuschuss", TEXTS) == []
    assert "3 Ausgaben" in str(problems[0])
