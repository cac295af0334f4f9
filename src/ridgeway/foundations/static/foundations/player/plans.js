/** Where a sitting's plan comes from: the server, or what this device holds for the day. */

import { Unreachable } from "./server.js";
import { SUBJECTS } from "./words.js";

/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {{name: string, subject: string, day: string}} Held */

const DAYS_AHEAD = 3;
const SPREAD_MS = 5_000; // a class that signs in together shall not ask together
const LONGEST_KEPT_DAYS = 6; // the server takes answers until seven days after a session was opened
const DAY_MS = 24 * 3600 * 1000;
const NAMED = /^plan(?: of (.+))?:(\d{4}-\d\d-\d\d)$/; // subject, day

/** What the first screen starts with. */
export const USUAL = "number-facts";

export class Plans {
  #server;
  #vault;
  #device;
  #preferences;
  #signedIn;

  /**
   * @param {{server: import("./server.js").Server, vault: import("./vault.js").Vault | null,
   *   device: import("./device.js").Device, preferences: import("./preferences.js").Preferences,
   *   signedIn: boolean}} parts signedIn: whether the server knows this pupil by a session of their own
   */
  constructor({ server, vault, device, preferences, signedIn }) {
    this.#server = server;
    this.#vault = vault;
    this.#device = device;
    this.#preferences = preferences;
    this.#signedIn = signedIn;
  }

  /**
   * The plan to practise a subject by now.
   *
   * @param {string} [subject]
   * @returns {Promise<Plan>} without trials when this device holds none and the server is not asked
   */
  async next(subject = USUAL) {
    if (!this.#signedIn) return this.settled((await this.#held(subject)) ?? (await this.#nothing(subject)), false);
    try {
      const plan = await this.#server.plan(subject);
      // Before the sitting can begin: what is kept after that would be handed out again.
      if (!this.#device.hasForgotten) await this.#vault?.keep(named(subject, this.#device.today()), plan);
      return await this.settled(plan, true);
    } catch (error) {
      const held = error instanceof Unreachable ? await this.#held(subject) : null;
      if (held === null) throw error;
      return this.settled(held, false);
    }
  }

  /** The plan with the pupil's preferences as they are now. @param {Plan} plan @param {boolean} fresh */
  async settled(plan, fresh) {
    return { ...plan, preferences: await this.#preferences.settle(plan.preferences, fresh) };
  }

  /** A sitting by this plan has begun: it is not handed out again. @param {Plan} plan */
  async begun({ session }) {
    for (const { name } of await this.#kept()) {
      if ((await this.#vault?.read(name))?.session === session) await this.#vault?.drop(name);
    }
  }

  /** Before a sitting: sees to it that the next school days are held, and that the device forgets if it must. */
  async lookAhead() {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * SPREAD_MS));
    const ahead = (await this.#kept(USUAL)).filter(({ day }) => day > this.#device.today());
    if (ahead.length < DAYS_AHEAD) await this.planAhead();
    else await this.#device.obey();
  }

  /**
   * Has the next school days planned by what the pupil knows now, and lets go of plans that are over. Nothing waits
   * for this, and without a network nothing happens.
   */
  async planAhead() {
    if (this.#vault === null || this.#device.hasForgotten || !this.#signedIn) return;
    const said = await this.#server.plans(this.#device.id, DAYS_AHEAD);
    const { badge, pass } = said;
    this.#server.pass = pass;
    await this.#vault.about((holder) => ({ ...holder, pass, badge: badge?.digest.slice(0, 16) }));
    if (said.forget) return this.#device.forget();
    await this.#device.remember(said);
    if (badge?.alone) await this.#vault.hang("badge", badge.digest);
    for (const { day, plan } of said.plans) await this.#vault.keep(named(plan.subject ?? USUAL, day), plan);
    const oldest = dayBefore(this.#device.today(), LONGEST_KEPT_DAYS);
    for (const { name, day } of await this.#kept()) if (day < oldest) await this.#vault.drop(name);
  }

  /**
   * Its latest plan that is not for a day to come. It offers no other subject than those that are held as well.
   *
   * @param {string} subject @returns {Promise<Plan | null>}
   */
  async #held(subject) {
    const due = await this.#due();
    const latest = due.filter((each) => each.subject === subject).pop();
    const plan = latest ? await this.#vault?.read(latest.name) : null;
    return plan ? { ...plan, subjects: subjectsOf(due) } : null;
  }

  /** What may be practised today, in the order of days. */
  async #due() {
    const today = this.#device.today();
    const oldest = dayBefore(today, LONGEST_KEPT_DAYS);
    const due = (await this.#kept()).filter(({ day }) => day >= oldest && day <= today);
    return due.sort((one, other) => one.day.localeCompare(other.day));
  }

  /** @param {string} [subject] all, when it is not said @returns {Promise<Held[]>} */
  async #kept(subject) {
    const names = (await this.#vault?.names()) ?? [];
    const held = names.map((name) => ({ name, found: NAMED.exec(name) }));
    return held
      .flatMap(({ name, found }) => (found ? [{ name, subject: found[1] ?? USUAL, day: found[2] }] : []))
      .filter((each) => subject === undefined || each.subject === subject);
  }

  /** A plan that asks nothing, and says which other subjects are held. @param {string} subject @returns {Promise<Plan>} */
  async #nothing(subject) {
    const subjects = subjectsOf(await this.#due());
    return { session: "", seconds: 60, pupil: { name: "" }, again: false, subject, subjects, trials: [] };
  }
}

/** Each once, in the order in which pupils see them everywhere. @param {Held[]} held */
function subjectsOf(held) {
  return Object.keys(SUBJECTS).filter((subject) => held.some((each) => each.subject === subject));
}

/** @param {string} subject @param {string} day */
function named(subject, day) {
  return subject === USUAL ? `plan:${day}` : `plan of ${subject}:${day}`;
}

/** @param {string} day @param {number} days @returns {string} */
function dayBefore(day, days) {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
}
