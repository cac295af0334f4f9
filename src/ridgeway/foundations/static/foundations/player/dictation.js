/**
 * How a word to spell is asked: it is said; or, where it cannot be heard, looked at, covered, written and checked.
 *
 * It cannot be heard without an English voice, where the voice does not begin, and where somebody has said that
 * there is no sound: that belongs to the device and its room, so the device remembers it. A word just looked at is
 * recorded as shown with its answer ("model"): copying it does not tell that it is known, so it is asked again where it
 * can be heard, or on paper.
 */

import { Preference } from "./preference.js";
import { canSpeak } from "./voice.js";

/** @typedef {import("./types.js").Trial} Trial */

const LABELS = { shown: "No sound?", hidden: "Say the words" };

export class Dictation {
  #root;
  #sound;

  /** @param {HTMLElement} root carries whether words can be heard, for the style sheet @param {HTMLButtonElement} button */
  constructor(root, button) {
    this.#root = root;
    this.#sound = new Preference(root, "sound", button, LABELS, true);
  }

  /** Notes that there is no sound, or that there is again. @returns {boolean} whether words are said from now on */
  toggle() {
    this.#sound.toggle();
    return this.#sound.isShown;
  }

  /** Whether words are said here and now. */
  get isOn() {
    return canSpeak() && this.#sound.isShown;
  }

  /** A trial as it can be asked here and now. @param {Trial} trial @returns {Trial} */
  asked(trial) {
    this.#root.dataset.voice = canSpeak() ? "yes" : "no";
    return this.isOn ? trial : looked(trial);
  }
}

/** A trial whose word is there to be looked at; any other as it was. @param {Trial} trial @returns {Trial} */
export function looked(trial) {
  if (trial.say === undefined || trial.reason === "correction") return trial;
  return { ...trial, prompt: "model", delay_ms: null, looked: true };
}
