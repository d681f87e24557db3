"""The bytes of the wire: whatever arrives is a message or one typed error."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdtui.charts.spec import Axis, Line, Series
from hdtui.description import Description
from hdtui.errors import WorkerError
from hdtui.messages import Message, say
from hdtui.worker.incoming import cleaned, receive
from hdtui.worker.lines import Lines, decode_reply, decode_request, encode
from hdtui.worker.wire import LIMIT, Cancel, Drawn, Failed, Pong, Ready, Run

CHART = Line(
    title=say("title {d}", d=3),
    x=Axis(say("x"), log=True),
    y=Axis(say("y")),
    series=(Series(say("measured"), (1.0, 2.0), (0.5, None)),),
)
REPLIES = (
    Ready(1, "0.1.0", 7, [Description(name="a.b", claim=say("claim"))]),
    Drawn(3, 1, CHART, 0.5),
    Failed(None, "device", say("no {name}", name="tpu")),
    Pong(1, False),
)
REQUESTS = (Run(1, "a.b", {"d": 3, "law": "sphere", "ef": (1.0, 2.0)}, 5), Cancel(2))


@pytest.mark.parametrize("reply", REPLIES)
def test_a_reply_arrives_as_it_was_sent(reply: Ready | Drawn | Failed | Pong) -> None:
    line = encode(reply)
    assert line.endswith(b"\n") and line.count(b"\n") == 1
    assert receive(line) == reply


@pytest.mark.parametrize("request_", REQUESTS)
def test_a_request_arrives_as_it_was_sent(request_: Run | Cancel) -> None:
    assert decode_request(encode(request_)) == request_


def test_mutated_lines_are_messages_or_one_typed_error() -> None:
    dice = random.Random(2)
    lines = [encode(message) for message in (*REPLIES, *REQUESTS)]
    refused = 0
    for _ in range(5000):
        line = bytearray(dice.choice(lines))
        for _ in range(dice.randrange(1, 4)):
            line[dice.randrange(len(line))] = dice.randrange(256)
        for read in (receive, decode_request):
            try:
                read(bytes(line))
            except WorkerError as error:
                refused += 1
                assert error.code == "protocol"
    assert refused > 4000


@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_one_typed_error(line: bytes) -> None:
    for read in (receive, decode_request):
        with pytest.raises(WorkerError, match="unreadable"):
            read(line)


@pytest.mark.parametrize("line", [b"[" * 200_000, b'{"t":' * 100_000, b'{"t":"pong","n":1e400}'])
def test_deep_and_huge_values_are_refused(line: bytes) -> None:
    with pytest.raises(WorkerError) as caught:
        decode_reply(line)
    assert caught.value.code == "protocol" and len(str(caught.value)) < 500


@given(st.lists(st.binary(max_size=50).filter(lambda line: b"\n" not in line)), st.data())
def test_lines_come_out_as_they_went_in_however_they_are_cut(
    lines: list[bytes], data: st.DataObject
) -> None:
    stream = b"".join(line + b"\n" for line in lines)
    splitter, seen = Lines(), []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        seen += splitter.feed(stream[:size])
        stream = stream[size:]
    assert seen == lines


def test_a_line_over_the_limit_is_refused_before_it_ends() -> None:
    splitter = Lines()
    with pytest.raises(WorkerError, match="over"):
        for _ in range(LIMIT // 65536 + 2):
            splitter.feed(b"x" * 65536)


def test_what_is_too_large_is_not_sent() -> None:
    with pytest.raises(WorkerError) as caught:
        encode(Failed(1, "kernel", Message("x" * (LIMIT + 1))))
    assert caught.value.code == "too_large" and "4 MB" in str(caught.value)


def test_texts_are_cleaned_wherever_they_stand() -> None:
    bad = "a\x1b[2J\u202eb"
    chart = Line(
        title=say("t", x=bad),
        x=Axis(Message(bad)),
        y=Axis(say("y", inner=say("i", z=bad))),
        series=(Series(Message(bad), (1.0,), (2.0,)),),
    )
    assert "\x1b" in repr(chart).encode().decode("unicode_escape")
    shown = repr(cleaned(chart))
    assert "\\x1b" not in shown and "\\u202e" not in shown and "\u202e" not in shown
    assert cleaned(CHART) is CHART, "what is clean is not copied"


@pytest.mark.parametrize(
    "text", ["{x:>999999999}", "{x.__class__}", "{x!r}", "{", "}", "{}", "{0}", "{y}", "{x[0]}"]
)
def test_a_message_that_cannot_be_said_is_said_as_text(text: str) -> None:
    assert str(cleaned(Message(text, {"x": "a"}))) == text
    assert str(cleaned(Message("is {x}", {"x": "a"}))) == "is a"
