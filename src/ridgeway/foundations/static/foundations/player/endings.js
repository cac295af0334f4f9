/**
 * Sessions that came to their end on this device, until the server knows: of activities it counts no others. Like answers
 * they lie here in the clear, so that they can be told after their pupil has gone: a session's number, or the sentence
 * that was set as the pupil typed it.
 */

import { NotAccepted } from "./server.js";

/** @typedef {import("./types.js").Ending} Ending */
/** @typedef {import("./types.js").Summary} Summary */
/** @typedef {import("./types.js").Written} Written */

export class Endings {
  #store;
  #pupil;
  /** @type {Map<string, Written | null>} by session; what the store cannot keep stays here while the page is open */
  #waiting = new Map();
  /** @type {Map<string, Ending | Summary | null>} what the server has said since the page was opened, by session */
  #told = new Map();

  /** @param {import("./store.js").Store} store @param {string} pupil */
  constructor(store, pupil) {
    this.#store = store;
    this.#pupil = pupil;
  }

  /** @param {string} session @param {Written | null} [written] what was typed, where the session was a page */
  async keep(session, written = null) {
    this.#waiting.set(session, written);
    const kept = { session, written, pupil: this.#pupil };
    await this.#store.write("strict", ["endings"], ([endings]) => endings.put(kept));
  }

  /**
   * Tells the server of all that wait; stops at the first that it does not hear of. Writing that it did not take stays.
   *
   * @param {import("./server.js").Server} server
   * @returns {Promise<Map<string, Ending | Summary | null>>} what it has said of each, by session; null: it is not counted
   */
  async tell(server) {
    for (const { session, written } of await this.#store.of("endings", this.#pupil)) this.#waiting.set(session, written);
    for (const [session, written] of this.#waiting) {
      try {
        this.#told.set(session, await (written ? server.write(written) : server.finish(session)));
      } catch (error) {
        if (!(error instanceof NotAccepted)) throw error;
        if (written) continue;
        this.#told.set(session, null);
      }
      this.#waiting.delete(session);
      await this.#store.delete("endings", session);
    }
    return this.#told;
  }
}
