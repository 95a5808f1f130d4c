"""Pages of other languages, built when asked for or before that, while nobody waits."""

import asyncio

import gradio as gr
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ui.late import Late, build_ahead


def page(made: list[int]) -> gr.Blocks:
    made.append(1)
    with gr.Blocks(analytics_enabled=False) as blocks:
        gr.HTML("Guten Tag")
    return blocks


def test_a_page_is_built_once_when_it_is_asked_for() -> None:
    made: list[int] = []
    app = FastAPI()
    app.router.routes.append(Late("/tr", lambda: page(made)))
    with TestClient(app) as client:
        assert made == []
        assert client.get("/tr/").status_code == client.get("/tr/config").status_code == 200
    assert made == [1]


def test_pages_are_built_ahead_only_while_nobody_waits() -> None:
    made: list[int] = []
    busy = [True]

    async def run() -> None:
        task = asyncio.create_task(build_ahead([Late("/tr", lambda: page(made))], lambda: not busy[0], 0, 0.01))
        await asyncio.sleep(0.1)
        assert made == []
        busy[0] = False
        await task

    asyncio.run(run())
    assert made == [1]
