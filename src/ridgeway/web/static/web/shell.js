// @ts-check
/** Small manners of staff pages: dialogs, messages, double clicks, where the focus goes, htmx's CSRF header. */

/** @param {Event} event @param {string} selector @returns {HTMLElement | null} */
const near = (event, selector) =>
  event.target instanceof Element ? event.target.closest(selector) : null;

document.addEventListener("click", (event) => {
  const opener = near(event, "[data-rw-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.rwDialog ?? "");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  }
  near(event, "[data-rw-close]")?.closest("dialog")?.close();
  near(event, "[data-rw-dismiss]")?.closest(".rw-note")?.remove();
  if (near(event, "[data-rw-print]")) window.print();
});

const DOUBLE_CLICK_MS = 1000;

/** When each form last went off to another page. @type {WeakMap<EventTarget, number>} */
const sent = new WeakMap();

/** A double click on a button is one click: a form that was sent a moment ago is not sent again. */
document.addEventListener("submit", (event) => {
  const last = sent.get(/** @type {EventTarget} */ (event.target)) ?? -Infinity;
  if (event.timeStamp - last >= DOUBLE_CLICK_MS) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
addEventListener("submit", (event) => {
  if (!event.defaultPrevented) sent.set(/** @type {EventTarget} */ (event.target), event.timeStamp);
});

/** A form that came back with errors: say so first. @param {ParentNode} root */
const focusErrors = (root) => {
  const summary = root.querySelector("[data-rw-focus]");
  if (summary instanceof HTMLElement) summary.focus();
};

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token instanceof HTMLInputElement) {
    /** @type {CustomEvent} */ (event).detail.headers["X-CSRFToken"] = token.value;
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target instanceof Element) focusErrors(event.target);
});
focusErrors(document);
