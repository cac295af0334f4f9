/**
 * Activities that came to their end on this device, until the server knows: it counts no other. Like answers they lie
 * here in the clear, so that they can be told after their pupil has gone; a session's number says nothing of anybody.
 */

import { NotAccepted } from "./server.js";

/** @typedef {import("./types.js").Ending} Ending */

export class Endings {
  #store;
  #pupil;
  /** @type {Set<string>} sessions; what the store cannot keep stays here while the page is open */
  #waiting = new Set();

  /** @param {import("./store.js").Store} store @param {string} pupil */
  constructor(store, pupil) {
    this.#store = store;
    this.#pupil = pupil;
  }

  /** @param {string} session */
  async keep(session) {
    this.#waiting.add(session);
    await this.#store.write("strict", ["endings"], ([endings]) => endings.put({ session, pupil: this.#pupil }));
  }

  /**
   * Tells the server of all that wait; stops at the first that it does not hear of.
   *
   * @param {import("./server.js").Server} server
   * @returns {Promise<Map<string, Ending>>} what it says of each, by session
   */
  async tell(server) {
    for (const { session } of await this.#store.of("endings", this.#pupil)) this.#waiting.add(session);
    const told = new Map();
    for (const session of this.#waiting) {
      try {
        told.set(session, await server.finish(session));
      } catch (error) {
        if (!(error instanceof NotAccepted)) throw error;
      }
      this.#waiting.delete(session);
      await this.#store.delete("endings", session);
    }
    return told;
  }
}
