/**
 * This device: what it is called, which classes it knows by name, and how it delivers and forgets.
 *
 * Answers of every pupil are delivered, whoever sits before it, each under the pass of the pupil who gave them.
 * When it forgets, what the server does not have yet stays until it has it; everything else goes.
 */

import { Endings } from "./endings.js";
import { Outbox } from "./queue.js";
import { Sender } from "./sync.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./server.js").Server} Server */
/** @typedef {import("./vault.js").Holder} Holder */
/** @typedef {{key: number, name: string, tiles: [number, string][]}} ClassTiles */

export class Device {
  #store;
  #server;
  #id = "";
  #behindMs = 0;
  #forgotten = false;

  /** @param {Store} store @param {Server} server */
  constructor(store, server) {
    this.#store = store;
    this.#server = server;
  }

  /** @param {Store} store @param {Server} server */
  static async of(store, server) {
    const device = new Device(store, server);
    const self = await store.get("device", "self");
    device.#id = self?.id ?? "";
    device.#behindMs = self?.behind_ms ?? 0;
    return device;
  }

  /** Its random id, made when it is first needed. */
  get id() {
    if (this.#id === "") this.#id = crypto.randomUUID();
    return this.#id;
  }

  /** Four letters by which people tell devices apart; empty for one that holds nothing. */
  get label() {
    return this.#id.slice(0, 4).toUpperCase();
  }

  /** Whether it has forgotten since this page was opened: it then holds nothing new for this page. */
  get hasForgotten() {
    return this.#forgotten;
  }

  /** The date, as the server had it: a clock that was days wrong at their last meeting still is. */
  today() {
    const now = new Date(Date.now() + this.#behindMs);
    const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  /** @returns {Promise<ClassTiles[]>} the classes whose names it shows without a network, by name */
  async classes() {
    const classes = await this.#store.all("classes");
    return classes.sort((one, other) => one.name.localeCompare(other.name));
  }

  /** @returns {Promise<Holder[]>} */
  holders() {
    return this.#store.all("pupils");
  }

  /**
   * Keeps what the server said when it handed out plans.
   *
   * @param {{server_time: string, class: ClassTiles | null}} said
   */
  async remember(said) {
    this.#behindMs = Date.parse(said.server_time) - Date.now();
    await this.#store.put("device", { name: "self", id: this.id, behind_ms: this.#behindMs });
    if (said.class) await this.#store.put("classes", said.class);
  }

  /** Sends what waits of pupils who are not at the device now. @param {string} [present] the one who is */
  async deliverForOthers(present) {
    for (const { pupil, pass } of await this.holders()) {
      if (pupil === present || !pass) continue;
      const outbox = await Outbox.open(this.#store, pupil);
      const server = this.#server.under(pass);
      if (outbox.waiting.length > 0) await new Sender(outbox, server).flush();
      await new Endings(this.#store, pupil).tell(server).catch(() => {}); // another time, then
    }
  }

  /** Asks the server whether to forget, and does it. @returns {Promise<boolean>} whether it forgot */
  async obey() {
    const pass = (await this.holders()).find((holder) => holder.pass)?.pass;
    if (!pass || !(await this.#server.under(pass).mustForget())) return false;
    await this.forget();
    return true;
  }

  /** Forgets all pupils. Answers are sent first; those that cannot be sent now stay until they can. */
  async forget() {
    const holders = await this.holders();
    await this.deliverForOthers();
    const unsent = (await this.#store.all("answers")).filter(({ state }) => state === "waiting" || state === "stuck");
    const untold = await this.#store.all("endings");
    const owing = new Set([...unsent, ...untold].map(({ pupil }) => pupil));
    await this.#erase(holders.filter(({ pupil }) => owing.has(pupil)), new Set(unsent.map(({ id }) => id)));
    this.#forgotten = true;
    const pass = holders.find((holder) => holder.pass)?.pass;
    if (owing.size > 0 || !pass) return;
    await this.#server.under(pass).hasForgotten();
    this.#id = "";
  }

  /**
   * @param {Holder[]} owing pupils whose answers are still to be sent: their passes stay
   * @param {Set<string>} unsent ids of those answers
   */
  #erase(owing, unsent) {
    const names = ["answers", "pupils", "sessions", "classes", "sealed", "device"];
    return this.#store.revise("strict", names, ([answers, pupils, ...others]) => {
      for (const store of others) store.clear();
      pupils.clear();
      for (const { pupil, pass } of owing) pupils.put({ pupil, pass, locks: {} });
      const all = answers.getAllKeys();
      all.onsuccess = () => all.result.filter((id) => !unsent.has(String(id))).forEach((id) => answers.delete(id));
    });
  }
}
