/** A choice between two, made with a button and remembered on this device. */

export class Preference {
  #root;
  #name;
  #button;
  #labels;

  /**
   * @param {HTMLElement} root carries the choice as `data-<name>`, for the style sheet
   * @param {string} name
   * @param {HTMLButtonElement} button
   * @param {{shown: string, hidden: string}} labels of the button in either state
   * @param {boolean} shown what holds when nothing has been chosen yet
   */
  constructor(root, name, button, labels, shown) {
    this.#root = root;
    this.#name = name;
    this.#button = button;
    this.#labels = labels;
    this.#apply(this.#remembered() ?? shown);
  }

  get isShown() {
    return this.#root.dataset[this.#name] === "shown";
  }

  toggle() {
    const shown = !this.isShown;
    this.#apply(shown);
    try {
      localStorage.setItem(this.#key, shown ? "shown" : "hidden");
    } catch {
      // A browser that keeps nothing still obeys for this session.
    }
  }

  get #key() {
    return `ridgeway:${this.#name}`;
  }

  /** @returns {boolean | null} */
  #remembered() {
    try {
      const value = localStorage.getItem(this.#key);
      return value === null ? null : value === "shown";
    } catch {
      return null;
    }
  }

  /** @param {boolean} shown */
  #apply(shown) {
    this.#root.dataset[this.#name] = shown ? "shown" : "hidden";
    this.#button.textContent = shown ? this.#labels.shown : this.#labels.hidden;
  }
}
