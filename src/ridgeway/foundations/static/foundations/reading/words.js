// @ts-check
/** Where the arrow keys lead among words that stand in lines. */

/** @param {HTMLElement} word */
const middle = (word) => {
  const { left, width } = word.getBoundingClientRect();
  return left + width / 2;
};

/** The word nearest to the one above or below. @param {HTMLElement[]} words @param {number} place @param {1 | -1} way */
const inNextLine = (words, place, way) => {
  const from = words[place];
  if (!from) return undefined;
  const top = from.offsetTop;
  const onward = way > 0 ? words.slice(place) : words.slice(0, place).reverse();
  const line = onward.find((word) => Math.abs(word.offsetTop - top) > 4)?.offsetTop;
  const across = middle(from);
  return onward
    .filter((word) => line !== undefined && Math.abs(word.offsetTop - line) <= 4)
    .sort((one, other) => Math.abs(middle(one) - across) - Math.abs(middle(other) - across))[0];
};

/**
 * The word that a key leads to from the one in focus; undefined for a key that leads nowhere.
 * @param {HTMLElement[]} words @param {number} place @param {string} key
 */
export const leads = (words, place, key) => {
  if (key === "ArrowRight") return words[place + 1];
  if (key === "ArrowLeft") return words[place - 1];
  if (key === "ArrowDown") return inNextLine(words, place, 1);
  if (key === "ArrowUp") return inNextLine(words, place, -1);
  if (key === "Home") return words[0];
  if (key === "End") return words.at(-1);
  return undefined;
};
