"""Runs that go well, and those that are refused before they begin."""

from __future__ import annotations

import pytest

from hdtui.errors import WorkerError
from hdtui.worker.client import WorkerClient
from hdtui.worker.wire import Drawn, Failed, Finished, Progress, Warm
from tests.worker.conftest import Make
from tests.worker.kit import STEPS_OF_THREE, is_well, outcome, until

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_run_sharpens_its_chart_and_ends_with_an_outcome(warm: WorkerClient) -> None:
    ticket = warm.run("test.steps", {"cells": 60, "pause": 0.01})
    seen = await until(warm, lambda event: isinstance(event, Finished))
    charts = [event for event in seen if isinstance(event, Drawn)]
    assert len(charts) >= 3
    assert [chart.serial for chart in charts] == list(range(1, len(charts) + 1))
    assert [chart.done for chart in charts] == sorted(chart.done for chart in charts)
    end = seen[-1]
    assert isinstance(end, Finished) and end.ticket == ticket
    assert end.outcome.settings == {
        "cells": 60,
        "pause": 0.01,
        "points": 0,
        "slow_chart": 0.0,
        "law": "even",
    }
    assert end.outcome.device == "cpu" or ":" in end.outcome.device
    assert end.outcome.units == {"total": "1"}
    assert end.outcome.cost.seconds is not None and end.outcome.cost.seconds > 0.6
    assert set(end.outcome.versions) == {"hdtui", "torch", "numpy"}


async def test_the_same_run_gives_the_same_numbers(warm: WorkerClient) -> None:
    first = await warm.measure("test.draws", {}, seed=7)
    again = await warm.measure("test.draws", {}, seed=7)
    other = await warm.measure("test.draws", {}, seed=8)
    assert first.outcome.measures == again.outcome.measures
    assert first.outcome.measures != other.outcome.measures


async def test_the_same_run_gives_the_same_numbers_in_another_process(
    warm: WorkerClient, make: Make
) -> None:
    alone = await make().measure("test.steps", {"cells": 3})
    here = await warm.measure("test.steps", {"cells": 3})
    assert alone.outcome.measures == here.outcome.measures == {"total": STEPS_OF_THREE}


async def test_a_run_may_be_asked_for_before_the_worker_is_warm(make: Make) -> None:
    client = make()
    ticket = client.run("test.steps", {"cells": 3})
    await client.start()
    seen = await until(client, lambda event: isinstance(event, Finished))
    assert isinstance(seen[0], Warm)
    assert isinstance(seen[-1], Finished) and seen[-1].ticket == ticket


async def test_hello_names_the_catalogue_and_warm_the_authors_experiments(make: Make) -> None:
    client = make()
    ready = await client.start()
    assert "sphere.latitude" in {each.name for each in ready.catalogue}
    seen = await until(client, lambda event: isinstance(event, Warm))
    warm = seen[-1]
    assert isinstance(warm, Warm)
    by_name = {each.name: each for each in warm.extra}
    assert by_name["test.steps"].settings["cells"].high == 100_000
    assert "test.faults" in by_name and "common" not in str(by_name).lower()
    assert warm.device in warm.devices and warm.device.name == "cpu"
    assert warm.device.memory and warm.device.free and warm.device.free <= warm.device.memory


async def test_an_unshown_chart_holds_back_the_next_but_not_the_run(quick: WorkerClient) -> None:
    quick.run("test.steps", {"cells": 50, "pause": 0.01})
    charts = 0
    while not isinstance(event := await quick.next_event(), Finished):
        charts += isinstance(event, Drawn)
    assert charts == 1


async def test_a_slow_chart_takes_a_fifth_of_the_time_at_most(quick: WorkerClient) -> None:
    quick.run("test.steps", {"cells": 100, "pause": 0.01, "slow_chart": 0.1})
    seen = await until(quick, lambda event: isinstance(event, Finished))
    end = seen[-1]
    assert isinstance(end, Finished) and end.outcome.cost.seconds is not None
    # 1 s of cells allows a chart every half second, and there is the first one.
    assert sum(isinstance(event, Drawn) for event in seen) <= 4


async def test_progress_is_reported_while_something_is_prepared(quick: WorkerClient) -> None:
    ticket = quick.run("test.prepared", {"size": 3})
    seen = await until(quick, lambda event: isinstance(event, Finished))
    progress = [event for event in seen if isinstance(event, Progress)]
    assert progress[0].done == 0 and progress[0].seconds < 0.1
    assert {event.stage for event in progress} == {"preparing"} and len(progress) >= 2
    assert {event.ticket for event in progress} == {ticket}


async def test_what_is_prepared_is_kept_for_the_settings_it_depends_on(
    quick: WorkerClient,
) -> None:
    async def times(**settings: int) -> object:
        return (await quick.measure("test.prepared", settings)).outcome.measures["total"]

    assert await times(size=1, look=0) == 1
    assert await times(size=1, look=5) == 1
    assert await times(size=2) == 2
    assert await times(size=1) == 1, "kept beside the newer one"
    for size in (3, 4, 5):
        await times(size=size)
    assert await times(size=1) == 6, "the one unused for longest has gone"


@pytest.mark.parametrize(
    ("settings", "says", "way_out"),
    [
        ({"cells": 0}, "cells cannot be 0.", "It is a whole number from 1 to 100000."),
        ({"cells": 2.5}, "cells cannot be 2.5.", "It is a whole number from 1 to 100000."),
        ({"cells": "many"}, "cells cannot be many.", "It is a whole number from 1 to 100000."),
        ({"cells": True}, "cells cannot be True.", "It is a whole number from 1 to 100000."),
        ({"pause": -1}, "pause cannot be -1.", "It is a number from 0 to 10."),
        ({"law": "evne"}, "law cannot be evne.", "It is one of: even, odd."),
        ({"celsl": 3}, "test.steps has no setting celsl.", "Did you mean cells?"),
        (
            {"zzz": 3},
            "test.steps has no setting zzz.",
            "Its settings: cells, pause, points, slow_chart, law.",
        ),
    ],
)
async def test_a_bad_setting_is_refused_with_its_bound(
    warm: WorkerClient, settings: dict[str, float | str], says: str, way_out: str
) -> None:
    end = await outcome(warm, warm.run("test.steps", settings))
    assert isinstance(end, Failed) and end.code == "bad_setting"
    assert str(end.message) == says
    assert str(end.remedy) == way_out


async def test_a_whole_number_may_come_as_a_float(warm: WorkerClient) -> None:
    end = await warm.measure("test.steps", {"cells": 3.0})
    assert end.outcome.settings["cells"] == 3


async def test_an_unknown_experiment_is_refused_with_the_nearest_name(warm: WorkerClient) -> None:
    end = await outcome(warm, warm.run("test.stesp", {}))
    assert isinstance(end, Failed) and end.code == "unknown_experiment"
    assert "test.steps" in str(end.remedy)


@pytest.mark.parametrize(
    "settings", [{"cells": None}, {"cells": object()}, {"cells": float("nan")}]
)
async def test_what_cannot_be_sent_is_a_failure_of_that_run(
    warm: WorkerClient, settings: dict[str, float]
) -> None:
    end = await outcome(warm, warm.run("test.steps", settings))
    assert isinstance(end, Failed)
    assert await is_well(warm)


async def test_memory_is_refused_before_it_is_taken(warm: WorkerClient) -> None:
    end = await outcome(warm, warm.run("test.hungry", {}))
    assert isinstance(end, Failed) and end.code == "memory"
    assert str(end.remedy).startswith("The largest that fits: gigabytes=")
    fit = float(str(end.remedy).split("=")[1].rstrip("."))
    assert 0 < fit < 1e5
    with pytest.raises(WorkerError, match="must be refused"):  # what it named does begin
        await warm.measure("test.hungry", {"gigabytes": fit * 0.9})


async def test_measure_reports_progress_and_raises_what_failed(warm: WorkerClient) -> None:
    shares: list[float] = []
    await warm.measure(
        "test.steps", {"cells": 40, "pause": 0.01}, progress=lambda event: shares.append(event.done)
    )
    assert len(shares) >= 2 and shares == sorted(shares)
    with pytest.raises(WorkerError) as caught:
        await warm.measure("test.steps", {"cells": -1})
    assert caught.value.code == "bad_setting" and caught.value.remedy is not None
