// @ts-check
/**
 * Entering readings from paper: Enter goes from box to box, the arrows to another pupil, and what is typed stays on
 * the device until it is saved. Without this script the boxes still work.
 */

import { forget, keep, recall } from "./keeping.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-reading-rows]"));
const boxes = [...form.querySelectorAll("[data-place]")].filter((each) => each instanceof HTMLInputElement);
const keptAs = `ridgeway.readings.${form.dataset.readingRows}`;

/** @param {KeyboardEvent} event @param {number} place */
const target = (event, place) => {
  if (event.key === "Enter") return boxes[place + 1] ?? form.querySelector("[type=submit]");
  if (event.key === "ArrowDown") return boxes[place + 2];
  if (event.key === "ArrowUp") return boxes[place - 2];
  return null;
};

for (const [place, box] of boxes.entries()) {
  box.addEventListener("keydown", (event) => {
    const next = target(event, place);
    if (next === null) return;
    event.preventDefault();
    if (next instanceof HTMLElement) next.focus();
    if (next instanceof HTMLInputElement) next.select();
  });
}

/** The page's key is kept too: sent twice, its readings are saved once. @returns {Record<string, string>} */
const typed = () => {
  const { csrfmiddlewaretoken: _, ...rest } = Object.fromEntries(new FormData(form));
  return /** @type {Record<string, string>} */ (rest);
};

let kept = true;
form.addEventListener("input", () => { kept = keep(keptAs, typed()); });

/** @type {Record<string, string> | null} */
const unsaved = recall(keptAs);
if (unsaved && boxes.every((box) => !box.value)) {
  for (const [name, value] of Object.entries(unsaved)) {
    const box = form.elements.namedItem(name);
    if (box instanceof HTMLInputElement || box instanceof HTMLSelectElement) box.value = value;
  }
  const told = document.querySelector("[data-typed-before]");
  if (told instanceof HTMLElement) told.hidden = false;
}
document.querySelector("[data-clear]")?.addEventListener("click", () => {
  forget(keptAs);
  location.reload();
});

let saving = false;
form.addEventListener("submit", () => { saving = true; });
addEventListener("beforeunload", (event) => {
  if (!saving && !kept) event.preventDefault();
});
