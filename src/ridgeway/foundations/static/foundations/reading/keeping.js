// @ts-check
/** A reading that is not saved yet stays on the tablet, through sleep, a flat battery and a page left by mistake. */

/** @typedef {import("./rules.js").Reading} Reading */

/** @param {string} name @returns {Reading | null} */
export const recall = (name) => {
  try {
    const text = localStorage.getItem(name);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
};

/** Says whether it is kept: a browser may be out of space, or told to keep nothing.
 * @param {string} name @param {Reading} reading */
export const keep = (name, reading) => {
  try {
    localStorage.setItem(name, JSON.stringify(reading));
    return true;
  } catch {
    return false;
  }
};

/** @param {string} name */
export const forget = (name) => {
  try {
    localStorage.removeItem(name);
  } catch {
    // Where nothing can be kept, nothing needs to be forgotten.
  }
};
