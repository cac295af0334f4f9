/** Everything the player says, in one place and in one voice: short, calm, never a reproach. */

/** @typedef {import("./types.js").Trial} Trial */

const SPOKEN = new Map([
  ["+", "plus"],
  ["−", "minus"],
  ["-", "minus"],
  ["×", "times"],
  ["÷", "divided by"],
  ["=", "equals"],
  ["□", "what"],
]);

/** A question as it is read aloud: `6 × 7` is "6 times 7". @param {string} text */
export function aloud(text) {
  return text.replace(/[+−\-×÷=□]/g, (sign) => SPOKEN.get(sign) ?? sign);
}

/** A question with its answer. @param {Trial} trial */
function solved({ text, answer }) {
  return text.includes("□") ? text.replace("□", answer) : `${text} = ${answer}`;
}

/** The line under a word to spell. @param {Trial} trial @param {boolean} shown */
function hintToSpell(trial, shown) {
  if (trial.reason === "correction") return "Look at the word. When you type, it is covered.";
  if (trial.looked) return "Look at it and keep it in mind. Typing covers it. Check it with Enter or the tick.";
  if (shown) return "Look at it. When you type, it is covered. Then press Enter or the tick.";
  return trial.prompt === "delay" ? "Not sure? Wait, and it will show." : "Listen. Type the word, then press Enter or the tick.";
}

/** What is read aloud. A word to spell is said by itself, in its sentence, and again. @param {Trial} trial @param {boolean} shown */
export function heard(trial, shown) {
  if (trial.say === undefined) return announcement(trial, shown);
  if (trial.reason === "correction") return trial.answer;
  const sentence = trial.say === trial.answer ? "" : `${trial.say} `; // a word without a sentence is said by itself
  return `${trial.answer}. ${sentence}${trial.answer}.`;
}

/** The line under a question. @param {Trial} trial @param {boolean} shown whether the answer can be seen */
export function hint(trial, shown) {
  if (trial.say !== undefined) return hintToSpell(trial, shown);
  if (trial.text === trial.answer) return "Type what you see.";
  if (trial.reason === "correction") return `${solved(trial)}. Type it.`;
  if (trial.prompt === "model") return "Read it, then type the answer.";
  if (shown) return "Here it is. Type it.";
  return trial.prompt === "delay" ? "Not sure? Wait, and it will show." : "";
}

/** The same for a screen reader. @param {Trial} trial @param {boolean} shown */
export function announcement(trial, shown) {
  if (trial.say !== undefined) return shown ? `It is spelled ${[...trial.answer].join(" ")}. Type it.` : "Type the word that you hear.";
  const question = aloud(trial.text);
  if (trial.text === trial.answer) return `Type ${question}.`;
  if (trial.text.includes("□")) return shown ? `${aloud(solved(trial))}. Type ${trial.answer}.` : question;
  return shown ? `${question} is ${trial.answer}. Type ${trial.answer}.` : question;
}

/** @param {number} seconds */
export function minutes(seconds) {
  const count = Math.max(1, Math.round(seconds / 60));
  return count === 1 ? "1 minute" : `${count} minutes`;
}

/** @param {number} seconds */
export function secondsEach(seconds) {
  return seconds.toFixed(1);
}

/** @param {number} from seconds @param {number} to seconds */
export function fromTo(from, to) {
  return `${secondsEach(from)} to ${secondsEach(to)} seconds`;
}

/** @param {number} count */
export function questions(count) {
  return count === 1 ? "1 question answered" : `${count} questions answered`;
}

/** @param {import("./types.js").Summary} summary @returns {string} empty when there is nothing to compare with */
export function best(summary) {
  if (summary.is_best) return "Your best so far!";
  const seconds = summary.best_seconds_per_item;
  return typeof seconds === "number" ? `Your best is ${secondsEach(seconds)} seconds.` : "";
}

/**
 * How much is known by heart of a subject; empty of one where nobody would say so.
 *
 * @param {number} count @param {string} [subject] number facts when it is not said
 */
export function fluent(count, subject) {
  const what = KNOWN_BY_HEART[subject || "number-facts"];
  if (count === 0 || what === undefined) return "";
  return `You know ${count} ${what}${count === 1 ? "" : "s"} by heart.`;
}

/** @type {Record<string, string>} */
const KNOWN_BY_HEART = { "number-facts": "fact", "missing-numbers": "fact", spelling: "word" };

/** Number facts that a class knows together. @param {{fluent: number, goal: number}} team */
export function team({ fluent, goal }) {
  const [now, next] = [fluent, goal].map((count) => count.toLocaleString("en-GB"));
  return `Together your class knows ${now} number facts. The next goal is ${next}.`;
}

/** @param {string[]} texts */
export function learned(texts) {
  return `New today: ${texts.join(", ")}.`;
}

/** What is said of writing that nobody has counted yet. */
const WRITTEN = { title: "Well done", score: "", lead: "Your letters will be counted." };

/** What is said of writing that the server has and cannot count. */
const NOT_COUNTED = {
  title: "Well done",
  score: "",
  lead: "This one could not be counted. Your teacher can read it. You did nothing wrong.",
};

/** What a pupil may choose to practise. @type {Record<string, string>} */
export const SUBJECTS = {
  "number-facts": "Number facts",
  "missing-numbers": "Missing numbers",
  "tool-speed": "Copying",
  spelling: "Spelling",
};

/** What is to come, before an activity begins. @type {Record<string, string>} */
export const INTRODUCED = {
  probe: "One minute. Answer as many as you can. If you do not know one, skip it.",
  "tables-check": "Three questions to warm up, then 25. You have six seconds for each. Type the answer, then press Enter or the tick.",
  spelling: "Listen to each word, type it, and press Enter or the tick. A word that goes wrong is shown, and comes again.",
  alphabet: "One minute. Type the alphabet, a to z, again and again.",
  copying: "One minute. Copy the sentence, again and again.",
  "from-memory": "Read a sentence and keep it in mind. Then it is covered, and you type it for one minute, again and again.",
};

/** The line under a question of a set form. @param {number} place below 0 in the warm-up @param {number} warmUp @param {number} of */
export function place(place, warmUp, of) {
  return place < 0 ? `To warm up: ${place + warmUp + 1} of ${warmUp}` : `Question ${place + 1} of ${of}`;
}

/** A key for the space between two words, and what signs are called. */
export const SPACE = "space";

/** @type {Record<string, string>} */
export const SIGNS = { "'": "Apostrophe", "-": "Hyphen" };

export const WARMED_UP = "You are warmed up. Now it begins.";

export const STOPPED = { title: "You stopped", score: "", lead: "That is all right. You can begin again another time." };

/** What came of an activity. @param {import("./types.js").Ending} ending */
export function ended({ activity, answered, right, best_right, is_best }) {
  const what = activity === "probe" ? "right" : "letters right";
  let score = `${right} ${what} in one minute`;
  if (activity === "tables-check") score = `${right} right out of ${answered}`;
  if (activity === "spelling") score = `${right} of ${answered} words right the first time`;
  const earlier = typeof best_right === "number" ? `Your best is ${best_right} right.` : "";
  return { title: "Well done", score, lead: is_best ? "Your best so far!" : earlier };
}

/** What came of writing. @param {import("./types.js").Ending | null | undefined} ending null: not counted; undefined: not yet */
export function written(ending) {
  if (ending === undefined) return WRITTEN;
  return ending === null ? NOT_COUNTED : ended(ending);
}

/** What to say about answers that the server does not have. */
export const KEEPING = {
  safe: "Your answers are safe on this device. They will be sent when it is back online.",
  inMemory: "This device is offline. Keep this page open: your answers will be sent when it is back online.",
  signedOut: "Your answers are safe on this device. Please tell your teacher: they will be sent when you sign in again.",
  refused: "Some answers could not be counted. Your teacher can see them. You did nothing wrong.",
  saved: "Your answers are saved.",
};

/** Why there is nothing to start with yet. */
export const NO_PLAN = {
  unreachable: "Your practice did not arrive. Check with your teacher that this device is online, or try again.",
  signedOut: "You have been away for a while. Please sign in again.",
};

/** Why the questions are away, and what to do. @type {Record<string, [string, string]>} */
export const PAUSED = {
  asked: ["Having a rest", "Press Carry on when you are ready."],
  away: ["Welcome back", "Press Carry on when you are ready."],
  idle: ["Take your time", "Press Carry on when you are ready."],
};

export const SAVING = "Saving your answers…";

export const OFFLINE_SIGN_OUT =
  "There is no internet just now, so nobody else can sign in yet. Your answers are safe. Try again in a moment.";

/** What the button for the timer says. */
export const TIMER = { shown: "Hide timer", hidden: "Show timer", none: "" };

/** At the door without a network: what came of a try. */
export const DOOR = {
  wrong: "Not quite. Have another go: your three pictures, one after the other.",
  pause: "Those were not your pictures. Ask your teacher, or try again in five minutes.",
  unknown: "This device does not know you yet. It has to be online once when you sign in.",
  badge: "This device does not know this badge yet. It has to be online once when you sign in with it.",
  opening: "One moment…",
};

/** What a device says when a teacher lets it forget. */
export const FORGOTTEN = {
  all: "This device has forgotten everybody.",
  some: "This device has forgotten everybody. Answers not sent yet stay on it until it is online again.",
};

/** How many pictures are chosen. @param {number} count @param {number} of */
export function chosen(count, of) {
  return `${count} of ${of} pictures`;
}

export const TIME_LEFT = { half: "Half way.", minute: "One minute left." };
