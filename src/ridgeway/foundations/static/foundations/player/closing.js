/**
 * How a turn at the questions closes: what was given goes to the server, and the pupil hears how it went. A server that
 * is slow or away keeps nobody waiting: then the device says what it knows itself, and that the rest follows.
 */

import { within } from "./clock.js";
import { localSummary } from "./summary.js";
import * as words from "./words.js";

/** @typedef {import("./types.js").Ending} Ending */
/** @typedef {import("./types.js").Written} Written */

const FINISH_MS = 6_000;
const SAVING_SHOWN_MS = 400;

export class Closing {
  #view;
  #server;
  #endings;
  #outbox;
  #sender;
  /** The session of practice of which the last screen says only what the device knows. @type {string | null} */
  #unheard = null;

  /**
   * @param {{view: import("./view.js").View, server: import("./server.js").Server,
   *   endings: import("./endings.js").Endings, outbox: import("./queue.js").Outbox,
   *   sender: import("./sync.js").Sender}} parts
   */
  constructor({ view, server, endings, outbox, sender }) {
    this.#view = view;
    this.#server = server;
    this.#endings = endings;
    this.#outbox = outbox;
    this.#sender = sender;
    sender.onSettled = () => void this.#hearMore();
  }

  /** Of practice: says what the pupil did and what grew. @param {import("./types.js").Plan} plan */
  async practice({ session, trials }) {
    const slow = setTimeout(() => this.#view.write("saving", words.SAVING), SAVING_SHOWN_MS);
    const summary = await this.#told(session);
    clearTimeout(slow);
    this.#view.write("saving", "");
    const kept = this.#outbox.of(session);
    this.#view.summarise(summary ?? localSummary(kept.map(({ answer }) => answer), trials));
    this.#sayWhatIsKept(kept);
    this.#unheard = summary === undefined ? session : null;
  }

  /**
   * Of an activity, or of a minute of writing.
   *
   * @param {string} session
   * @param {(ending: Ending | null | undefined) => {title: string, score: string, lead: string}} said what is to be
   *   said of what the server says; null: it does not count it; undefined: it has not been reached
   * @param {Written | null} [written]
   */
  async activity(session, said, written = null) {
    const ending = await this.#told(session, written);
    this.#view.tell(said(ending));
    if (ending !== undefined) return;
    this.#view.write("over-note", this.#outbox.durable ? words.KEEPING.safe : words.KEEPING.inMemory);
  }

  /**
   * Notes that a session has come to its end, sends what waits, and hears what the server says of it.
   *
   * @param {string} session @param {Written | null} [written]
   */
  async #told(session, written = null) {
    await this.#outbox.saved;
    await this.#endings.keep(session, written);
    const sent = await within(FINISH_MS, this.#sender.retry());
    return sent ? this.#heard(session) : undefined;
  }

  /** @param {string} session @returns {Promise<any>} undefined: it has not been reached */
  async #heard(session) {
    return (await within(FINISH_MS, this.#endings.tell(this.#server)))?.get(session);
  }

  /** Everything that waited has gone: on the last screen that is news, and the server may know what grew. */
  async #hearMore() {
    const session = this.#unheard;
    if (session === null) return;
    this.#view.write("keeping", words.KEEPING.saved);
    const summary = await this.#heard(session);
    if (!summary || this.#unheard !== session) return;
    this.#unheard = null;
    this.#view.summarise(summary);
  }

  /** @param {import("./queue.js").Kept[]} kept the session's answers */
  #sayWhatIsKept(kept) {
    const { waiting, durable } = this.#outbox;
    /** @type {keyof typeof words.KEEPING | null} */
    let news = null;
    if (waiting.length > 0) news = !durable ? "inMemory" : this.#sender.signedOut ? "signedOut" : "safe";
    else if (kept.some(({ state }) => state === "refused")) news = "refused";
    this.#view.write("keeping", news === null ? "" : words.KEEPING[news]);
  }
}
