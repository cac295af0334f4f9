/**
 * Digits and letters from a keyboard or from the pads on the screen, as one stream of strokes.
 *
 * The pad acts when it is pressed, not when it is let go, as keys do (WCAG 2.5.2 allows this for a keypad):
 * the time between the two is not thinking time. A press that comes without a pointer, from a screen reader or
 * a switch, arrives as a click and is taken too.
 */

/**
 * @typedef {object} Stroke
 * @property {string} key    a digit, a letter, "delete" or "enter"
 * @property {number} at     when it was made, on the clock of `performance.now()`
 * @property {"keyboard" | "touch"} device touch: a pad, whatever points at it
 */

const NAMED = new Map([
  ["Backspace", "delete"],
  ["Delete", "delete"],
  ["Enter", "enter"],
]);

const LETTER = /^[\p{L}'’ -]$/u; // what words are made of
const PRESSING = new Set(["Enter", " "]); // on a button these press it

/**
 * @param {Iterable<HTMLElement>} pads their buttons carry `data-key`
 * @param {(stroke: Stroke) => void} take
 * @param {() => boolean} wantsLetters whether letters mean anything now; else they are the browser's
 */
export function listen(pads, take, wantsLetters) {
  document.addEventListener("keydown", (event) => {
    const key = strokeOf(event, wantsLetters());
    if (key === null) return;
    event.preventDefault();
    if (!event.repeat) take({ key, at: event.timeStamp, device: "keyboard" });
  });
  /** @param {Event} event */
  const press = (event) => {
    const key = keyOf(event.target);
    if (key !== null) take({ key, at: event.timeStamp, device: "touch" });
  };
  for (const pad of pads) {
    pad.addEventListener("pointerdown", (event) => {
      if (event.button === 0) press(event); // of two thumbs, too, the one that comes before the other is lifted
    });
    pad.addEventListener("mousedown", (event) => event.preventDefault()); // a pressed key does not take the focus
    pad.addEventListener("click", (event) => {
      if (event.detail === 0) press(event);
    });
  }
}

/** @param {KeyboardEvent} event @param {boolean} wantsLetters @returns {string | null} */
function strokeOf(event, wantsLetters) {
  const shortcut = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph");
  if (shortcut || event.target instanceof HTMLTextAreaElement) return null;
  const onControl = event.target instanceof Element && event.target.closest("button, a, input") !== null;
  if (onControl && PRESSING.has(event.key)) return null;
  if (/^[0-9]$/.test(event.key) || (wantsLetters && LETTER.test(event.key))) return event.key;
  return NAMED.get(event.key) ?? null;
}

/** @param {EventTarget | null} target @returns {string | null} */
function keyOf(target) {
  const button = target instanceof Element ? target.closest("[data-key]") : null;
  return button instanceof HTMLElement ? (button.dataset.key ?? null) : null;
}
