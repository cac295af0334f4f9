// @ts-check
/**
 * Entering the results of sheets. Without it the boxes still work; with it Enter and the arrows go from box to
 * box, and a sheet's cells can be tapped.
 *
 * A row holds the boxes of one pupil: number right, as the sheet is timed also the time or the number wrong, and a
 * hidden one with the marked cells as `{"wrong": [17], "blank": [98, 99]}`, empty while no cell is marked.
 */

const MARKS = /** @type {const} */ (["", "wrong", "blank"]);
const IN_WORDS = { "": "right", wrong: "wrong", blank: "left blank" };

/** @typedef {"" | "wrong" | "blank"} Mark */

/** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
const all = (selector, within = document) =>
  [...within.querySelectorAll(selector)].filter((each) => each instanceof HTMLElement);

/** @typedef {"time" | "correct" | "errors_made" | "marks"} BoxName */

/** A box of a row; null where its kind of sheet has none. @param {HTMLElement} row @param {BoxName} name */
const box = (row, name) => {
  const found = row.querySelector(`input[name$="-${name}"]:not([name^="initial-"])`);
  return found instanceof HTMLInputElement ? found : null;
};

/** @param {HTMLElement} row @param {BoxName} name */
const valueOf = (row, name) => box(row, name)?.value ?? "";

/** @param {HTMLElement} row @param {BoxName} name @param {string | number} value */
const setValue = (row, name, value) => {
  const found = box(row, name);
  if (found) found.value = String(value);
};

/** The boxes to type in, in the order in which they stand. @param {HTMLElement} row */
const typedBoxes = (row) =>
  /** @type {BoxName[]} */ (["time", "correct", "errors_made"]).map((name) => box(row, name)).filter((each) => each !== null);

const form = document.querySelector("[data-paper-results]");
const dialog = document.querySelector("[data-paper-dialog]");
const rows = all("[data-paper-row]");

/** Says something beside the button that saves. @param {string} words */
const say = (words) => {
  const status = document.querySelector("[data-paper-status]");
  if (status) status.textContent = words;
};

/** What a row says about its cells. @param {HTMLElement} row */
const tell = (row) => {
  const words = row.querySelector("[data-paper-told]");
  if (!words) return;
  const text = valueOf(row, "marks");
  words.closest("button")?.toggleAttribute("data-marked", text !== "");
  if (!text) {
    words.textContent = "Cells";
    return;
  }
  const { wrong, blank } = JSON.parse(text);
  words.textContent = [`${wrong.length} wrong`, ...(blank.length ? [`${blank.length} blank`] : [])].join(", ");
};

/** The cells of one sheet, for tapping. @param {HTMLElement} row @param {HTMLElement} panel */
const openCells = (row, panel) => {
  const cells = all("[data-paper-cell]", panel);
  const byPlace = new Map(cells.map((cell) => [Number(cell.dataset.paperCell), cell]));
  const count = panel.querySelector("[data-paper-count]");
  const rest = panel.querySelector("[data-paper-rest]");
  const typed = valueOf(row, "marks") ? "" : valueOf(row, "correct");
  let last = -1;

  /** @param {HTMLElement} cell @param {Mark} mark */
  const put = (cell, mark) => {
    cell.dataset.mark = mark;
    cell.setAttribute("aria-label", `${cell.dataset.fact}, ${IN_WORDS[mark]}`);
  };
  /** @param {Mark} mark */
  const marked = (mark) =>
    [...byPlace].filter(([, cell]) => cell.dataset.mark === mark).map(([place]) => place).sort((a, b) => a - b);
  const show = () => {
    const [wrong, blank] = [marked("wrong").length, marked("blank").length];
    const right = cells.length - wrong - blank;
    const before = typed === "" || Number(typed) === right ? "" : `; you typed ${typed} right`;
    const counted = `${right} right, ${wrong} wrong, ${blank} left blank${before}`;
    if (count) count.textContent = valueOf(row, "marks") ? counted : "Nothing is marked yet.";
    if (rest instanceof HTMLButtonElement) rest.disabled = last < 0 || last === cells.length - 1;
  };
  const keep = () => {
    const [wrong, blank] = [marked("wrong"), marked("blank")];
    setValue(row, "marks", JSON.stringify({ wrong, blank }));
    setValue(row, "correct", cells.length - wrong.length - blank.length);
    setValue(row, "errors_made", wrong.length);
    show();
    tell(row);
  };

  const before = valueOf(row, "marks") ? JSON.parse(valueOf(row, "marks")) : { wrong: [], blank: [] };
  for (const [place, cell] of byPlace) {
    put(cell, before.wrong.includes(place) ? "wrong" : before.blank.includes(place) ? "blank" : "");
    cell.addEventListener("click", () => {
      const mark = /** @type {Mark} */ (cell.dataset.mark ?? "");
      put(cell, MARKS[(MARKS.indexOf(mark) + 1) % MARKS.length] ?? "");
      last = place;
      keep();
    });
  }
  rest?.addEventListener("click", () => {
    for (const [place, cell] of byPlace) if (place > last) put(cell, "blank");
    keep();
  });
  panel.querySelector("[data-paper-all]")?.addEventListener("click", () => {
    for (const cell of cells) put(cell, "");
    keep();
  });
  panel.querySelector("[data-paper-clear]")?.addEventListener("click", () => {
    for (const cell of cells) put(cell, "");
    setValue(row, "marks", "");
    last = -1;
    show();
    tell(row);
  });
  panel.querySelector("[data-paper-done]")?.addEventListener("click", () => {
    if (!valueOf(row, "marks") && !valueOf(row, "correct")) keep();
    panel.closest("dialog")?.close();
  });
  panel.addEventListener("paper:forget", () => {
    for (const cell of cells) put(cell, "");
    show();
  });
  show();
};

/** @param {HTMLElement} row @param {HTMLElement} button */
const openDialog = async (row, button) => {
  if (!(dialog instanceof HTMLDialogElement) || !button.dataset.paperOpen) return;
  const reply = await fetch(button.dataset.paperOpen).catch(() => null);
  if (!reply?.ok) {
    say("The cells cannot be opened just now. Type the number right, and save.");
    return;
  }
  dialog.innerHTML = await reply.text();
  const panel = dialog.querySelector("[data-paper-cells]");
  if (panel instanceof HTMLElement) openCells(row, panel);
  dialog.showModal();
  const wanted = typedBoxes(row).find((each) => each.value === "") ?? button;
  dialog.addEventListener("close", () => wanted.focus(), { once: true });
};

const boxes = rows.flatMap(typedBoxes);
const inARow = rows[0] ? typedBoxes(rows[0]).length : 0;
const timeForAll = document.querySelector("[name=time_for_all]");

/** Whether a box needs no typing, as everybody had the same time. @param {HTMLInputElement} each */
const passedOver = (each) =>
  timeForAll instanceof HTMLInputElement && timeForAll.value.trim() !== "" && each.value === "" && each.name.endsWith("-time");

/** The first box that waits for a number. */
const firstEmpty = () => boxes.find((each) => each.value === "" && !passedOver(each));

/** Where a key leads from a box: on to the next, or to the pupil above or below; null for every other key.
 * @param {KeyboardEvent} event @param {number} place */
const target = (event, place) => {
  if (event.key === "Enter") {
    return boxes.slice(place + 1).find((each) => !passedOver(each)) ?? form?.querySelector("[type=submit]");
  }
  if (event.key === "ArrowDown") return boxes[place + inARow];
  if (event.key === "ArrowUp") return boxes[place - inARow];
  return null;
};

for (const [place, input] of boxes.entries()) {
  input.addEventListener("keydown", (event) => {
    const next = target(event, place);
    if (next === null) return;
    event.preventDefault();
    if (next instanceof HTMLElement) next.focus();
    if (next instanceof HTMLInputElement) next.select();
  });
}

if (timeForAll instanceof HTMLInputElement) {
  timeForAll.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    (firstEmpty() ?? timeForAll).focus();
  });
}

/** Seconds are shown as a stopwatch has them, so that 320 is seen not to be 3:20. @param {HTMLInputElement} input */
const showAsClock = (input) => {
  const seconds = /^\d{2,4}$/.test(input.value.trim()) ? Number(input.value) : 0;
  if (seconds >= 60) input.value = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};
for (const input of [timeForAll, ...boxes.filter((each) => each.name.endsWith("-time"))]) {
  if (input instanceof HTMLInputElement) input.addEventListener("change", () => showAsClock(input));
}

// At a desk the first number can be typed at once; on a phone the keyboard would hide the page.
if (matchMedia("(pointer: fine)").matches && !document.querySelector("[data-rw-focus]")) {
  firstEmpty()?.focus({ preventScroll: true });
}

for (const row of rows) {
  tell(row);
  const opener = row.querySelector("[data-paper-open]");
  if (opener instanceof HTMLElement) opener.addEventListener("click", () => openDialog(row, opener));
  const panel = row.querySelector("[data-paper-cells]");
  if (panel instanceof HTMLElement) openCells(row, panel);
  for (const name of /** @type {BoxName[]} */ (["correct", "errors_made"])) {
    box(row, name)?.addEventListener("input", () => {
      // A number typed by hand counts more than cells marked before.
      setValue(row, "marks", "");
      panel?.dispatchEvent(new Event("paper:forget"));
      tell(row);
    });
  }
}

/** Whether a row holds something that is not saved: every box has what it showed at first beside it.
 * @param {HTMLElement} row */
const touched = (row) =>
  /** @type {BoxName[]} */ (["time", "correct", "errors_made", "marks"]).some((name) => {
    const shown = row.querySelector(`input[name^="initial-"][name$="-${name}"]`);
    return shown instanceof HTMLInputElement && shown.value !== valueOf(row, name);
  });

let saving = false;
form?.addEventListener("submit", (event) => {
  if (navigator.onLine) {
    saving = true;
    return;
  }
  event.preventDefault();
  say("There is no network just now. Leave this page open, nothing is lost, and save when it is back.");
});
addEventListener("beforeunload", (event) => {
  if (!saving && rows.some(touched)) event.preventDefault();
});
