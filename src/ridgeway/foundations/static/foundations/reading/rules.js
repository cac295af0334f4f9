// @ts-check
/**
 * What becomes of a reading while it is heard: state in, new state out, and time as an argument.
 *
 * @typedef {{word: number, kind: string}} Mark
 * @typedef {"ready" | "running" | "ended" | "result"} Phase
 * @typedef {{
 *   key: string, pupil: string, day: string, limit: number, startedAt: number | null, seconds: number | null,
 *   lastWord: number | null, marks: Mark[], expression: string, note: string,
 *   current?: number | null, before?: Mark[][],
 * }} Reading
 */

const USUAL_KIND = "substitution";
const MOST_UNDONE = 100;

/** @param {Reading} reading @returns {Phase} */
export const phaseOf = ({ startedAt, seconds, lastWord }) => {
  if (seconds === null) return startedAt === null ? "ready" : "running";
  return lastWord === null ? "ended" : "result";
};

/** @param {Reading} reading @param {number} now @returns {Reading} */
export const start = (reading, now) => ({ ...reading, startedAt: now });

/** Seconds since the start, at most the limit. @param {Reading} reading @param {number} now */
export const elapsed = (reading, now) =>
  Math.min(reading.limit, Math.max(0, (now - (reading.startedAt ?? now)) / 1000));

/** The clock stops: the time taken counts. @param {Reading} reading @param {number} now @returns {Reading} */
export const stop = (reading, now) => ({ ...reading, seconds: Math.max(1, Math.round(elapsed(reading, now))) });

/** Whether the clock, stopped by a slip of the finger, can still run on. @param {Reading} reading @param {number} now */
export const canGoOn = (reading, now) =>
  phaseOf(reading) === "ended" && reading.startedAt !== null && elapsed(reading, now) < reading.limit;

/** The clock runs on as if it had never stopped. @param {Reading} reading @returns {Reading} */
export const goOn = (reading) => ({ ...reading, seconds: null });

/** @param {Reading} reading @param {Mark[]} marks @param {number | null} current @returns {Reading} */
const marked = (reading, marks, current) => ({
  ...reading,
  marks: [...marks].sort((one, other) => one.word - other.word),
  current,
  before: [...(reading.before ?? []), reading.marks].slice(-MOST_UNDONE),
});

/** @param {Reading} reading @param {number} word */
export const kindAt = (reading, word) => reading.marks.find((mark) => mark.word === word)?.kind;

/**
 * A word is tapped: it gets the usual mark. Tapped again at once, the mark goes; a word marked earlier is taken up
 * again first, so that its kind can be changed.
 * @param {Reading} reading @param {number} word @returns {Reading}
 */
export const tap = (reading, word) => {
  if (kindAt(reading, word) === undefined) {
    return marked(reading, [...reading.marks, { word, kind: USUAL_KIND }], word);
  }
  if (reading.current !== word) return { ...reading, current: word };
  return marked(reading, reading.marks.filter((mark) => mark.word !== word), null);
};

/** The word tapped last was marked for another reason. @param {Reading} reading @param {string} kind @returns {Reading} */
export const setKind = (reading, kind) => {
  const { current } = reading;
  if (current === null || current === undefined || kindAt(reading, current) === kind) return reading;
  return marked(reading, [...reading.marks.filter((mark) => mark.word !== current), { word: current, kind }], current);
};

/** @param {Reading} reading @returns {Reading} */
export const undo = (reading) => {
  const before = [...(reading.before ?? [])];
  const marks = before.pop();
  return marks ? { ...reading, marks, before, current: null } : reading;
};

/** @param {Reading} reading @param {number | null} lastWord @returns {Reading} */
export const endAt = (reading, lastWord) => ({ ...reading, lastWord, current: null });

/**
 * What the reading comes to, shown before it is saved; the server works it out again from the marks.
 * @param {Reading} reading @param {string[]} errorKinds
 */
export const score = ({ marks, lastWord, seconds }, errorKinds) => {
  const words = lastWord ?? 0;
  const errors = marks.filter((mark) => mark.word <= words && errorKinds.includes(mark.kind)).length;
  const correct = words - errors;
  return {
    words,
    errors,
    correct,
    aMinute: Math.round((60 * correct) / (seconds ?? 60)),
    accuracy: words ? Math.floor((100 * correct) / words) : 0,
  };
};
