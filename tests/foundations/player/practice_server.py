"""A server that a pupil's player can be tried against: the page, the static files, the three practice calls.

It can be slow, fail, fall silent after having recorded, or forget who is signed in; it remembers every delivery.
"""

import datetime as dt
import json
import re
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from ridgeway.foundations.offline.packing import GZIP
from ridgeway.foundations.offline.shell import addresses, device_page, worker_script
from ridgeway.web.security import HEADERS

PAGE = "/practise/"
NEXT_PUPIL = "<!doctype html><html lang=en-GB><title>Sign in</title><h1>Who is next?</h1>"

Weather = Literal["fine", "failing", "silent after recording", "signed out", "not JSON"]


@dataclass
class Practice:
    """What the server knows and how it behaves. Tests change it between two clicks."""

    plan: dict[str, Any]
    pupil: str = "pupil-ada"
    weather: Weather = "fine"
    silent: threading.Event = field(default_factory=threading.Event)
    """While it is set, calls are heard and no reply comes."""
    refuse: dict[str, str] = field(default_factory=dict)
    """Items whose answers are refused, and why."""
    cannot_read: set[str] = field(default_factory=set)
    """Items that make the server reject the whole request."""
    summary: dict[str, Any] = field(default_factory=dict)
    deliveries: list[list[dict[str, Any]]] = field(default_factory=list)
    recorded: dict[str, dict[str, Any]] = field(default_factory=dict)
    finished: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=lambda: {"pupil-ada": "Ada", "pupil-ben": "Ben"})
    written: list[dict[str, Any]] = field(default_factory=list)
    """Pages of writing, each as often as it came."""
    rejects: dict[str, int] = field(default_factory=dict)
    """Writing that is not counted, by what was typed, and with which status; 422 means that it is kept."""
    plans_of: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Plans of subjects other than that of `plan`."""
    ahead: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Plans of days to come."""
    badge: dict[str, Any] | None = None
    must_forget: bool = False
    forgotten: int = 0
    """How often a device said that it had forgotten."""
    passes: list[str] = field(default_factory=list)
    """Under which pass each delivery came; empty for a pupil's own session."""
    packed: int = 0
    """How many requests came packed."""
    clocks: list[dt.timedelta] = field(default_factory=list)
    """How far the device's clock was ahead, at each delivery."""

    def received(self) -> Counter[str]:
        """How often each answer arrived."""
        return Counter(answer["id"] for delivery in self.deliveries for answer in delivery)

    def given(self) -> list[tuple[str, str]]:
        """Item and what was typed, of every answer recorded, in the order they were given."""
        ordered = sorted(self.recorded.values(), key=lambda answer: int(answer["seq"]))
        return [(answer["item"], answer["given"]) for answer in ordered]

    def speak(self) -> None:
        """Return once a reply may come."""
        while self.silent.is_set():
            time.sleep(0.02)

    def record(self, answers: list[dict[str, Any]]) -> dict[str, Any]:
        self.deliveries.append(answers)
        refused = [{"id": a["id"], "reason": self.refuse[a["item"]]} for a in answers if a["item"] in self.refuse]
        taken = [answer for answer in answers if answer["item"] not in self.refuse]
        self.recorded |= {answer["id"]: answer for answer in taken}
        return {"recorded": [answer["id"] for answer in taken], "refused": refused}

    def provision(self) -> dict[str, Any]:
        """What a device is told to hold for the pupil who is signed in."""
        return {
            "forget": self.must_forget,
            "pass": f"pass of {self.pupil}",
            "server_time": dt.datetime.now(dt.UTC).isoformat(),
            "class": {"key": 4, "name": "4 Kestrel", "tiles": [[key, name] for key, name in self.names.items()]},
            "badge": self.badge,
            "plans": [{"day": day, "plan": plan} for day, plan in self.ahead.items()],
        }

    def page(self) -> str:
        return render_to_string(
            "foundations/practise.html",
            {
                **addresses(),
                "pupil_key": self.pupil,
                "unlock": f"secret-of-{self.pupil}",
                "csrf_token": "token-of-the-page",
                "signout_url": "/practise/sign-out",
            },
        )


class RejectionError(Exception):
    """The request is not accepted; carries the status."""


class SilenceError(Exception):
    """The connection is closed without a word."""


class Handler(BaseHTTPRequestHandler):
    server: "PracticeServer"

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if path == PAGE:
            self._reply(200, "text/html", self.server.practice.page().encode())
        elif path in {"/", "/pupils/"}:
            self._reply(200, "text/html", NEXT_PUPIL.encode())
        elif path == "/worker.js":
            self._reply(200, "text/javascript", worker_script().encode())
        elif path == "/practise/device/":
            self._reply(200, "text/html", device_page().encode())
        elif path.startswith("/static/"):
            self._static(path.removeprefix("/static/"))
        elif path.startswith("/api/"):
            self._call(path, dict(parse_qsl(query)))
        else:
            self._reply(404, "text/plain", b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        practice = self.server.practice
        if self.path == "/practise/sign-out":
            practice.speak()
            practice.tokens.append(re.sub(rb".*csrfmiddlewaretoken=", b"", body).decode())
            self.send_response(302)
            self.send_header("Location", "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            practice.tokens.append(self.headers.get("X-CSRFToken", ""))
            if self.headers.get("Content-Encoding") == "gzip":
                practice.packed += 1
                body = zlib.decompress(body, GZIP)
            self._call(self.path, json.loads(body))

    def _call(self, path: str, body: dict[str, Any]) -> None:
        practice = self.server.practice
        practice.speak()
        match practice.weather:
            case "failing":
                return self._reply(500, "text/html", b"<h1>Server Error (500)</h1>")
            case "signed out":
                return self._reply(401, "application/json", b"{}")
            case "not JSON":
                return self._reply(200, "text/html", b"<h1>Welcome to the school's Wi-Fi</h1>")
        try:
            self._reply(200, "application/json", json.dumps(self._answer(path, body)).encode())
        except SilenceError:
            self.close_connection = True
        except RejectionError as rejection:
            self._reply(rejection.args[0], "application/json", b"{}")

    def _answer(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        practice = self.server.practice
        match path:
            case "/api/practice/plan":
                reply = practice.plans_of.get(body["subject"], practice.plan)
            case "/api/practice/plans":
                reply = practice.provision()
            case "/api/practice/device":
                practice.forgotten += body["forgotten"]
                reply = {"forget": practice.must_forget and not body["forgotten"]}
            case "/api/practice/preferences":
                practice.plan["preferences"] = body
                reply = {"preferences": body}
            case "/api/practice/writing":
                practice.written.append(body)
                if body["typed"] in practice.rejects:
                    raise RejectionError(practice.rejects[body["typed"]])
                reply = {"summary": {"activity": "copying", "answered": 9, "right": 8} | practice.summary}
            case "/api/practice/finish":
                practice.finished.append(body["session"])
                usual = {"answered": len(practice.recorded), "seconds_per_item": 2.4}
                reply = {"summary": usual | practice.summary}
            case _:
                reply = self._receive(body)
        return reply

    def _receive(self, body: dict[str, Any]) -> dict[str, Any]:
        """A delivery of answers."""
        practice = self.server.practice
        practice.clocks.append(dt.datetime.fromisoformat(body["device_time"]) - dt.datetime.now(dt.UTC))
        if any(answer["item"] in practice.cannot_read for answer in body["answers"]):
            raise RejectionError(400)
        practice.passes.append(self.headers.get("X-Ridgeway-Pass", ""))
        receipt = practice.record(body["answers"])
        if practice.weather == "silent after recording":
            raise SilenceError
        return receipt

    def _static(self, name: str) -> None:
        found = finders.find(name)
        if not isinstance(found, str):
            return self._reply(404, "text/plain", b"")
        kind = guess_type(found)[0] or "application/octet-stream"
        return self._reply(200, "text/javascript" if found.endswith(".js") else kind, Path(found).read_bytes())

    def _reply(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Quiet."""


class PracticeServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64  # a player's page asks for its files at once
    practice: Practice

    def __init__(self, practice: Practice) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.practice = practice

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in mid-sentence is part of the trial."""


@contextmanager
def serving(practice: Practice) -> Iterator[PracticeServer]:
    with PracticeServer(practice) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            practice.silent.clear()
            server.shutdown()
            thread.join()
