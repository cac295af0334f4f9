// @ts-check
/** What is not saved yet stays on the device, through sleep, a flat battery and a page left by mistake. */

/** @template T @param {string} name @returns {T | null} */
export const recall = (name) => {
  try {
    const text = localStorage.getItem(name);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
};

/** Says whether it is kept: a browser may be out of space, or told to keep nothing.
 * @param {string} name @param {object} unsaved */
export const keep = (name, unsaved) => {
  try {
    localStorage.setItem(name, JSON.stringify(unsaved));
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
