/** What the player says to the server, and the three ways in which it can fail. */

/** @typedef {import("./types.js").Answer} Answer */

/** No answer, or none that makes sense: no network, a server that is busy or down, a portal in between. */
export class Unreachable extends Error {}

/** The server no longer knows who this is (401, 403, or a redirect to signing in). */
export class SignedOut extends Error {}

/** The server understood, and does not want it as it is (400, 413, 422): sending it again would not help. */
export class NotAccepted extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`status ${status}`);
    this.status = status;
  }
}

const PATIENCE_MS = 15_000;
const KEPT_FOR_TEACHER = 422; // what the server says of writing that it has, and cannot count
const WORTH_PACKING = 1_000; // bytes; less than a packet holds is not worth the work

/**
 * @typedef {object} Addresses
 * @property {string} plan
 * @property {string} plans
 * @property {string} answers
 * @property {string} finish
 * @property {string} writing
 * @property {string} preferences
 * @property {string} device
 * @property {string} signin
 * @property {string} signout
 */
/** @typedef {import("./device.js").ClassTiles} ClassTiles */
/**
 * @typedef {object} Provision what a device holds for a pupil; only `forget` and `pass` when it is to forget
 * @property {boolean} forget
 * @property {string} pass
 * @property {string} server_time
 * @property {ClassTiles | null} class
 * @property {{digest: string, alone: boolean} | null} badge
 * @property {{day: string, plan: import("./types.js").Plan}[]} plans
 */

export class Server {
  #urls;
  #csrf;
  #who;
  /** With it answers are delivered, too, when a session has ended. */
  pass = "";

  /**
   * @param {Addresses} urls
   * @param {() => string} csrf the token as it is now; signing in again changes it
   * @param {Record<string, string>} [who] headers that say for whom
   */
  constructor(urls, csrf, who = {}) {
    this.#urls = urls;
    this.#csrf = csrf;
    this.#who = who;
  }

  /** The server, spoken to under a pupil's pass. @param {string} pass */
  under(pass) {
    return new Server(this.#urls, this.#csrf, { "X-Ridgeway-Pass": pass });
  }

  /** The server, spoken to by a pupil who is signed in there. @param {string} pupil */
  as(pupil) {
    return new Server(this.#urls, this.#csrf, { "X-Ridgeway-Pupil": pupil });
  }

  /** @param {string} subject @returns {Promise<import("./types.js").Plan>} */
  async plan(subject) {
    const plan = await this.#ask(`${this.#urls.plan}?subject=${subject}`, { method: "GET" });
    if (!Array.isArray(plan.trials)) throw new Unreachable("the plan has no trials");
    return plan;
  }

  /** @param {string} device @param {number} days @returns {Promise<Provision>} */
  plans(device, days) {
    return this.#ask(`${this.#urls.plans}?device=${device}&days=${days}`, { method: "GET" });
  }

  /** @returns {Promise<boolean>} whether this device is to forget its pupils */
  async mustForget() {
    const reply = await this.#ask(this.#urls.device, await this.#post({ forgotten: false }));
    return reply.forget === true;
  }

  async hasForgotten() {
    await this.#ask(this.#urls.device, await this.#post({ forgotten: true }));
  }

  /** @param {import("./types.js").Chosen} chosen */
  async prefer(chosen) {
    await this.#deliver(this.#urls.preferences, await this.#post(chosen));
  }

  /**
   * @param {Answer[]} answers
   * @param {{leaving?: boolean}} [options] leaving: the page may be gone before the reply comes
   * @returns {Promise<import("./types.js").Receipt>}
   */
  async send(answers, { leaving = false } = {}) {
    const body = { device_time: new Date().toISOString(), answers };
    // What outlives its page has no time to be packed.
    const request = leaving ? this.#json(JSON.stringify(body), { keepalive: true }) : await this.#post(body);
    const receipt = await this.#deliver(this.#urls.answers, request);
    if (!Array.isArray(receipt.recorded)) throw new Unreachable("the reply is no receipt");
    return { recorded: receipt.recorded, refused: receipt.refused ?? [] };
  }

  /** @param {string} session @returns {Promise<import("./types.js").Summary>} */
  async finish(session) {
    const reply = await this.#deliver(this.#urls.finish, await this.#post({ session }));
    if (!reply.summary) throw new Unreachable("the reply has no summary");
    return reply.summary;
  }

  /**
   * @param {import("./types.js").Written} written
   * @returns {Promise<import("./types.js").Ending | null>} null: it is not counted, but kept for the teacher
   */
  async write(written) {
    const body = { ...written, device_time: new Date().toISOString() };
    const reply = await this.#deliver(this.#urls.writing, await this.#post(body)).catch((error) => {
      if (error instanceof NotAccepted && error.status === KEPT_FOR_TEACHER) return { summary: null };
      throw error;
    });
    if (reply.summary === null) return null;
    if (!reply.summary) throw new Unreachable("the reply has no summary");
    return reply.summary;
  }

  /** Whether it answers as it should. @returns {Promise<boolean>} */
  isThere() {
    return this.#fetch(this.#urls.signin, { method: "GET" }).then(({ ok }) => ok, () => false);
  }

  /** Signs the pupil out. @returns {Promise<string>} the page to go to next */
  async signOut() {
    const body = new URLSearchParams({ csrfmiddlewaretoken: this.#csrf() });
    const response = await this.#fetch(this.#urls.signout, { method: "POST", body });
    if (!response.ok) throw new Unreachable(`signing out: status ${response.status}`);
    return response.url;
  }

  /** @param {object} body @returns {Promise<RequestInit>} packed, where that is worth it and the browser can */
  async #post(body) {
    const text = JSON.stringify(body);
    if (text.length < WORTH_PACKING || !("CompressionStream" in globalThis)) return this.#json(text);
    const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
    return this.#json(await new Response(packed).arrayBuffer(), {}, { "Content-Encoding": "gzip" });
  }

  /** @param {BodyInit} body @param {RequestInit} [more] @param {Record<string, string>} [headers] */
  #json(body, more = {}, headers = {}) {
    const all = { "Content-Type": "application/json", "X-CSRFToken": this.#csrf(), ...headers };
    return { method: "POST", headers: all, body, ...more };
  }

  /** @param {string} url @param {RequestInit} request @returns {Promise<any>} the JSON of the reply */
  async #deliver(url, request) {
    try {
      return await this.#ask(url, request);
    } catch (error) {
      if (!(error instanceof SignedOut) || this.pass === "") throw error;
      return this.#ask(url, { ...request, headers: { ...request.headers, "X-Ridgeway-Pass": this.pass } });
    }
  }

  /** @param {string} url @param {RequestInit} request @returns {Promise<any>} the JSON of the reply */
  async #ask(url, request) {
    const headers = { ...this.#who, .../** @type {Record<string, string>} */ (request.headers) };
    const response = await this.#fetch(url, { ...request, headers, redirect: "manual" });
    const { status } = response;
    if (response.type === "opaqueredirect" || status === 401 || status === 403) throw new SignedOut();
    if (status === 400 || status === 413 || status === 422) throw new NotAccepted(status);
    if (!response.ok) throw new Unreachable(`status ${status}`);
    return response.json().catch(() => {
      throw new Unreachable("the reply is not JSON");
    });
  }

  /** @param {string} url @param {RequestInit} request */
  async #fetch(url, request) {
    try {
      const signal = AbortSignal.timeout?.(PATIENCE_MS); // tablets from before 2022 have none, and wait
      return await fetch(url, { credentials: "same-origin", cache: "no-store", signal, ...request });
    } catch (error) {
      throw new Unreachable(String(error));
    }
  }
}
