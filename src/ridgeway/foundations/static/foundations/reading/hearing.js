// @ts-check
/**
 * The page in the teacher's hand while a pupil reads: start, tap what was not read as it stands, last word, save.
 * The rules are in rules.js; this file shows a reading, and hands on what is done to it.
 */

import { forget, keep, recall } from "./keeping.js";
import { canGoOn, elapsed, endAt, goOn, kindAt, phaseOf, score, setKind, start, stop, tap, undo } from "./rules.js";
import { send } from "./sending.js";
import { leads } from "./words.js";

/** @typedef {import("./rules.js").Reading} Reading */

const TICK_MS = 200;
const SETTLE_MS = 350;

/** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
const all = (selector, within = document) =>
  [...within.querySelectorAll(selector)].filter((each) => each instanceof HTMLElement);

/** @param {string} selector @returns {HTMLElement} */
const one = (selector) => {
  const found = document.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`Nothing on the page is ${selector}`);
  return found;
};

/** @param {Event} event @param {string} selector @returns {HTMLElement | null} */
const near = (event, selector) => {
  const found = event.target instanceof Element ? event.target.closest(selector) : null;
  return found instanceof HTMLElement ? found : null;
};

/** @type {{keptAs: string, words: number, errors: string[], kinds: Record<string, string>, start: Reading}} */
const given = JSON.parse(one("#heard").textContent ?? "");
const form = /** @type {HTMLFormElement} */ (one("[data-form]"));
const passage = one("[data-passage]");
const words = all("[data-word]", passage);
const bar = /** @type {HTMLProgressElement} */ (one("[data-bar]"));
const note = /** @type {HTMLTextAreaElement | HTMLInputElement} */ (one("[name=note]"));
const pupil = /** @type {HTMLSelectElement} */ (one("[name=pupil]"));

/** @type {Reading | null} */
const unsaved = recall(given.keptAs);
/** @type {Reading} */
let reading = unsaved ?? given.start;
let shownPhase = "";
let changedAt = 0;

/** @param {Reading} next */
const become = (next) => {
  reading = next;
  if (reading.startedAt !== null || reading.seconds !== null) {
    one("[data-not-kept]").hidden = keep(given.keptAs, reading);
  }
  show();
};

const showTime = () => {
  const gone = elapsed(reading, Date.now());
  const left = Math.ceil(reading.limit - gone);
  bar.max = reading.limit;
  bar.value = gone;
  one("[data-left]").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
};

const showGoOn = () => {
  one("[data-go-on]").hidden = !canGoOn(reading, Date.now());
};

const showWords = () => {
  for (const word of words) {
    const place = Number(word.dataset.word);
    const kind = kindAt(reading, place);
    word.dataset.kind = kind ?? "";
    word.toggleAttribute("data-current", reading.current === place);
    word.toggleAttribute("data-beyond", reading.lastWord !== null && place > reading.lastWord);
    word.toggleAttribute("data-last", reading.lastWord === place);
    word.setAttribute("aria-pressed", String(kind !== undefined));
    const said = [word.textContent, kind && given.kinds[kind], reading.lastWord === place && "last word read"];
    word.setAttribute("aria-label", said.filter(Boolean).join(", "));
  }
};

const showFigures = () => {
  const figures = score(reading, given.errors);
  for (const figure of all("[data-figure]")) {
    figure.textContent = String(figures[/** @type {keyof typeof figures} */ (figure.dataset.figure)]);
  }
  one("[data-seconds]").textContent = String(reading.seconds ?? "");
  for (const count of all("[data-count]")) {
    const counted = reading.marks.filter((m) => m.kind === count.dataset.count && m.word <= (reading.lastWord ?? 0));
    count.textContent = String(counted.length);
  }
};

const show = () => {
  const phase = phaseOf(reading);
  for (const part of all("[data-show]")) part.hidden = !part.dataset.show?.split(" ").includes(phase);
  passage.dataset.phase = phase;
  const kind = reading.current ? kindAt(reading, reading.current) : undefined;
  for (const button of all("[data-set-kind]")) {
    button.setAttribute("aria-pressed", String(button.dataset.setKind === kind));
    button.toggleAttribute("disabled", kind === undefined);
  }
  one("[data-undo]").toggleAttribute("disabled", !reading.before?.length);
  showTime();
  showGoOn();
  showWords();
  showFigures();
  if (phase !== shownPhase && shownPhase) {
    changedAt = Date.now();
    enter(phase);
  }
  shownPhase = phase;
};

/** @param {HTMLElement} part */
const lookAt = (part) => part.scrollIntoView({ block: "start", behavior: "instant" });

/** Where the eyes and the focus go when something new is to be done. @param {string} phase */
const enter = (phase) => {
  if (phase === "running") {
    words[0]?.focus({ preventScroll: true });
    lookAt(passage);
  }
  if (phase === "ended") {
    navigator.vibrate?.(150);
    (passage.contains(document.activeElement) ? null : words[0])?.focus({ preventScroll: true });
  }
  if (phase === "result") {
    one("[data-result]").focus({ preventScroll: true });
    lookAt(one("[data-result]"));
  }
};

/** @param {HTMLElement} word */
const touched = (word) => {
  const place = Number(word.dataset.word);
  const phase = phaseOf(reading);
  for (const each of words) each.tabIndex = each === word ? 0 : -1;
  if (phase === "ended") become(endAt(reading, place));
  else if (phase !== "ready") become(tap(reading, place));
};

/** Asked for in vain where the page is not on https: then the marks outlive the sleep. */
const stayAwake = () => navigator.wakeLock?.request("screen").catch(() => null);

const begin = () => {
  become(start(reading, Date.now()));
  void stayAwake();
};

const saving = async () => {
  const button = /** @type {HTMLButtonElement} */ (one("[data-save]"));
  const problem = one("[data-problem]");
  button.disabled = true;
  problem.hidden = true;
  const reply = await send(form, reading);
  button.disabled = false;
  if ("saved" in reply) {
    forget(given.keptAs);
    location.assign(reply.saved);
    return;
  }
  problem.hidden = false;
  one("[data-problem-words]").textContent = reply.problem;
};

/** @type {Record<string, () => void>} */
const done = {
  start: begin,
  stop: () => become(stop(reading, Date.now())),
  "go-on": () => become(goOn(reading)),
  undo: () => become(undo(reading)),
  whole: () => become(endAt(reading, given.words)),
  "last-word": () => become(endAt(reading, null)),
  again: () => {
    forget(given.keptAs);
    location.reload();
  },
};

// What has only just come under the finger is not meant: by a double tap, or a tap as the time ran out.
document.addEventListener("click", (event) => {
  const marks = phaseOf(reading) === "running" && !near(event, "[data-do=stop]");
  if (marks || event.detail === 0 || Date.now() - changedAt > SETTLE_MS) return;
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });

document.addEventListener("click", (event) => {
  const word = near(event, "[data-word]");
  const button = near(event, "[data-do], [data-set-kind]");
  if (word) touched(word);
  else if (button?.dataset.setKind) become(setKind(reading, button.dataset.setKind));
  else done[button?.dataset.do ?? ""]?.();
});

passage.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "z") return done.undo?.();
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const place = words.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = leads(words, place, event.key);
  const kind = one("[data-kinds]").querySelector(`[data-key="${event.key}"]`);
  if (next) next.focus();
  else if (kind instanceof HTMLElement) kind.click();
  else if (event.key === "Backspace") done.undo?.();
  else if (event.key === "Escape" && phaseOf(reading) === "running") done.stop?.();
  else return;
  event.preventDefault();
});

for (const choice of all("[name=limit]")) {
  if (!(choice instanceof HTMLInputElement)) continue;
  choice.checked = Number(choice.value) === reading.limit;
  choice.addEventListener("change", () => become({ ...reading, limit: Number(choice.value) }));
}
for (const choice of all("[name=expression]", form)) {
  if (!(choice instanceof HTMLInputElement)) continue;
  choice.checked = choice.value === reading.expression;
  choice.addEventListener("change", () => become({ ...reading, expression: choice.value }));
}
pupil.value = reading.pupil ?? given.start.pupil;
pupil.addEventListener("change", () => become({ ...reading, pupil: pupil.value }));
note.value = reading.note;
note.addEventListener("input", () => become({ ...reading, note: note.value }));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void saving();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && phaseOf(reading) === "running") void stayAwake();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

setInterval(() => {
  if (phaseOf(reading) !== "running") return showGoOn();
  if (elapsed(reading, Date.now()) >= reading.limit) done.stop?.();
  else showTime();
}, TICK_MS);

one("[data-restored]").hidden = unsaved === null;
show();
