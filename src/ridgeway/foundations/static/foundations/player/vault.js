/**
 * What this device holds of one pupil, sealed with a random key of the pupil's own.
 *
 * Signing in with the server opens it, and hangs new locks on it: so new pictures never shut a pupil out of what
 * they have done. Without the server the pictures open it, or a badge that is enough by itself.
 */

import { canSeal, GUESSABLE, lock, newKey, seal, unlock, unseal, UNGUESSABLE } from "./seal.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {"server" | "pictures" | "badge"} Way how the pupil says who they are */
/**
 * @typedef {object} Holder what lies in `pupils`
 * @property {string} pupil
 * @property {Partial<Record<Way, import("./seal.js").Lock>>} locks
 * @property {string} [pass]         lets this device deliver the pupil's answers
 * @property {string} [badge]        by which the pupil's badge is recognised
 * @property {number} [wrong]        wrong tries, one after the other
 * @property {number} [until]        no try before this time
 */

const MOST_WRONG = 5;
const PAUSE_MS = 5 * 60_000;

export class Vault {
  pupil;
  #store;
  #key;

  /** @param {Store} store @param {string} pupil @param {CryptoKey} key */
  constructor(store, pupil, key) {
    this.#store = store;
    this.pupil = pupil;
    this.#key = key;
  }

  /**
   * Opens the vault of a pupil who has signed in with the server, or makes one.
   *
   * @param {Store} store @param {string} pupil @param {string} secret what the server says for this pupil
   * @returns {Promise<Vault | null>} null where this browser cannot seal, or keeps nothing
   */
  static async signedIn(store, pupil, secret) {
    if (!canSeal || !store.works || secret === "") return null;
    /** @type {Holder | undefined} */
    const holder = await store.get("pupils", pupil);
    const kept = holder?.locks.server ? await unlock(holder.locks.server, secret) : null;
    if (kept !== null) return new Vault(store, pupil, kept);
    const key = await newKey();
    const locks = { server: await lock(key, secret, UNGUESSABLE) };
    const made = await store.put("pupils", { ...holder, pupil, locks });
    return made ? new Vault(store, pupil, key) : null;
  }

  /**
   * Opens the vault of a pupil without the server. Wrong tries are counted, and after five there is a pause.
   *
   * @param {Store} store @param {string} pupil @param {Way} way @param {string} secret
   * @returns {Promise<Vault | "wrong" | "pause" | "unknown">} unknown: this way does not lead in on this device
   */
  static async unlock(store, pupil, way, secret) {
    /** @type {Holder | undefined} */
    const holder = await store.get("pupils", pupil);
    const hung = holder?.locks[way];
    if (!canSeal || holder === undefined || hung === undefined) return "unknown";
    if ((holder.until ?? 0) > Date.now()) return "pause";
    const key = await unlock(hung, secret);
    const wrong = key === null ? (holder.wrong ?? 0) + 1 : 0;
    const paused = wrong >= MOST_WRONG;
    await store.put("pupils", { ...holder, wrong: paused ? 0 : wrong, until: paused ? Date.now() + PAUSE_MS : 0 });
    if (key !== null) return new Vault(store, pupil, key);
    return paused ? "pause" : "wrong";
  }

  /** Hangs a lock on the key, in place of an older one of that way. @param {Way} way @param {string} secret */
  async hang(way, secret) {
    const made = await lock(this.#key, secret, way === "pictures" ? GUESSABLE : UNGUESSABLE);
    return this.about((holder) => ({ ...holder, locks: { ...holder.locks, [way]: made } }));
  }

  /** Changes what is known of the pupil outside the seal. @param {(holder: Holder) => Holder} change */
  about(change) {
    return this.#store.update("pupils", this.pupil, (holder) => (holder === undefined ? undefined : change(holder)));
  }

  /** @param {string} name @param {unknown} value */
  async keep(name, value) {
    return this.#store.put("sealed", { pupil: this.pupil, name, ...(await seal(this.#key, value)) });
  }

  /** @param {string} name @returns {Promise<any>} null when there is none */
  async read(name) {
    const record = await this.#store.get("sealed", [this.pupil, name]);
    return record === undefined ? null : unseal(this.#key, record);
  }

  /** @param {string} name */
  drop(name) {
    return this.#store.delete("sealed", [this.pupil, name]);
  }

  /** @returns {Promise<string[]>} the names of everything kept */
  async names() {
    return (await this.#store.of("sealed", this.pupil)).map(({ name }) => name);
  }
}
