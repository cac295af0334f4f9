/**
 * What the first screen has beside Start: what the teacher has set for this pupil, and the other subjects. A device may hold plans of several days, each of which
 * offers the same: what was begun by one of them, or done by any, is offered by none.
 */

import { USUAL } from "./plans.js";
import { SUBJECTS } from "./words.js";

/** @typedef {import("./types.js").Activity} Activity */

const KEPT = "offers";

export class Offers {
  #root;
  #vault;
  /** @type {Set<string>} sessions that were begun, and keys of what is done */
  #used = new Set();
  /** @type {Activity[]} */
  #shown = [];

  /** @param {HTMLElement} root @param {import("./vault.js").Vault | null} vault */
  constructor(root, vault) {
    this.#root = root;
    this.#vault = vault;
  }

  /** Puts on the first screen what a plan offers and is still to be done. @param {import("./types.js").Plan} plan */
  async show({ activities = [], subject = USUAL, subjects = [] }) {
    for (const name of (await this.#vault?.read(KEPT)) ?? []) this.#used.add(name);
    this.#shown = activities.filter(({ key, session }) => !this.#used.has(session) && !this.#used.has(String(key)));
    for (const place of this.#root.querySelectorAll("[data-part=offers]")) {
      const set = this.#shown.map(({ key, title }) => button(title, { do: "activity", key: String(key) }));
      const others = subjects.filter((each) => each !== subject && each in SUBJECTS);
      place.replaceChildren(...set, ...others.map((each) => button(SUBJECTS[each], { do: "subject", subject: each })));
    }
  }

  /** What the teacher has set and is still to be done. */
  get activities() {
    return this.#shown;
  }

  /** @param {string} key as it stands on the button @returns {Activity | undefined} */
  find(key) {
    return this.#shown.find((activity) => String(activity.key) === key);
  }

  /** It has been begun: its session is not begun again. @param {Activity} activity */
  begun({ session }) {
    return this.#use(session);
  }

  /** It has been done to its end. @param {{key: number}} activity */
  done({ key }) {
    return this.#use(String(key));
  }

  /** @param {string} name */
  async #use(name) {
    this.#used.add(name);
    await this.#vault?.keep(KEPT, [...this.#used]);
  }
}

/** @param {string} text @param {Record<string, string>} data */
function button(text, data) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "pupil-button pupil-button-quiet big";
  made.textContent = text;
  Object.assign(made.dataset, data);
  return made;
}
