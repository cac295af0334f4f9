/**
 * The door of a device without a network: choose your name, press your pictures. Names are those of the classes that
 * practised here; who has not signed in on this device before is told kindly that it needs the network once.
 */

import { digest } from "./seal.js";
import { Vault } from "./vault.js";
import * as words from "./words.js";

/** @typedef {import("./vault.js").Way} Way */

const LENGTH = 3;
const TRY_SERVER_MS = 5_000;
const BADGE = /^\/b\/([^/]+)\/?$/;
const TILE = /^\/pupils\/[^/]+\/(\d+)\/?$/;

export class Door {
  #root;
  #view;
  #store;
  #device;
  /** @type {{pupil: string, name: string} | null} */
  #who = null;
  /** @type {Set<string>} pupils whose pictures open something here */
  #known = new Set();
  /** @type {HTMLButtonElement[]} */
  #pressed = [];
  #isForgetting = false;

  /** Called when somebody is in. @param {Vault} vault @param {string} name */
  onOpen = (vault, name) => {};

  /**
   * @param {HTMLElement} root @param {import("./view.js").View} view
   * @param {import("./store.js").Store} store @param {import("./device.js").Device} device
   */
  constructor(root, view, store, device) {
    this.#root = root;
    this.#view = view;
    this.#store = store;
    this.#device = device;
    root.addEventListener("click", ({ target }) => this.#press(/** @type {Element} */ (target)));
  }

  /**
   * Shows the names; or, where the address says already who is coming, the pictures.
   *
   * @param {string} path @param {string | null} pictures those pressed just before the network went
   */
  async open(path, pictures) {
    await this.names();
    const badge = BADGE.exec(path)?.[1];
    if (badge) return this.#showBadge(badge);
    const pupil = TILE.exec(path)?.[1];
    if (!pupil || this.#nameOf(pupil) === "") return;
    this.#choose(pupil, this.#nameOf(pupil));
    if (pictures) await this.#try("pictures", pictures);
  }

  /**
   * Asks now and then whether the server is there, as long as nobody is on the way in, and then leads to its own door. A
   * browser's word that the network is back does not do: it often comes before anything can be reached, and comes once.
   *
   * @param {import("./server.js").Server} server @param {() => Promise<unknown>} onFound what is to be done before
   */
  watchForServer(server, onFound) {
    let asking = false;
    const ask = async () => {
      if (asking || !this.#isIdle) return;
      asking = true;
      const found = (await server.isThere()) && this.#isIdle;
      if (found) await onFound();
      asking = false;
      if (found && this.#isIdle) location.assign(this.#root.dataset.signinUrl ?? "");
    };
    addEventListener("online", ask);
    setInterval(ask, TRY_SERVER_MS * (0.75 + Math.random() / 2)); // a class shall not call in step
  }

  /** Whether nobody would be torn from what they are doing here. */
  get #isIdle() {
    const asksToForget = /** @type {HTMLDialogElement} */ (this.#part("forget")).open;
    const { state } = this.#root.dataset;
    if (asksToForget || this.#isForgetting) return false;
    return state === "who" || (state === "pictures" && !this.#known.has(this.#who?.pupil ?? ""));
  }

  /** Shows the names. */
  async names() {
    this.#who = null;
    const holders = await this.#device.holders();
    this.#known = new Set(holders.filter(({ locks }) => locks.pictures).map(({ pupil }) => pupil));
    const classes = await this.#device.classes();
    this.#part("classes").replaceChildren(...classes.map((one) => this.#classOf(one)));
    this.#part("no-names").hidden = classes.length > 0;
    this.#view.write("device", this.#device.label);
    this.#part("teachers").hidden = this.#device.label === "";
    this.#view.show("who");
  }

  askToForget() {
    /** @type {HTMLDialogElement} */ (this.#part("forget")).showModal();
  }

  /** Forgets everybody, as a teacher asked at the device. */
  async forget() {
    this.#isForgetting = true;
    await this.#device.forget().finally(() => (this.#isForgetting = false));
    const left = (await this.#device.holders()).length;
    await this.names();
    this.#view.write("who-note", left > 0 ? words.FORGOTTEN.some : words.FORGOTTEN.all);
  }

  takeBack() {
    this.#pressed.pop();
    this.#showPressed();
  }

  /** What the pupil's tile says; empty when there is none. @param {string} pupil */
  #nameOf(pupil) {
    return this.#root.querySelector(`[data-pupil-tile="${pupil}"]`)?.textContent ?? "";
  }

  /** @param {string} key what the badge says */
  async #showBadge(key) {
    history.replaceState(null, "", this.#root.dataset.signinUrl);
    const found = await digest(`ridgeway-badge:${decodeURIComponent(key).toUpperCase()}`);
    const holder = (await this.#device.holders()).find(({ badge }) => badge === found.slice(0, 16));
    if (!holder) return this.#view.write("who-note", words.DOOR.badge);
    this.#choose(holder.pupil, this.#nameOf(holder.pupil));
    if (holder.locks.badge) await this.#try("badge", found);
  }

  /** @param {Element} target */
  #press(target) {
    const tile = target.closest("[data-pupil-tile]");
    if (tile instanceof HTMLElement) return this.#choose(tile.dataset.pupilTile ?? "", tile.textContent ?? "");
    const picture = target.closest("[data-picture]");
    if (!(picture instanceof HTMLButtonElement)) return;
    if (this.#pressed.length === LENGTH || this.#pressed.includes(picture)) return;
    this.#pressed.push(picture);
    this.#showPressed();
    const names = this.#pressed.map(({ dataset }) => dataset.picture);
    if (names.length === LENGTH) void this.#try("pictures", names.join(" "));
  }

  /** @param {string} pupil @param {string} name */
  #choose(pupil, name) {
    this.#who = { pupil, name };
    this.#view.write("who", name);
    this.#view.write("door", this.#known.has(pupil) ? "" : words.DOOR.unknown);
    this.#clear();
    this.#view.show("pictures");
  }

  /** @param {Way} way @param {string} secret */
  async #try(way, secret) {
    const who = this.#who;
    if (who === null) return;
    this.#view.write("door", words.DOOR.opening);
    const vault = await Vault.unlock(this.#store, who.pupil, way, secret);
    if (who !== this.#who) return; // somebody else is here by now
    if (vault instanceof Vault) return this.onOpen(vault, who.name);
    this.#clear();
    this.#view.write("door", words.DOOR[vault]);
  }

  #clear() {
    this.#pressed = [];
    this.#showPressed();
  }

  #showPressed() {
    this.#root.querySelectorAll("[data-slot]").forEach((slot, place) => {
      const picture = this.#pressed[place]?.querySelector("img");
      slot.replaceChildren(...(picture ? [picture.cloneNode()] : []));
      slot.classList.toggle("filled", Boolean(picture));
    });
    for (const tile of this.#root.querySelectorAll("[data-picture]")) {
      tile.setAttribute("aria-pressed", String(this.#pressed.some((one) => one === tile)));
    }
    this.#view.write("pressed", words.chosen(this.#pressed.length, LENGTH));
    /** @type {HTMLButtonElement} */ (this.#root.querySelector("[data-do=take-back]")).disabled = !this.#pressed.length;
  }

  /** @param {import("./device.js").ClassTiles} one */
  #classOf({ name, tiles }) {
    const template = /** @type {HTMLTemplateElement} */ (this.#part("class-tiles"));
    const shown = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
    /** @type {HTMLElement} */ (shown.querySelector("h2")).textContent = name;
    const buttons = tiles.map(([pupil, said]) => {
      const line = document.createElement("li");
      const button = document.createElement("button");
      button.className = "pupil-tile";
      button.type = "button";
      button.dataset.pupilTile = String(pupil);
      button.textContent = said;
      button.classList.toggle("stranger", !this.#known.has(String(pupil)));
      line.append(button);
      return line;
    });
    shown.querySelector("ul")?.replaceChildren(...buttons);
    return shown;
  }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) {
    return /** @type {HTMLElement} */ (this.#root.querySelector(`[data-part="${name}"]`));
  }
}
