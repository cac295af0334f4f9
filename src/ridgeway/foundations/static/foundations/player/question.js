/** A trial that stands on the screen: what is typed so far, since when it stands, and whether its answer shows. */

import { afterPaint } from "./clock.js";
import { uuid7 } from "./uuid7.js";

/** @typedef {import("./types.js").Trial} Trial */

const LONGEST_MS = 10 * 60_000; // the longest the ledger takes; only a device that slept can have waited so long

const DIGIT = /^[0-9]$/;
const MOST_TYPED = 24; // the longest word to spell has 20 letters

/** Whether a trial is answered with digits. @param {{answer: string}} trial */
export function isNumber({ answer }) {
  return /^[0-9 ]*$/.test(answer);
}

export class Question {
  trial;
  /** Practising time when it was asked. */
  elapsedMs;
  typed = "";
  /** Whether the answer can be seen. */
  shown;
  #since = performance.now();
  #standing = true;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #delay;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #patience;
  #beginPatience = () => {};

  /** @param {Trial} trial @param {number} elapsedMs */
  constructor(trial, elapsedMs) {
    this.trial = trial;
    this.elapsedMs = elapsedMs;
    this.shown = trial.prompt === "model";
  }

  /** The same question, to be asked from the beginning. */
  again() {
    return new Question(this.trial, this.elapsedMs);
  }

  /**
   * Starts its clocks once it has been painted.
   *
   * @param {{painted: (at: number) => void, reveal: () => void, idle: () => void, idleMs: number}} told
   *   idle: called when so long a time has passed
   */
  stand({ painted, reveal, idle, idleMs }) {
    afterPaint((at) => {
      painted(at);
      if (!this.#standing) return;
      this.#since = at;
      this.#beginPatience = () => (this.#patience = setTimeout(idle, idleMs));
      this.#beginPatience();
      if (this.trial.prompt !== "delay") return;
      this.#delay = setTimeout(() => this.#show(reveal), this.trial.delay_ms ?? 0);
    });
  }

  /** Whoever types, however slowly, is not idle: the time begins anew. */
  stir() {
    clearTimeout(this.#patience);
    this.#beginPatience();
  }

  /** @param {() => void} reveal */
  #show(reveal) {
    this.shown = true;
    reveal();
  }

  /** It stands no longer. */
  leave() {
    this.#standing = false;
    clearTimeout(this.#delay);
    clearTimeout(this.#patience);
  }

  /** @param {string} key a digit, a letter or "delete"; of the first two only what answers are made of is taken */
  stroke(key) {
    if (key === "delete") this.typed = this.typed.slice(0, -1);
    else if (this.typed.length === MOST_TYPED) return;
    else if (DIGIT.test(key) === isNumber(this.trial)) this.typed += key;
  }

  /** As many characters as the answer has: it is taken without another key. How long a word is, nobody is told. */
  get complete() {
    return this.trial.say === undefined && this.typed.length >= this.trial.answer.length;
  }

  /** @param {number} at when the final digit was typed @returns {number} whole milliseconds since it was painted */
  latency(at) {
    return Math.min(Math.max(0, Math.round(at - this.#since)), LONGEST_MS);
  }

  /**
   * The answer to it, as it travels.
   *
   * @param {{session: string, given: string, at: number, device: "keyboard" | "touch", now: Date, seq: number}} about
   *   at: when the final digit was typed, on the clock of `performance.now()`; now: the device's time
   * @returns {import("./types.js").Answer}
   */
  answered({ session, given, at, device, now, seq }) {
    const { item, prompt, delay_ms } = this.trial;
    const latency_ms = this.latency(at);
    return { id: uuid7(), session, item, at: now.toISOString(), given, latency_ms, prompt, delay_ms, device, seq };
  }
}
