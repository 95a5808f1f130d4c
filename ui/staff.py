"""The staff's page, behind the login: public and internal papers."""

from __future__ import annotations

import gradio as gr

from kb.config import Config
from ui.limits import Buckets
from ui.page import footer, header
from ui.ports import Answers
from ui.staff_chat import staff_chat
from ui.web import html, page


def staff_page(assistant: Answers, config: Config, asking: Buckets) -> gr.Blocks:
    """Return the page for staff. Who is logged in stands above it, put there by `ui.page.dress` for each request."""
    with page(config.title, config.limits) as blocks:
        html("top", header(config, assistant.kb.audience))
        staff_chat(blocks, assistant, config, asking)
        html("foot", footer(config))
    return blocks
