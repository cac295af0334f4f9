/** Reads aloud with the browser's own voice, a British one when there is one; without a voice it keeps quiet. */

const RATE = 0.9; // a little slower than the browser's usual pace
const PATIENCE_MS = 2_000; // a voice that has not begun by then is not waited for
const MOST_SILENCES = 2; // one may be chance; after so many running nothing more is tried on this page

let silences = 0;
/** @type {SpeechSynthesisUtterance | null} what is being said, or about to be */
let current = null;

/** Whether a voice is worth a try. One for English may not be listed yet; where only others are, there is none. */
export function canSpeak() {
  if (!("speechSynthesis" in globalThis) || silences >= MOST_SILENCES) return false;
  const voices = speechSynthesis.getVoices();
  return voices.length === 0 || english(voices).length > 0;
}

/**
 * Says this instead of what is being said.
 *
 * @param {string} text @param {() => void} [silent] called when no voice begins within a moment
 */
export function say(text, silent = () => {}) {
  hush();
  if (!canSpeak()) return queueMicrotask(silent);
  const voices = english(speechSynthesis.getVoices());
  const said = new SpeechSynthesisUtterance(text);
  said.voice = voices.find(({ lang, localService }) => lang === "en-GB" && localService) ?? voices[0] ?? null;
  said.lang = "en-GB";
  said.rate = RATE;
  const giveUp = () => {
    clearTimeout(timer);
    if (said !== current) return; // hushed, or something else is said instead
    hush();
    silences += 1;
    silent();
  };
  const timer = setTimeout(giveUp, PATIENCE_MS);
  said.onerror = giveUp;
  said.onstart = () => {
    clearTimeout(timer);
    silences = 0;
  };
  current = said;
  speechSynthesis.speak(said);
}

export function hush() {
  current = null;
  if ("speechSynthesis" in globalThis) speechSynthesis.cancel();
}

/** @param {SpeechSynthesisVoice[]} voices */
function english(voices) {
  return voices.filter(({ lang }) => lang.startsWith("en"));
}
