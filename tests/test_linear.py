"""The linear front end through a pipe: a lesson read, guessed, measured and answered to its end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hdtui.session.library import Library
from hdtui.study.answers import Number
from hdtui.study.attempt import Attempt
from hdtui.study.events import Answered, Guessed, Skipped, Visited
from hdtui.study.facts import Facts
from hdtui.study.learner import Learner
from hdtui.study.store import Store
from tests.ui.terminals import HDTUI, pty_of

LESSONS = Path(__file__).parents[1] / "lessons"
TO_THE_GUESS = ["", "10", "3"]
"What a learner types to lock the first guess of the lesson on the equator."


def linear(
    tmp_path: Path, lines: list[str], *args: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*HDTUI, "--linear", "--data-dir", str(tmp_path), *args],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        timeout=180,
        env={**os.environ, **(env or {})},
    )


def events(tmp_path: Path) -> list[object]:
    """What was remembered, places apart."""
    store = Store.open(tmp_path, datetime.now(UTC))
    try:
        found = [envelope.event for envelope in store.events()]
    finally:
        store.close()
    return [event for event in found if not isinstance(event, Visited)]


@pytest.fixture
def without_torch(tmp_path: Path) -> dict[str, str]:
    """An environment whose worker starts and cannot compute."""
    torch = tmp_path / "broken" / "torch"
    torch.mkdir(parents=True)
    (torch / "__init__.py").write_text("raise ImportError('no such luck')\n")
    return {"PYTHONPATH": str(torch.parent)}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the lessons, to be spoilt."""
    return Path(shutil.copytree(LESSONS, tmp_path / "course"))


def test_a_guess_is_locked_measured_and_judged(tmp_path: Path) -> None:
    keys = ["", "10", "3", "", "", "h", "s", "q"]
    done = linear(tmp_path, keys, "equator")
    assert done.returncode == 0, done.stderr
    said = done.stdout
    locked = said.index("Locked.")
    assert "theory" not in said[:locked]
    assert "spread of the angle" in said[locked:]
    assert "sure and wrong" in said
    assert "Saved." in said
    assert "\x1b" not in said


def test_it_goes_on_where_it_was_left(tmp_path: Path) -> None:
    linear(tmp_path, ["", "10", "3", "", "q"], "equator")
    again = linear(tmp_path, ["q"], "equator")
    assert "Why there" in again.stdout
    assert "How wide is the belt?" not in again.stdout


def test_the_end_of_the_input_leaves_and_saves(tmp_path: Path) -> None:
    done = linear(tmp_path, [], "equator")
    assert done.returncode == 0
    assert "Saved." in done.stdout


def test_dials_are_turned_by_name_and_the_claim_is_broken(tmp_path: Path) -> None:
    keys = ["", "10", "1", "d=1000", "r", "b", "d=1", "", "q"]
    said = linear(tmp_path, keys, "equator").stdout
    assert "d = 1000" in said
    assert "d = 3" in said
    assert "seed 1" in said
    assert "d = 1 is out of bounds" in said
    assert said.count("measuring ...") == 4


def test_a_whole_lesson_can_be_answered_by_a_pipe(tmp_path: Path) -> None:
    """Anything that is no answer is asked again; enough lines reach the summary."""
    keys = []
    for _ in range(60):
        keys += ["1", "2", "s", ""]
    said = linear(tmp_path, keys, "other-world").stdout
    assert "What you leave with" in said


def test_the_same_lesson_speaks_japanese(tmp_path: Path) -> None:
    done = linear(tmp_path, ["", "q"], "equator", "--lang", "ja")
    assert done.returncode == 0
    assert "赤道" in done.stdout


# ---------------------------------------------------------------- opened again


def locked(learner: Learner, number: str) -> Attempt:
    """The first guess of the equator, given and locked."""
    question = Library(LESSONS).read("equator").question("belt-width")
    assert question is not None
    attempt = learner.attempt("equator", question, predicted=True)
    attempt.give(Number(number))
    attempt.lock(2)
    return attempt


def at_question(tmp_path: Path, lines: list[str]) -> None:
    """Answer the first guess of the equator, then go back to its page."""
    linear(tmp_path, lines, "equator")
    learner = Learner(Store.open(tmp_path, datetime.now(UTC)))
    learner.visit(Visited("equator", "guess"))
    learner.close()


def test_a_question_answered_before_says_its_verdict_and_asks_to_go_on(tmp_path: Path) -> None:
    at_question(tmp_path, [*TO_THE_GUESS, "q"])
    done = linear(tmp_path, ["q"], "equator")
    assert (done.returncode, done.stderr) == (0, "")
    assert "How wide is the belt?" in done.stdout
    assert "sure and wrong" in done.stdout
    assert "r: try again" in done.stdout


def test_a_question_answered_before_can_be_tried_again(tmp_path: Path) -> None:
    at_question(tmp_path, [*TO_THE_GUESS, "q"])
    done = linear(tmp_path, ["r", "5", "1", "", "q"], "equator")
    assert done.stderr == ""
    attempts = [event.attempt for event in events(tmp_path) if isinstance(event, Answered)]
    assert attempts == [1, 2]


def test_a_locked_guess_is_passed_and_not_recorded_twice(tmp_path: Path) -> None:
    learner = Learner(Store.open(tmp_path, datetime.now(UTC)))
    learner.record(locked(learner, "7").guess())
    learner.visit(Visited("equator", "guess"))
    learner.close()
    done = linear(tmp_path, ["q"], "equator")
    assert done.stderr == ""
    assert "You said 7." in done.stdout
    assert "you: 7" in done.stdout
    assert [type(event) for event in events(tmp_path)] == [Guessed, Answered]


def test_a_finished_lesson_shows_its_summary_and_starts_again_when_asked(tmp_path: Path) -> None:
    learner = Learner(Store.open(tmp_path, datetime.now(UTC)))
    learner.visit(Visited("equator", ""))
    learner.close()
    said = linear(tmp_path, ["a", "q"], "equator").stdout
    assert said.index("What you leave with") < said.index("A belt on a globe")


# ---------------------------------------------------------------- the review


def guessed_long_ago(tmp_path: Path) -> None:
    """A predicted question of the equator, wrong nine days ago: it is due."""
    past = datetime.now(UTC) - timedelta(days=9)
    learner = Learner(Store.open(tmp_path, past), clock=lambda: past)
    attempt = locked(learner, "10")
    attempt.judge(Facts(attempt.drawn, measures={"sd_deg": 3.0}))
    learner.record(attempt.event())
    learner.close()


def test_a_predicted_question_is_measured_and_graded_in_the_review(tmp_path: Path) -> None:
    guessed_long_ago(tmp_path)
    done = linear(tmp_path, ["v", "80", "3", "", "q"])
    assert done.stderr == ""
    assert "1 question is due" in done.stdout
    assert "Locked." not in done.stdout
    assert "sure and wrong" in done.stdout
    last = events(tmp_path)[-1]
    assert isinstance(last, Answered)
    assert last.review
    assert last.right is False


# ---------------------------------------------------------------- Ctrl-C


def test_ctrl_c_at_a_prompt_saves_and_leaves(tmp_path: Path) -> None:
    with pty_of("--linear", "equator", "--data-dir", str(tmp_path)) as terminal:
        terminal.wait_for("Enter: on")
        terminal.send("\x03")
        assert terminal.wait_for_exit(10) == 130
        assert "Saved." in terminal.text


def test_ctrl_c_while_measuring_stops_that_run_and_goes_on(tmp_path: Path) -> None:
    with pty_of("--linear", "equator", "--data-dir", str(tmp_path), rows=60) as terminal:
        for wanted, key in zip(("Enter", "Your number", "How sure"), TO_THE_GUESS, strict=True):
            terminal.wait_for(wanted)
            terminal.send(f"{key}\n")
        terminal.wait_for("KEY=VALUE")
        terminal.send("n=2000000\n")
        terminal.pump(0.5)
        terminal.send("\x03")
        terminal.wait_for("The run was stopped.")
        terminal.send("q\n")
        assert terminal.wait_for_exit(10) == 0


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_a_signal_saves_and_leaves_while_a_pipe_stays_open(
    number: signal.Signals, status: int, tmp_path: Path
) -> None:
    command = [*HDTUI, "--linear", "equator", "--data-dir", str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdout is not None
        while "Enter: on" not in process.stdout.readline():
            pass
        process.send_signal(number)
        process.wait(timeout=20)  # with its input still open
        said, complaints = process.communicate()
    assert "Saved." in said
    assert complaints == ""
    assert process.returncode == status


# ---------------------------------------------------------------- what is missing


def test_without_a_worker_the_guess_stays_locked_and_the_lesson_is_not_blamed(
    tmp_path: Path, without_torch: dict[str, str]
) -> None:
    data = tmp_path / "data"
    done = linear(data, [*TO_THE_GUESS, "q"], "equator", env=without_torch)
    assert (done.returncode, done.stderr) == (0, "")
    assert "torch cannot be imported" in done.stdout
    assert "stays locked" in done.stdout
    assert "no answer to compare with" not in done.stdout
    assert [type(event) for event in events(data)] == [Guessed]
    measured = linear(data, ["q"], "equator")
    assert "sure and wrong" in measured.stdout


def test_without_a_worker_an_answer_in_review_is_kept_until_it_can_be_measured(
    tmp_path: Path, without_torch: dict[str, str]
) -> None:
    data = tmp_path / "data"
    guessed_long_ago(data)
    done = linear(data, ["v", "10", "3", "r", "", "q"], env=without_torch)
    assert done.stdout.count("torch cannot be imported") == 2
    assert "r: measure again" in done.stdout
    assert not any(isinstance(event, Skipped) for event in events(data))


def test_a_lesson_whose_file_is_gone_is_one_line_and_the_list_again(
    tmp_path: Path, course: Path
) -> None:
    (course / "04-equator" / "lesson.en.md").unlink()
    done = linear(tmp_path, ["4", "q"], "--course", str(course))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("Lesson number") == 2
    assert "04-equator" in done.stdout


# ---------------------------------------------------------------- what is said


def test_a_curve_is_asked_for_at_its_points(tmp_path: Path) -> None:
    learner = Learner(Store.open(tmp_path, datetime.now(UTC)))
    learner.visit(Visited("near-orthogonal", "many", 1))
    learner.close()
    said = linear(tmp_path, ["0.1 0.1", "q"], "near-orthogonal").stdout
    assert "x = 30, 100, 300, 1000" in said
    assert "at its 4 points" in said


def test_settings_are_read_as_the_command_line_reads_them(tmp_path: Path) -> None:
    keys = [*TO_THE_GUESS, "d = 1e3", "d=2.5", "q=3", "d=ten", "ｄ＝９００", "q"]
    said = linear(tmp_path, keys, "equator").stdout
    assert "d = 1000" in said
    assert "“2.5” is no value for d" in said
    assert "has no setting “q”" in said
    assert "“ten” is no value for d" in said
    assert "d = 900" in said


def test_a_run_is_said_in_words_with_the_guess_named_once(tmp_path: Path) -> None:
    said = linear(tmp_path, [*TO_THE_GUESS, "q"], "equator").stdout
    revealed = said[said.index("measuring ...") :]
    assert revealed.count("10°") == 1
    assert "you: 10°" in revealed
    assert not set(revealed) & set("▁▂▃▄▅▆▇█⠁⣿│┤┼┌└")


def test_hints_speak_of_the_numbers_that_were_drawn(tmp_path: Path, course: Path) -> None:
    lesson = course / "04-equator" / "lesson.en.md"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(
        text.replace("> Hint: $\\cos\\theta$", "> Hint: among {{n}} points $\\cos\\theta$", 1),
        "utf-8",
    )
    said = linear(tmp_path, ["", "h", "q"], "equator", "--course", str(course)).stdout
    assert "among 20\u00a0000 points" in said


def test_the_keys_of_an_input_method_work_too(tmp_path: Path) -> None:
    done = linear(tmp_path, ["", "１０", "３", "ｑ"], "equator")
    assert done.returncode == 0
    assert "you: 10°" in done.stdout
