/** Where a word that was typed differs from the right one, letter by letter. */

/** @typedef {{letter: string, kind: "same" | "extra" | "missing"}} Difference extra: typed, and not in the word */

/**
 * The two laid beside each other so that as many letters as possible are the same; capitals count as small letters, and apostrophes are alike.
 *
 * @param {string} given @param {string} answer @returns {Difference[]} spelling both: without the missing it is
 *   what was typed, without the extra it is the answer
 */
export function differences(given, answer) {
  const [a, b] = [[...given], [...answer]];
  const shared = sharedFrom(a, b);
  /** @type {Difference[]} */
  const found = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && alike(a[i], b[j])) {
      found.push({ letter: b[j], kind: "same" });
      [i, j] = [i + 1, j + 1];
    } else if (j === b.length || (i < a.length && shared[i + 1][j] >= shared[i][j + 1])) {
      found.push({ letter: a[i++], kind: "extra" });
    } else {
      found.push({ letter: b[j++], kind: "missing" });
    }
  }
  return found;
}

/**
 * How many letters two words can share, from each place in them on.
 *
 * @param {string[]} a @param {string[]} b
 */
function sharedFrom(a, b) {
  const most = Array.from({ length: a.length + 1 }, () => new Array(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      most[i][j] = alike(a[i], b[j]) ? most[i + 1][j + 1] + 1 : Math.max(most[i + 1][j], most[i][j + 1]);
    }
  }
  return most;
}

/** @param {string} one @param {string} other */
function alike(one, other) {
  return bare(one) === bare(other);
}

/** @param {string} letter */
function bare(letter) {
  return letter.toLowerCase().replace("’", "'");
}
