/**
 * The rules inside a session, the same as `ridgeway.fluency.session.Session`, which says why they are so. The vectors
 * in `ridgeway/fluency/vectors/session.json` hold the two together. Plain data in and out: no clock, no page.
 */

/** @typedef {import("./types.js").Trial} Trial */
/** @typedef {{correct: boolean, show_model: boolean, done: boolean}} Outcome */

const AGAIN_AFTER = [2, 5]; // other trials before an item is met again after an error, and once more
const MOST_CORRECTIONS = 3; // a correction is asked this often at most
const MOST_ERRORS = 3; // an item missed this often is rested

/**
 * Whether two texts are the same but for spaces around them, capitals and the shape of apostrophes, as in
 * `ridgeway.fluency.words.same_text`.
 *
 * @param {string} given @param {string} answer
 */
export function sameText(given, answer) {
  return bare(given) === bare(answer);
}

/** @param {string} text */
function bare(text) {
  return text.trim().replaceAll("’", "'").toLowerCase();
}

export class Session {
  #limitMs;
  #queue;
  /** @type {Trial | null} asked and not answered yet */
  #open = null;
  /** @type {Trial | null} */
  #last = null;
  /** @type {Trial | null} the correction that is due next */
  #owed = null;
  #corrections = 0;
  /** @type {Map<string, number>} by item */
  #errors = new Map();

  /** @param {{seconds: number, trials: Trial[]}} plan */
  constructor({ seconds, trials }) {
    this.#limitMs = seconds * 1000;
    this.#queue = [...trials];
  }

  /**
   * The trial to ask now, or null when the session is over. One stays open until it is answered.
   *
   * @param {number} elapsedMs of the session
   * @returns {Trial | null}
   */
  next(elapsedMs) {
    this.#open ??= this.#owed ?? this.#fromQueue(elapsedMs);
    return this.#open;
  }

  /** @param {string} given what the pupil typed for the open trial @returns {Outcome} */
  answer(given) {
    const trial = this.#open;
    if (trial === null) throw new Error("no question is open; ask for the next one first");
    const correct = sameText(given, trial.answer);
    this.#open = null;
    this.#last = trial;
    if (trial.reason === "correction") this.#settle(trial, correct);
    else if (!correct) this.#owe(trial);
    return { correct, show_model: !correct, done: this.#owed === null && this.#queue.length === 0 };
  }

  /** The first that does not ask what was asked last. @param {number} elapsedMs */
  #fromQueue(elapsedMs) {
    if (this.#queue.length === 0 || elapsedMs >= this.#limitMs) return null;
    const place = this.#queue.findIndex(({ item }) => item !== this.#last?.item);
    return this.#queue.splice(Math.max(place, 0), 1)[0];
  }

  /** After an error the correction is owed, and what was queued for the item is withdrawn. @param {Trial} trial */
  #owe(trial) {
    this.#errors.set(trial.item, (this.#errors.get(trial.item) ?? 0) + 1);
    this.#corrections = 0;
    this.#owed = { ...trial, prompt: "model", delay_ms: null, reason: "correction" };
    this.#queue = this.#queue.filter(({ item }) => item !== trial.item);
  }

  /**
   * After a correction: once more, or on, to meet the item again later.
   *
   * @param {Trial} trial @param {boolean} correct
   */
  #settle(trial, correct) {
    this.#corrections += 1;
    if (!correct && this.#corrections < MOST_CORRECTIONS) return;
    this.#owed = null;
    if ((this.#errors.get(trial.item) ?? 0) >= MOST_ERRORS) return;
    const [soon, later] = AGAIN_AFTER;
    this.#queue.splice(soon, 0, { ...trial, prompt: "delay", delay_ms: trial.aim_ms, reason: "again" });
    this.#queue.splice(soon + 1 + later, 0, { ...trial, prompt: "none", delay_ms: null, reason: "again" });
  }
}
