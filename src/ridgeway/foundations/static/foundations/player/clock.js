/**
 * Time as a pupil lives it. Everything here is `performance.now()` and `event.timeStamp`, which share one
 * monotonic clock: a device that sets its clock right in the middle of a lesson changes no latency.
 */

/**
 * Calls `then` with the time at which the changes made so far stand on the screen. A frame callback runs just
 * before its frame is painted; a message posted there arrives just after.
 *
 * @param {(at: number) => void} then
 */
export function afterPaint(then) {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      then(performance.now());
    };
    port2.postMessage(null);
  });
}

const LOOK_MS = 1_000;
const SET_MS = 2_000; // less is the clock being kept right, as it always is

/**
 * Notices that the device's clock has been set, by the monotonic clock beside it. A device that slept has no second
 * clock to tell: time that passed while the page was out of sight is taken for sleep, unless it passed backwards.
 */
export class ClockWatch {
  #ahead = Date.now() - performance.now();
  #wasAway = document.hidden;
  #onSet;

  /** @param {(byMs: number) => void} onSet */
  constructor(onSet) {
    this.#onSet = onSet;
    document.addEventListener("visibilitychange", () => (this.#wasAway = true));
    setInterval(() => this.look(), LOOK_MS);
  }

  /** The device's time, once it is sure that what was stamped before goes by the same clock. */
  now() {
    this.look();
    return new Date();
  }

  look() {
    const ahead = Date.now() - performance.now();
    const moved = ahead - this.#ahead;
    const slept = moved > 0 && this.#wasAway;
    this.#wasAway = document.hidden;
    if (Math.abs(moved) < SET_MS) return;
    this.#ahead = ahead;
    if (!slept) this.#onSet(moved);
  }
}

/** Counts practising time only: it stands still while the pupil is away. */
export class Stopwatch {
  #before;
  /** @type {number | null} */
  #since = null;

  /** @param {number} elapsedMs time already practised, when a session is taken up again */
  constructor(elapsedMs = 0) {
    this.#before = elapsedMs;
  }

  start() {
    this.#since ??= performance.now();
  }

  stop() {
    this.#before = this.elapsed();
    this.#since = null;
  }

  /** @returns {number} milliseconds */
  elapsed() {
    return this.#before + (this.#since === null ? 0 : performance.now() - this.#since);
  }
}

/**
 * @template T
 * @param {number} patienceMs @param {Promise<T>} promise
 * @returns {Promise<T | null>} its value, or null when it fails or takes longer
 */
export function within(patienceMs, promise) {
  const tooLong = new Promise((resolve) => setTimeout(() => resolve(null), patienceMs));
  return Promise.race([promise, tooLong]).catch(() => null);
}
