/** The panel in which a pupil says how practice shall look and behave. What is chosen holds at once. */

/** @typedef {import("./types.js").Chosen} Chosen */

export class Panel {
  #dialog;
  #form;
  #preferences;

  /** @param {HTMLDialogElement} dialog @param {import("./preferences.js").Preferences} preferences */
  constructor(dialog, preferences) {
    this.#dialog = dialog;
    this.#form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
    this.#preferences = preferences;
    this.#form.addEventListener("change", ({ target }) => this.#changed(/** @type {HTMLInputElement} */ (target)));
  }

  open() {
    for (const field of this.#fields()) this.#show(field, this.#preferences.chosen);
    this.#dialog.showModal();
  }

  /** @param {HTMLInputElement} field */
  #changed({ name, type, value, checked }) {
    void this.#preferences.choose({ [name]: type === "radio" ? value : checked });
  }

  /** @param {HTMLInputElement} field @param {Chosen} chosen */
  #show(field, chosen) {
    const value = chosen[/** @type {keyof Chosen} */ (field.name)];
    field.checked = field.type === "radio" ? field.value === value : value === true;
  }

  #fields() {
    return /** @type {NodeListOf<HTMLInputElement>} */ (this.#form.querySelectorAll("input"));
  }
}
