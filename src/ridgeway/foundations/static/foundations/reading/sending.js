// @ts-check
/** Sending a reading. It may be sent as often as one likes: its key makes it one. */

const PATIENCE_MS = 15_000;
const KEPT = "It is kept on this device.";

/**
 * @param {HTMLFormElement} form where it goes, and the proof that it comes from our page
 * @param {import("./rules.js").Reading} reading
 * @returns {Promise<{saved: string} | {problem: string}>} the page to go to next, or what to tell the teacher
 */
export const send = async (form, reading) => {
  const body = new FormData(form);
  const fields = {
    key: reading.key,
    day: reading.day,
    seconds: String(reading.seconds),
    last_word: String(reading.lastWord),
    marks: JSON.stringify(reading.marks),
  };
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  try {
    const options = { method: "POST", body, signal: AbortSignal.timeout(PATIENCE_MS) };
    return await answer(await fetch(form.action, options));
  } catch {
    return { problem: `There is no connection just now. ${KEPT} Press Save again in a moment.` };
  }
};

/** @param {Response} response @returns {Promise<{saved: string} | {problem: string}>} */
const answer = async (response) => {
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) {
    return { problem: `You may have been signed out. ${KEPT} Load this page again, sign in, and press Save.` };
  }
  const told = await response.json();
  if (told.saved) return { saved: told.saved };
  return { problem: `${told.problems.join(" ")} ${KEPT}` };
};
