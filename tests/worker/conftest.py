"""Shared workers: one with the real torch, one with the stand-in, and a maker of fresh ones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from hdtui.worker.client import WorkerClient
from tests.worker.kit import SUPERVISOR, stand_in

Make = Callable[..., WorkerClient]


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def warm(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WorkerClient]:
    """A worker whose children have imported the real torch."""
    client = WorkerClient(SUPERVISOR, log=tmp_path_factory.mktemp("warm") / "worker.log")
    await client.start()
    await client.measure("test.steps", {})
    yield client
    await client.stop()


@pytest.fixture(scope="session")
def quick_command(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A worker whose children are there in a moment: its torch is a stand-in."""
    return stand_in(tmp_path_factory.mktemp("stand_in"))


@pytest_asyncio.fixture(loop_scope="session")
async def make(quick_command: list[str], tmp_path: Path) -> AsyncIterator[Make]:
    """Makes clients (by default with the stand-in) that are stopped at the end of the test."""
    made: list[WorkerClient] = []

    def one(command: list[str] | None = None, **options: Any) -> WorkerClient:
        options.setdefault("log", tmp_path / "worker.log")
        made.append(WorkerClient(quick_command if command is None else command, **options))
        return made[-1]

    yield one
    for client in made:
        await client.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def quick(make: Make) -> WorkerClient:
    """A started worker of the test's own."""
    client = make()
    await client.start()
    return client
