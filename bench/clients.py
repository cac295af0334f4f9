"""Pupils' devices for `bench.ingest`, in a process of their own that loads nothing but sockets and JSON.

Reads one job as JSON from the standard input, writes the outcome as JSON to the standard output. A client is a
thread with one connection that it keeps, and sends its next request when it has the reply to the last.
"""

import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TypedDict

HEADERS = "POST {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nX-CSRFToken: {csrf}\r\n"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Client(TypedDict):
    """One pupil's device: what proves who it is, the session it answers in, and its pictures' form."""

    cookie: str
    csrf: str
    session: str
    form: str
    path: str


class Job(TypedDict):
    """What to do: send answers for so many seconds, in batches; or with none, sign in once."""

    host: str
    port: int
    seconds: float
    batch: int
    items: list[tuple[str, str]]
    clients: list[Client]


class Told(TypedDict):
    """What came of it: the seconds that each request took, the answers recorded, and the seconds for all."""

    requests: list[float]
    recorded: int
    seconds: float


def run(job: Job) -> Told:
    """All clients at once, until each is done."""
    told: Told = {"requests": [], "recorded": 0, "seconds": 0.0}
    ready = threading.Barrier(len(job["clients"]) + 1)
    work: Callable[..., None] = _answer if job["batch"] else _sign_in
    threads = [
        threading.Thread(target=work, args=(job, client, place, ready, told))
        for place, client in enumerate(job["clients"])
    ]
    for thread in threads:
        thread.start()
    ready.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    told["seconds"] = time.perf_counter() - start
    return told


def _answer(job: Job, client: Client, place: int, ready: threading.Barrier, told: Told) -> None:
    connection = _Connection(job["host"], job["port"])
    head = HEADERS.format(path=client["path"], host=job["host"], cookie=client["cookie"], csrf=client["csrf"])
    batches = _batches(job, client, place)
    ready.wait()
    end = time.perf_counter() + job["seconds"]
    while time.perf_counter() < end:
        start = time.perf_counter()
        reply = json.loads(connection.send(head, JSON, next(batches), 200))
        told["requests"].append(time.perf_counter() - start)
        told["recorded"] += len(reply["recorded"])


def _sign_in(job: Job, client: Client, place: int, ready: threading.Barrier, told: Told) -> None:
    head = HEADERS.format(path=client["path"], host=job["host"], cookie=client["cookie"], csrf=client["csrf"])
    ready.wait()
    start = time.perf_counter()
    _Connection(job["host"], job["port"]).send(head, FORM, client["form"].encode(), 302)
    told["requests"].append(time.perf_counter() - start)


def _batches(job: Job, client: Client, place: int) -> Iterator[bytes]:
    """Bodies as the player writes them, of answers that are new each time."""
    seq = 0
    while True:
        now = time.time()
        at = datetime.fromtimestamp(now, UTC).isoformat()
        answers: list[dict[str, Any]] = []
        for _ in range(job["batch"]):
            item, given = job["items"][(seq + 37 * place) % len(job["items"])]
            answers.append(
                {
                    "id": _uuid7(now),
                    "session": client["session"],
                    "item": item,
                    "at": at,
                    "given": given,
                    "latency_ms": 1200 + 37 * seq % 2000,
                    "prompt": "none",
                    "device": "touch",
                    "seq": seq % 30_000,
                }
            )
            seq += 1
        yield json.dumps({"device_time": at, "answers": answers}, separators=(",", ":")).encode()


def _uuid7(now: float) -> str:
    digits = f"{int(now * 1000):012x}7{os.urandom(10).hex()}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-8{digits[17:20]}-{digits[20:32]}"


class _Connection:
    """One connection that is kept from request to request."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, head: str, kind: str, body: bytes, expected: int) -> bytes:
        """The body of the reply, whose status must be as expected."""
        lines = f"{head}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        self._socket.sendall(lines.encode() + body)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        top, _, rest = received.partition(b"\r\n\r\n")
        status = int(top.split(b" ", 2)[1])
        length = next(int(line[15:]) for line in top.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        while len(rest) < length:
            rest += self._more()
        if status != expected:
            raise RuntimeError(f"The server said {status}, not {expected}: {rest[:300]!r}")
        return rest

    def _more(self) -> bytes:
        more = self._socket.recv(65536)
        if not more:
            raise RuntimeError("The server closed the connection.")
        return more


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
