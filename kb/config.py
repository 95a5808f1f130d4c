"""Settings: one frozen `Config`, read once at the edge (`kb.config_file`). Inner functions receive values, never the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from kb.model import Audience, Visibility


@dataclass(frozen=True, slots=True)
class EmbeddingConfig:
    """`model` is "builtin", or a name or folder that sentence-transformers can load."""

    model: str = "builtin"


@dataclass(frozen=True, slots=True)
class SearchConfig:
    """`synonyms`: a file of further groups (form of `kb/synonyms.toml`). `reranker`: a cross-encoder's name or folder."""

    synonyms: Path | None = None
    reranker: str = ""


@dataclass(frozen=True, slots=True)
class LlmConfig:
    """An OpenAI-compatible server; off while `base_url` or `model` is empty. `timeout` in seconds."""

    base_url: str = ""
    model: str = ""
    timeout: float = 60.0
    context_window: int = 8192
    api_key: str = field(default="", repr=False)

    @property
    def enabled(self) -> bool:
        return bool(self.base_url and self.model)


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """Where the chat is served.

    `audience` "internal": whoever starts the server gets a link into the staff's side, without an account.
    `proxies`: addresses or networks of web servers before this one, whose X-Forwarded-* headers are believed.
    `stop_seconds`: how long a server that is told to stop waits for answers under way.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    audience: Audience = "public"
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    stop_seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class LogConfig:
    """Events on standard error: one JSON object a line, or text for people. Never questions, names, addresses, secrets.

    `level` holds for our own events; of libraries only warnings and errors are told. `slow_seconds`: from when on an
    answer is told as slow.
    """

    format: Literal["text", "json"] = "text"
    level: Literal["debug", "info", "warning", "error"] = "info"
    slow_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class LoginConfig:
    """How staff come in: by the accounts in the file `users`, or by a name that a web server before this one sends.

    `header` is the header with that name, `header_from` the addresses or networks from which it is believed.
    A session ends after `idle_minutes` without a request, and `max_hours` after the login in any case.
    """

    users: Path = Path("users.toml")
    header: str = ""
    header_from: tuple[str, ...] = ()
    idle_minutes: int = 60
    max_hours: int = 12


@dataclass(frozen=True, slots=True)
class LimitsConfig:
    """`questions`: how many a minute one address may ask in the long run, and at once; 0: any number.

    `answers` under way at once, `waiting` behind them, and `visits` whose conversations stay in memory: per page and
    language; programs have as many places for answers per door. `upload_mb`: the longest upload of staff.
    """

    questions: int = 30
    answers: int = 4
    waiting: int = 64
    visits: int = 1000
    upload_mb: int = 500


@dataclass(frozen=True, slots=True)
class MetricsConfig:
    """`allowed`: addresses or networks that may read `/metrics` and `/health`; for all others there is nothing."""

    allowed: tuple[str, ...] = ("127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class IngestConfig:
    """Limits of the parsing workers; `workers` 0 means one per core. Seconds and megabytes per file.

    `scheduler`: the address of a Dask scheduler whose workers read the papers instead of processes here; "" is none.
    `keep_days`: how long what a publication ended is kept, so that it can be taken back. 0: not at all.
    `keep_reports`: how many days reports on publications are kept; they quote old and new text.
    """

    workers: int = 0
    scheduler: str = ""
    timeout: float = 300.0
    memory_mb: int = 4096
    default_visibility: Visibility = "internal"
    keep_days: int = 30
    keep_reports: int = 365


@dataclass(frozen=True, slots=True)
class QuestionsConfig:
    """Whether questions without an answer are kept (text, language and day, nothing of who asked), and how long."""

    keep: bool = False
    keep_days: int = 90


@dataclass(frozen=True, slots=True)
class FeedbackConfig:
    """How long what readers say of answers is kept, in days. Nothing tells who said it."""

    keep_days: int = 90


@dataclass(frozen=True, slots=True)
class RetentionConfig:
    """How many days is kept what no other section speaks of (`ui.retention`).

    `uploads_days`: uploads that were never published; `runs_days`: the record of the last run started by staff, with
    the name of whoever did; `aside_days`: uploaded files that were replaced or withdrawn, longer where a rollback
    needs them.
    """

    uploads_days: int = 90
    runs_days: int = 30
    aside_days: int = 30


@dataclass(frozen=True, slots=True)
class PagesConfig:
    """Markdown files of the imprint, the privacy notice and the accessibility statement; none: the template."""

    imprint: Path | None = None
    privacy: Path | None = None
    accessibility: Path | None = None


@dataclass(frozen=True, slots=True)
class OffersConfig:
    """`overrides`: a file with what people correct in the catalogue (`kb.offer_corrections`); none: one in the corpus."""

    overrides: Path | None = None


@dataclass(frozen=True, slots=True)
class FetchConfig:
    """How papers are fetched from the web. Seconds and megabytes, unless a name says otherwise.

    `contact`: a mail or web address sent along, so that whoever runs the other machine can ask.
    `timeout`: the longest silence; `deadline`: the longest whole answer. `delay`: between two requests
    to one machine. `retries`: further attempts after a passing fault. `max_wait`: the longest wait that
    a machine may ask for; one that asks for more is left alone for this run. `allow_private`: whether
    machines of internal networks may be asked. `robots`: whether `robots.txt` is heeded. `proxy`: the
    address of an HTTP proxy. `max_list_mb`: the longest page of a list.

    A paper that is no longer there is withdrawn after it was missing in `missing_runs` runs over at
    least `missing_days` days. An OParl source is listed wholly every `full_days` days, in between by
    what has changed since the last run, less `overlap_hours`.
    """

    contact: str = ""
    timeout: float = 30.0
    deadline: float = 600.0
    delay: float = 1.0
    retries: int = 3
    max_wait: float = 300.0
    max_mb: int = 200
    max_list_mb: int = 32
    redirects: int = 5
    allow_private: bool = False
    robots: bool = True
    proxy: str = ""
    missing_runs: int = 3
    missing_days: int = 7
    full_days: int = 7
    overlap_hours: int = 24


@dataclass(frozen=True, slots=True)
class ContactConfig:
    """Whom to ask where the papers have no answer."""

    name: str = ""
    phone: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings. Relative paths are relative to the folder of the file they came from."""

    title: str = "KIZ-Assistent"
    index: Path = Path("var/index")
    corpus: Path = Path("corpus")
    embedding: EmbeddingConfig = EmbeddingConfig()
    search: SearchConfig = SearchConfig()
    llm: LlmConfig = LlmConfig()
    server: ServerConfig = ServerConfig()
    ingest: IngestConfig = IngestConfig()
    fetch: FetchConfig = FetchConfig()
    questions: QuestionsConfig = QuestionsConfig()
    offers: OffersConfig = OffersConfig()
    feedback: FeedbackConfig = FeedbackConfig()
    login: LoginConfig = LoginConfig()
    limits: LimitsConfig = LimitsConfig()
    metrics: MetricsConfig = MetricsConfig()
    log: LogConfig = LogConfig()
    retention: RetentionConfig = RetentionConfig()
    pages: PagesConfig = PagesConfig()
    contact: ContactConfig = ContactConfig()
