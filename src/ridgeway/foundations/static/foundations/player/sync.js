/**
 * Brings answers to the server, at least once each. Whatever happens here, an answer leaves the outbox only
 * when the server has said that it is recorded.
 */

import { NotAccepted, SignedOut, Unreachable } from "./server.js";

/** @typedef {import("./types.js").Answer} Answer */

const BATCH = 20;
const EVERY_MS = 4_000;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;
const LEAVING_BATCH = 100; // a request that outlives its page may carry 64 KiB; an answer takes about 0.3

export class Sender {
  #outbox;
  #server;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Promise<boolean> | null} */
  #sending = null;
  #failures = 0;
  #signedOut = false;

  /** Called whenever everything that waited has been sent. */
  onSettled = () => {};

  /** @param {import("./queue.js").Outbox} outbox @param {import("./server.js").Server} server */
  constructor(outbox, server) {
    this.#outbox = outbox;
    this.#server = server;
  }

  /** Whether the server has said that it does not know this pupil any more. */
  get signedOut() {
    return this.#signedOut;
  }

  /** There is something new to send: soon, or at once when a batch is full. */
  nudge() {
    if (this.#failures > 0) return;
    if (this.#outbox.waiting.length >= BATCH) void this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), EVERY_MS);
  }

  /** The network may be back: try now, and be hopeful again. */
  retry() {
    this.#failures = 0;
    return this.flush();
  }

  /** Sends all that waits. @returns {Promise<boolean>} whether nothing waits any more; never rejects */
  flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = null));
    return this.#sending;
  }

  /** The page is being left or hidden: hand over what waits in one request that outlives it. */
  leave() {
    const waiting = this.#outbox.waiting.slice(0, LEAVING_BATCH);
    if (waiting.length === 0) return;
    this.#server.send(waiting, { leaving: true }).then(
      (receipt) => this.#outbox.settle(receipt),
      () => this.#later(),
    );
  }

  async #sendAll() {
    let sent = 0;
    try {
      for (let batch = this.#batch(); batch.length > 0; batch = this.#batch()) {
        await this.#send(batch);
        sent += batch.length;
      }
    } catch (error) {
      this.#signedOut = error instanceof SignedOut;
      this.#later();
      return false;
    }
    this.#failures = 0;
    if (sent > 0) {
      this.#signedOut = false;
      this.onSettled();
    }
    return true;
  }

  #batch() {
    return this.#outbox.waiting.slice(0, BATCH);
  }

  /**
   * Sends a batch. One that is not accepted whole is halved until the answer at fault stands alone: it is kept
   * here, and does not hold up the others.
   *
   * @param {Answer[]} batch
   * @returns {Promise<void>}
   */
  async #send(batch) {
    try {
      this.#settle(batch, await this.#server.send(batch));
    } catch (error) {
      if (!(error instanceof NotAccepted)) throw error;
      if (batch.length === 1) return void this.#outbox.giveUp(batch[0].id, error.message);
      const half = Math.ceil(batch.length / 2);
      await this.#send(batch.slice(0, half));
      await this.#send(batch.slice(half));
    }
  }

  /** @param {Answer[]} batch @param {import("./types.js").Receipt} receipt */
  #settle(batch, receipt) {
    const known = new Set([...receipt.recorded, ...receipt.refused.map(({ id }) => id)]);
    if (!batch.some(({ id }) => known.has(id))) throw new Unreachable("the receipt names none of the answers sent");
    void this.#outbox.settle(receipt);
  }

  /** Waits twice as long after each failure, up to a minute, and a little at random: a class shall not call in step. */
  #later() {
    const wait = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LAST_RETRY_MS);
    this.#failures += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), wait * (0.75 + Math.random() / 2));
  }
}
