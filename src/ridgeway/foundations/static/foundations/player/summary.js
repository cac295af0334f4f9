/** What can be said about a session from this device alone, when the server cannot be asked. */

import { sameText } from "./session.js";

/** @typedef {import("./types.js").Trial} Trial */

/**
 * Seconds an item are the mean over correct answers that were not prompted, as on a sheet of paper.
 *
 * @param {import("./types.js").Answer[]} answers of the session
 * @param {Trial[]} trials of its plan
 * @returns {import("./types.js").Summary}
 */
export function localSummary(answers, trials) {
  const right = new Map(trials.map((trial) => [trial.item, trial.answer]));
  const own = answers.filter((answer) => unaided(answer) && sameText(answer.given, right.get(answer.item) ?? ""));
  const total = own.reduce((sum, answer) => sum + answer.latency_ms, 0);
  return { answered: answers.length, seconds_per_item: own.length > 0 ? total / own.length / 1000 : null };
}

/** Whether it was given while its answer was not in sight. @param {import("./types.js").Answer} answer */
function unaided(answer) {
  if (answer.prompt === "delay") return answer.latency_ms < (answer.delay_ms ?? 0);
  return answer.prompt === "none";
}
