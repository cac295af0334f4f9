"""Plans for a player to play, and a driver that plays them as a pupil would."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.conftest import PATIENCE_MS
from tests.foundations.player.practice_server import PAGE, Practice


def trial(
    left: int, right: int, prompt: str = "none", *, delay_ms: int | None = None, reason: str = "due"
) -> dict[str, Any]:
    """One addition fact, as the plan carries it."""
    return {
        "item": f"add:{left}+{right}",
        "text": f"{left} + {right}",
        "answer": str(left + right),
        "prompt": prompt,
        "delay_ms": delay_ms,
        "reason": reason,
        "aim_ms": 3000,
    }


TWENTY = [trial(left, right) for left in (2, 4, 6, 8) for right in (3, 5, 7, 8, 9)]


READ_STORE = """name => new Promise((resolve, reject) => {
  const request = indexedDB.open("ridgeway-player");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const found = request.result.transaction([name]).objectStore(name).getAll();
    found.onsuccess = () => { request.result.close(); resolve(found.result); };
  };
})"""

USUAL = {
    "timer": "shown",
    "type": "usual",
    "motion": "usual",
    "contrast": "usual",
    "read_aloud": False,
    "pad": "right",
    "next_button": False,
}


def plan(trials: list[dict[str, Any]], *, seconds: float = 300, **preferences: Any) -> dict[str, Any]:
    """A plan; whatever else is said are preferences of the pupil."""
    return {
        "session": str(uuid4()),
        "seconds": seconds,
        "server_time": "2026-11-02T09:30:00+00:00",
        "pupil": {"name": "Ada"},
        "preferences": USUAL | preferences,
        "trials": trials,
        "best": {"seconds_per_item": 2.9},
    }


def practice(trials: list[dict[str, Any]], **options: Any) -> Practice:
    return Practice(plan=plan(trials, **options))


def until(page: Page, what: Callable[[], object]) -> None:
    """Wait until something holds that the page does not show."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not what():
        assert time.monotonic() < deadline, "it did not come to hold"
        page.wait_for_timeout(50)


@dataclass
class Pupil:
    """A pupil at the player. Reads the question off the screen and types, with keys or on the number pad."""

    page: Page
    url: str
    touch: bool = False

    def open(self) -> "Pupil":
        self.page.goto(self.url + PAGE)
        self.wait("ready", "paused", "unreachable", "nothing", "finishing", "finished")
        return self

    def sign_in(self, pictures: str = "sun boat key") -> "Pupil":
        """Arrive as from the sign-in, where three pictures have just been pressed."""
        self.page.goto(self.url + "/pupils/")
        self.page.evaluate("pictures => sessionStorage.setItem('ridgeway:pictures', pictures)", pictures)
        return self.open()

    def is_kept(self, days: int = 1) -> None:
        """Wait until the device can do without a network: player, key and so many plans are on it."""
        self.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        self.until(lambda: any("pictures" in holder["locks"] for holder in self.records("pupils")))
        self.until(lambda: self.records("classes") and len(self.records("sealed")) >= days)

    def until(self, what: Callable[[], object]) -> None:
        """Wait until something holds that the page does not show."""
        until(self.page, what)

    def knock(self) -> None:
        """Come to the device without a network."""
        self.page.goto(self.url + "/pupils/")
        expect(self.page.get_by_role("heading", name="Who are you?")).to_be_visible()

    def choose(self, name: str, pictures: str = "Sun Boat Key") -> None:
        """Press the name and the pictures, without a network."""
        self.page.locator("[data-pupil-tile]", has_text=name).click()
        for picture in pictures.split():
            self.press(picture)

    def records(self, store: str) -> list[dict[str, Any]]:
        """What lies in the device's database; sealed things show as no more than their names."""
        found: list[dict[str, Any]] = self.page.evaluate(READ_STORE, store)
        return found

    def begin(self) -> "Pupil":
        self.open()
        self.press("Start")
        return self

    def begin_at_a_standing_clock(self) -> None:
        """Begin, and let the device's time pass only by `page.clock.run_for`: a busy machine takes none of it."""
        self.page.clock.install(time="2026-11-02T09:30:00Z")
        self.open()
        self.page.clock.pause_at("2026-11-02T10:30:00Z")
        self.press("Start")
        self.page.clock.run_for(100)

    def wait(self, *states: str) -> str:
        """Wait until the player is in one of these states, and say in which: it may have gone on by then."""
        found = self.page.wait_for_function(
            "states => states.find(state => state === document.querySelector('#player').dataset.state)",
            arg=list(states),
        )
        return str(found.json_value())

    @property
    def state(self) -> str:
        return str(self.page.locator("#player").get_attribute("data-state"))

    @property
    def question(self) -> str:
        return self.page.locator("[data-part=text]").inner_text()

    @property
    def right(self) -> str:
        """What the question on the screen comes to."""
        left, right = self.question.split(" + ")
        return str(int(left) + int(right))

    def press(self, name: str) -> None:
        button = self.page.get_by_role("button", name=name, exact=True)
        if self.touch:
            button.tap()
        else:
            button.click()

    def type(self, digits: str) -> None:
        """Type digits, once strokes are taken."""
        self.wait("asking", "prompted")
        for digit in digits:
            if self.touch:
                self.page.get_by_role("button", name=digit, exact=True).tap()
            else:
                self.page.keyboard.press(digit)

    def answer(self, times: int = 1) -> None:
        """Answer so many questions rightly."""
        for _ in range(times):
            self.wait("asking", "prompted")
            self.type(self.right)

    def mistake(self) -> str:
        """Answer wrongly, and wait until the answer is there to be typed. Returns what was typed."""
        self.wait("asking", "prompted")
        wrong = "9" * len(self.right) if set(self.right) != {"9"} else "1" * len(self.right)
        self.type(wrong)
        self.wait("prompted")
        return wrong

    def finish(self) -> None:
        """Answer rightly until there is nothing more to ask."""
        while self.wait("asking", "prompted", "finishing", "finished") in {"asking", "prompted"}:
            self.type(self.right)
        self.wait("finished")

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text, exact=True).locator("visible=true").first).to_be_visible()

    def does_not_scroll(self) -> None:
        """Everything stands on the screen at once."""
        size = self.page.evaluate(
            "() => { const { scrollWidth, scrollHeight } = document.documentElement;"
            " return [scrollWidth - innerWidth, scrollHeight - innerHeight] }"
        )
        assert max(size) <= 0, f"wider or higher than the screen by {size} px in state {self.state}"
