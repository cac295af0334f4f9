/**
 * A spelling list, set by the teacher: explained here, played as practice is played, and over here again.
 *
 * Every word is asked once, heard and typed; what goes wrong is shown, copied and met again, by the rules of every
 * session. What counts is the first try at each word. It counts when it comes to its end.
 */

import { sameText } from "./session.js";
import * as words from "./words.js";

/** @typedef {import("./types.js").Activity} Activity */
/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {"away" | "set" | "finishing" | "over"} State */

export class Spelling {
  #view;
  #offers;
  #practice;
  #closing;
  /** @type {State} */
  #state = "away";
  /** @type {Activity | null} */
  #activity = null;

  /**
   * @param {{view: import("./view.js").View, offers: import("./offers.js").Offers,
   *   practice: import("./practice.js").Practice, closing: import("./closing.js").Closing}} parts
   */
  constructor({ view, offers, practice, closing }) {
    this.#view = view;
    this.#offers = offers;
    this.#practice = practice;
    this.#closing = closing;
  }

  /** Whether the screen is this activity's; while it is played it is that of practice. */
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
    if (this.#state !== "set" || this.#activity === null) return;
    this.#state = "away";
    void this.#offers.begun(this.#activity);
    this.#practice.play(this.#activity);
  }

  /** Practice is broken off by its own pause; here is nothing to stop. */
  stop() {}

  back() {
    if (this.#state !== "set" && this.#state !== "over") return;
    this.#view.play("");
    this.#state = "away";
    void this.#practice.open();
  }

  /**
   * It has been played, whether it was begun a moment or a closed lid ago.
   *
   * @param {Plan} plan @param {Answer[]} answers @param {boolean} toTheEnd
   */
  async over(plan, answers, toTheEnd) {
    this.#enter("finishing");
    if (toTheEnd) await this.#tell(plan, answers);
    else this.#view.tell(words.STOPPED);
    this.#enter("over");
  }

  /** @param {Plan} plan @param {Answer[]} answers */
  async #tell({ session, key = 0, trials }, answers) {
    void this.#offers.done({ key });
    await this.#closing.activity(session, (ending) => words.ended(ending ?? firstTries(trials, answers)));
  }

  /** @param {State} state */
  #enter(state) {
    this.#state = state;
    this.#view.show(state);
  }
}

/**
 * How many words were tried and right at once, as the server counts them.
 *
 * @param {import("./types.js").Trial[]} trials @param {Answer[]} answers in the order they were given
 * @returns {import("./types.js").Ending}
 */
function firstTries(trials, answers) {
  const first = new Map([...answers].reverse().map(({ item, given }) => [item, given]));
  const tried = trials.filter(({ item }) => first.has(item));
  const right = tried.filter(({ item, answer }) => sameText(first.get(item) ?? "", answer));
  return { activity: "spelling", answered: tried.length, right: right.length };
}
