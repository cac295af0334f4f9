/**
 * How practice looks and behaves for this pupil, as the teacher or the pupil chose it. Kept by the server; chosen
 * without a network it is kept here until the server has it. What the device itself asks for (less motion, more
 * contrast) is obeyed as well.
 */

import { NotAccepted } from "./server.js";

/** @typedef {import("./types.js").Chosen} Chosen */

/** @type {Chosen} */
export const USUAL = {
  timer: "shown",
  type: "usual",
  motion: "usual",
  contrast: "usual",
  read_aloud: false,
  pad: "right",
  next_button: false,
};

const KEPT = "preferences";

export class Preferences {
  #root;
  #server;
  #vault;
  /** @type {Chosen} */
  #chosen = USUAL;

  /** Called whenever they have changed. @param {Chosen} chosen */
  onChange = (chosen) => {};

  /**
   * @param {HTMLElement} root carries them as `data-…`, for the style sheet
   * @param {import("./server.js").Server} server
   * @param {import("./vault.js").Vault | null} vault
   */
  constructor(root, server, vault) {
    this.#root = root;
    this.#server = server;
    this.#vault = vault;
  }

  get chosen() {
    return this.#chosen;
  }

  /** Whether nothing may move. */
  get still() {
    return this.#chosen.motion === "still" || matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /**
   * What holds now, between what a plan says and what was chosen here since.
   *
   * @param {Chosen | undefined} planned @param {boolean} fresh whether the plan comes from the server just now
   * @returns {Promise<Chosen>}
   */
  async settle(planned, fresh) {
    /** @type {{chosen: Chosen, waiting: boolean} | null} */
    const kept = (await this.#vault?.read(KEPT)) ?? null;
    const newer = kept !== null && (kept.waiting || !fresh);
    this.#obey({ ...USUAL, ...(newer ? kept.chosen : planned) });
    if (kept?.waiting) void this.#send();
    return this.#chosen;
  }

  /** @param {Partial<Chosen>} change */
  async choose(change) {
    this.#obey({ ...this.#chosen, ...change });
    await this.#vault?.keep(KEPT, { chosen: this.#chosen, waiting: true });
    await this.#send();
  }

  async #send() {
    const sent = this.#chosen;
    try {
      await this.#server.prefer(sent);
    } catch (error) {
      if (!(error instanceof NotAccepted)) return;
    }
    if (sent === this.#chosen) await this.#vault?.keep(KEPT, { chosen: sent, waiting: false });
  }

  /** @param {Chosen} chosen */
  #obey(chosen) {
    this.#chosen = chosen;
    const { timer, type, pad, read_aloud } = chosen;
    const high = chosen.contrast === "high" || matchMedia("(prefers-contrast: more)").matches;
    const motion = this.still ? "still" : "usual";
    const contrast = high ? "high" : "usual";
    const read = read_aloud ? "yes" : "no";
    Object.assign(this.#root.dataset, { timer, type, hand: pad, motion, contrast, read });
    this.onChange(chosen);
  }
}
