// @ts-check
/**
 * Three pictures, one after the other; the third one sends them. They lie for a moment where the next page finds them:
 * signed in, it makes of them the key to what this device holds for the pupil.
 */

const LENGTH = 3;
const HANDED_ON = "ridgeway:pictures";

/** Replaces what is handed on; a browser that keeps nothing hands on nothing. @param {string} names */
const handOn = (names) => {
  try {
    if (names) sessionStorage.setItem(HANDED_ON, names);
    else sessionStorage.removeItem(HANDED_ON);
  } catch {
    // Then this device needs the network to let the pupil in.
  }
};

handOn("");
const form = document.querySelector("[data-pictures]");

if (form instanceof HTMLFormElement) {
  /** @type {HTMLButtonElement[]} */
  const chosen = [];
  const slots = [...form.querySelectorAll(".access-slot")];
  const said = form.querySelector("[data-said]");
  const undo = document.querySelector("[data-undo]");
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("pictures"));

  const show = () => {
    slots.forEach((slot, place) => {
      const picture = chosen[place]?.querySelector("img");
      slot.replaceChildren(...(picture ? [picture.cloneNode()] : []));
      slot.classList.toggle("filled", Boolean(picture));
    });
    for (const tile of form.querySelectorAll("[data-picture]")) {
      tile.setAttribute("aria-pressed", String(chosen.some((one) => one === tile)));
    }
    if (undo instanceof HTMLButtonElement) undo.disabled = chosen.length === 0;
    if (said) said.textContent = `${chosen.length} of ${LENGTH} pictures`;
  };

  form.addEventListener("click", (event) => {
    const tile = event.target instanceof Element ? event.target.closest("[data-picture]") : null;
    if (!(tile instanceof HTMLButtonElement) || chosen.length === LENGTH || chosen.includes(tile)) return;
    chosen.push(tile);
    show();
    if (chosen.length < LENGTH) return;
    field.value = chosen.map((one) => one.dataset.picture).join(" ");
    handOn(field.value);
    form.submit();
  });

  undo?.addEventListener("click", () => {
    chosen.pop();
    show();
  });

  // Only now: a picture pressed on a slow tablet before anything listened would be lost without a word.
  for (const tile of form.querySelectorAll("[data-picture]")) tile.removeAttribute("disabled");
}
