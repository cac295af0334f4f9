/**
 * What the teacher has set, played one at a time. Few plans offer something, so what plays it is not part of the first
 * load: it is fetched when something is on offer, before it is asked for, since the network may be gone by then.
 */

/** @typedef {import("./types.js").Activity} Activity */
/** @typedef {import("./timed.js").Timed | import("./writing.js").Writing | import("./spelling.js").Spelling} Player */
/** @typedef {"timed" | "writing" | "spelling"} Kind */

const PLAYERS = {
  timed: async () => (await import("./timed.js")).Timed,
  writing: async () => (await import("./writing.js")).Writing,
  spelling: async () => (await import("./spelling.js")).Spelling,
};

export class Activities {
  #parts;
  /** @type {Map<Kind, Player>} */
  #players = new Map();
  /** @type {Player | null} */
  #last = null;

  /**
   * @param {{view: import("./view.js").View, offers: import("./offers.js").Offers,
   *   practice: import("./practice.js").Practice, preferences: import("./preferences.js").Preferences,
   *   clock: import("./clock.js").ClockWatch, closing: import("./closing.js").Closing,
   *   outbox: import("./queue.js").Outbox, sender: import("./sync.js").Sender, sheet: HTMLTextAreaElement}} parts
   *   sheet: what is written on
   */
  constructor(parts) {
    this.#parts = parts;
    parts.practice.onTakenUp = () => void this.#player("spelling").catch(() => {}); // another time, then
    parts.practice.onPlayed = async (plan, answers, toTheEnd) => {
      const spelling = /** @type {import("./spelling.js").Spelling} */ (await this.#player("spelling"));
      this.#last = spelling;
      await spelling.over(plan, answers, toTheEnd);
    };
  }

  /** The one whose the screen is, if it is that of an activity. */
  get playing() {
    return this.#last?.isOn ? this.#last : null;
  }

  /** The one that asks questions against the clock, while it does. */
  get asking() {
    const timed = /** @type {import("./timed.js").Timed | undefined} */ (this.#players.get("timed"));
    return timed?.isOn ? timed : null;
  }

  /** Fetches what plays these. @param {Activity[]} activities */
  async fetch(activities) {
    await Promise.all(activities.map((activity) => this.#player(kindOf(activity))));
  }

  /** Says what is to come, unless something else has been begun. @param {Activity} activity */
  async introduce(activity) {
    const player = await this.#player(kindOf(activity));
    if (this.playing !== null || !this.#parts.practice.isToBegin) return;
    this.#last = player;
    player.introduce(activity);
  }

  /** @param {Kind} kind @returns {Promise<Player>} */
  async #player(kind) {
    const Made = await PLAYERS[kind]();
    const player = this.#players.get(kind) ?? new Made(this.#parts);
    this.#players.set(kind, player);
    return player;
  }
}

/** @param {Activity} activity @returns {Kind} */
function kindOf({ trials, text }) {
  if (trials !== undefined) return "spelling";
  return text === undefined ? "timed" : "writing";
}
