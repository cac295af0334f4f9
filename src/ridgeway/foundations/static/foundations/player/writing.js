/**
 * A minute of writing, set by the teacher: the alphabet, a sentence to copy, or one to read, cover and write from memory,
 * again and again. The server counts the letters; here they are only typed, with the device's own keyboard.
 *
 * set: it is explained; look: a sentence to keep in mind stands; writing: the minute runs; over: what came of it.
 */

import { uuid7 } from "./uuid7.js";
import * as words from "./words.js";

/** @typedef {import("./types.js").Activity} Activity */
/** @typedef {"away" | "set" | "look" | "writing" | "finishing" | "over"} State */

export class Writing {
  #view;
  #offers;
  #practice;
  #clock;
  #closing;
  #sheet;
  /** @type {State} */
  #state = "away";
  /** @type {Activity | null} */
  #activity = null;
  #at = new Date();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #minute;

  /**
   * @param {{view: import("./view.js").View, offers: import("./offers.js").Offers,
   *   practice: import("./practice.js").Practice, clock: import("./clock.js").ClockWatch, closing: import("./closing.js").Closing,
   *   sheet: HTMLTextAreaElement}} parts sheet: what is written on
   */
  constructor({ view, offers, practice, clock, closing, sheet }) {
    this.#view = view;
    this.#offers = offers;
    this.#practice = practice;
    this.#clock = clock;
    this.#closing = closing;
    this.#sheet = sheet;
    for (const way of ["paste", "drop"]) sheet.addEventListener(way, (event) => event.preventDefault());
  }

  /** Whether the screen is this activity's. */
  get isOn() {
    return this.#state !== "away";
  }

  /** Says what is to come. @param {Activity} activity */
  introduce(activity) {
    if (this.#state !== "away") return;
    this.#activity = activity;
    this.#view.write("set-title", activity.title);
    this.#view.write("set-lead", words.INTRODUCED[activity.activity]);
    this.#enter("set");
  }

  begin() {
    if (this.#state !== "set" && this.#state !== "look") return;
    const { activity, text, seconds } = this.#current;
    const fromMemory = activity === "from-memory";
    this.#view.write("model", fromMemory && this.#state === "look" ? "" : (text ?? ""));
    if (fromMemory && this.#state === "set") return this.#enter("look");
    this.#sheet.value = "";
    this.#at = this.#clock.now();
    this.#minute = setTimeout(() => void this.#end(), seconds * 1000);
    this.#enter("writing");
  }

  /** Breaks it off. */
  stop() {
    if (this.#state !== "writing" && this.#state !== "look") return;
    clearTimeout(this.#minute);
    this.#view.tell(words.STOPPED);
    this.#enter("over");
  }

  back() {
    if (this.#state !== "set" && this.#state !== "over") return;
    this.#state = "away";
    void this.#practice.open();
  }

  get #current() {
    return /** @type {Activity} */ (this.#activity);
  }

  async #end() {
    const { key } = this.#current;
    const typed = this.#sheet.value;
    this.#enter("finishing");
    void this.#offers.done(this.#current);
    const id = uuid7();
    const device = matchMedia("(any-pointer: coarse)").matches ? "touch" : "keyboard";
    await this.#closing.activity(id, words.written, { id, key, at: this.#at.toISOString(), typed, device });
    this.#enter("over");
  }

  /** @param {State} state */
  #enter(state) {
    this.#state = state;
    this.#view.show(state);
  }
}
