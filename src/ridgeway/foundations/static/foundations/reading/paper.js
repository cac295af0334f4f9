// @ts-check
/** Entering readings from paper: Enter goes from box to box, the arrows to another pupil. Without it the boxes still work. */

const form = document.querySelector("[data-reading-rows]");
const boxes = [...(form?.querySelectorAll("[data-place]") ?? [])].filter((each) => each instanceof HTMLInputElement);

/** @param {KeyboardEvent} event @param {number} place */
const target = (event, place) => {
  if (event.key === "Enter") return boxes[place + 1] ?? form?.querySelector("[type=submit]");
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

let saving = false;
form?.addEventListener("submit", () => { saving = true; });
addEventListener("beforeunload", (event) => {
  if (!saving && boxes.some((box) => box.value !== box.defaultValue)) event.preventDefault();
});
