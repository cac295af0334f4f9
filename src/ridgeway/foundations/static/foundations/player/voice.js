/** Reads aloud with the browser's own voice, a British one when there is one; without a voice it keeps quiet. */

const RATE = 0.9; // a little slower than the browser's usual pace

export const canSpeak = "speechSynthesis" in globalThis;

/** Says this instead of what is being said. @param {string} text */
export function say(text) {
  if (!canSpeak) return;
  speechSynthesis.cancel();
  const said = new SpeechSynthesisUtterance(text);
  const voices = speechSynthesis.getVoices().filter(({ lang }) => lang.startsWith("en"));
  said.voice = voices.find(({ lang, localService }) => lang === "en-GB" && localService) ?? voices[0] ?? null;
  said.lang = "en-GB";
  said.rate = RATE;
  speechSynthesis.speak(said);
}

export function hush() {
  if (canSpeak) speechSynthesis.cancel();
}
