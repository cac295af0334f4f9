/**
 * Answers on this device, kept until the server has them, and the sitting they belong to.
 *
 * Each answer is written in a transaction of its own, begun and committed in the same turn as the final digit: by
 * the time the next question is painted the browser process has the data, and no longer needs this page.
 * Durability is "strict" (the write is flushed to the disk, so a flat battery loses nothing either): nobody
 * waits for it, so it costs the pupil no time. Book-keeping is "relaxed": if it is lost an answer is
 * sent twice, and the server records it once.
 *
 * That is why an answer lies here in the clear: sealing it takes another turn, in which it could be lost, and what is
 * sealed could not be sent for a pupil who has gone. It holds a question's name, what was typed and when, and the
 * pupil's number; no name. The plan of a sitting is sealed where the pupil's vault is open.
 *
 * A device is shared. Every record carries the key of the pupil it belongs to, and one pupil's outbox shows only that
 * pupil's records.
 *
 * Times are by this device's clock. When that is set while answers wait, they are moved by as much: whoever receives
 * them compares one clock with another, not three.
 *
 * If the browser offers no storage, or it is full, answers are held in memory and sent as usual; `durable` is then
 * false and the player asks for the page to be kept open.
 */

/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./vault.js").Vault} Vault */
/**
 * @typedef {object} Kept an answer on this device
 * @property {string} id
 * @property {string} pupil
 * @property {"waiting" | "sent" | "refused" | "stuck"} state sent and refused ones, which the server has, stay while
 *   their session is open, so that it can be taken up again where it was; stuck ones no request could carry: they
 *   stay, and are not tried again
 * @property {string | null} reason why it was not taken
 * @property {number} elapsed_ms practising time when its question was asked
 * @property {Answer} answer
 */
/** @typedef {{pupil: string, plan: Plan, day: string}} Open a session that has begun and not ended */

const SITTING = "sitting"; // its plan, in the vault
const SET_BACK_MS = 60_000; // an answer that lies further ahead was given before the clock was set back

export class Outbox {
  #pupil;
  #store;
  #vault;
  /** @type {Map<string, Kept>} everything stored for this pupil, in the order it was answered */
  #kept = new Map();
  /** @type {Set<string>} ids that only memory holds */
  #unsaved = new Set();
  /** @type {Open | null} */
  #open = null;
  #turning = Promise.resolve(true);
  #saving = Promise.resolve();

  /**
   * @param {Store} store @param {string} pupil the key of the pupil whose answers these are
   * @param {Vault | null} vault
   */
  constructor(store, pupil, vault) {
    this.#store = store;
    this.#pupil = pupil;
    this.#vault = vault;
  }

  /** @param {Store} store @param {string} pupil @param {Vault | null} [vault] */
  static async open(store, pupil, vault = null) {
    const outbox = new Outbox(store, pupil, vault);
    for (const kept of await store.of("answers", pupil)) outbox.#kept.set(kept.id, kept);
    const session = await store.get("sessions", pupil);
    const plan = session?.sealed ? ((await vault?.read(SITTING)) ?? null) : (session?.plan ?? null);
    if (plan !== null) outbox.#open = { pupil, plan, day: session.day };
    outbox.#noticeClockSetBack();
    return outbox;
  }

  /** Whether everything shown as taken is on the disk, or on its way there. */
  get durable() {
    return this.#store.works && this.#unsaved.size === 0;
  }

  /** Settles when the last answer is on the disk, or could not be put there. */
  get saved() {
    return this.#saving;
  }

  /** @returns {Answer[]} those the server has not acknowledged, oldest first */
  get waiting() {
    return [...this.#kept.values()].filter((kept) => kept.state === "waiting").map((kept) => kept.answer);
  }

  /** @param {string} session @returns {Kept[]} in the order they were given */
  of(session) {
    const own = [...this.#kept.values()].filter((kept) => kept.answer.session === session);
    return own.sort((a, b) => a.answer.seq - b.answer.seq);
  }

  /**
   * Keeps an answer. Nobody waits for it.
   *
   * @param {Answer} answer
   * @param {number} elapsedMs practising time when its question was asked
   */
  put(answer, elapsedMs) {
    this.#saving = this.#write(answer, elapsedMs);
  }

  /** @param {Answer} answer @param {number} elapsedMs */
  async #write(answer, elapsedMs) {
    const { id } = answer;
    /** @type {Kept} */
    const kept = { id, pupil: this.#pupil, state: "waiting", reason: null, elapsed_ms: elapsedMs, answer };
    this.#kept.set(id, kept);
    this.#unsaved.add(id);
    const saved = await this.#store.write("strict", ["answers"], ([answers]) => answers.put(kept));
    if (saved) this.#unsaved.delete(id);
  }

  /** Notes what the server said. @param {import("./types.js").Receipt} receipt */
  settle({ recorded, refused }) {
    for (const id of recorded) this.#mark(id, "sent", null);
    for (const { id, reason } of refused) this.#mark(id, "refused", reason);
    return this.#save([...recorded, ...refused.map(({ id }) => id)]);
  }

  /** No request could carry this answer. @param {string} id @param {string} reason */
  giveUp(id, reason) {
    this.#mark(id, "stuck", reason);
    return this.#save([id]);
  }

  /** The device's clock has been set: what waits was given by the old one. @param {number} byMs */
  moveClock(byMs) {
    const waiting = [...this.#kept.values()].filter(({ state }) => state === "waiting");
    for (const kept of waiting) {
      const at = new Date(Date.parse(kept.answer.at) + byMs).toISOString();
      this.#kept.set(kept.id, { ...kept, answer: { ...kept.answer, at } });
    }
    return this.#save(waiting.map(({ id }) => id));
  }

  /** What lies ahead of now was given before the clock was set back: the last of it just now, at the latest. */
  #noticeClockSetBack() {
    const ahead = Math.max(...this.waiting.map(({ at }) => Date.parse(at))) - Date.now();
    if (ahead > SET_BACK_MS) void this.moveClock(-ahead);
  }

  /** @param {string} id @param {"sent" | "refused" | "stuck"} state @param {string | null} reason */
  #mark(id, state, reason) {
    const kept = this.#kept.get(id);
    if (!kept) return;
    const over = state !== "stuck" && kept.answer.session !== this.#open?.plan.session;
    if (over) this.#kept.delete(id);
    else this.#kept.set(id, { ...kept, state, reason });
    this.#unsaved.delete(id);
  }

  /** @param {string[]} ids */
  #save(ids) {
    return this.#store.write("relaxed", ["answers"], ([answers]) => ids.forEach((id) => this.#put(answers, id)));
  }

  /** @param {IDBObjectStore} answers @param {string} id */
  #put(answers, id) {
    const kept = this.#kept.get(id);
    return kept ? answers.put(kept) : answers.delete(id);
  }

  /** The session that was begun on that day and never ended, if there is one. @param {string} day */
  interrupted(day) {
    return this.#open?.day === day ? this.#open.plan : null;
  }

  /** @param {Plan} plan @param {string} day the device's date, such as `2026-11-02` */
  begin(plan, day) {
    return this.#turnTo({ pupil: this.#pupil, plan, day }, async () => {
      const sealed = (await this.#vault?.keep(SITTING, plan)) ?? false;
      const record = { pupil: this.#pupil, day, sealed, plan: sealed ? null : plan };
      return this.#store.write("strict", ["sessions"], ([sessions]) => sessions.put(record));
    });
  }

  /** Forgets the open session's plan. */
  end() {
    return this.#turnTo(null, async () => {
      await this.#vault?.drop(SITTING);
      return this.#store.write("strict", ["sessions"], ([sessions]) => sessions.delete(this.#pupil));
    });
  }

  /**
   * Answers that the server has are needed no longer when their session is not the open one.
   *
   * @param {Open | null} open @param {() => Promise<boolean>} note what the device is to remember of it
   */
  #turnTo(open, note) {
    this.#open = open;
    const over = [...this.#kept.values()].filter(({ state }) => state === "sent" || state === "refused");
    for (const { id } of over) this.#kept.delete(id);
    void this.#save(over.map(({ id }) => id));
    this.#turning = this.#turning.then(note);
    return this.#turning;
  }
}
