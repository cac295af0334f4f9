/**
 * Sealing, in one page: AES-GCM with 256 bits, keys wrapped under what PBKDF2 makes of a secret (WebCrypto).
 *
 * A lock is a pupil's key, wrapped under one secret. There may be several locks on the same key: the three pictures,
 * a badge, and what the server says when the pupil signs in there. Only the pictures are few enough to be guessed,
 * so only they are stretched: 600,000 rounds of SHA-256.
 */

/** @typedef {{salt: Uint8Array, iv: Uint8Array, rounds: number, wrapped: ArrayBuffer}} Lock */
/** @typedef {{iv: Uint8Array, bytes: ArrayBuffer}} Sealed */

export const GUESSABLE = 600_000; // OWASP's figure for PBKDF2 with SHA-256
export const UNGUESSABLE = 1_000; // 80 random bits or more need no stretching

/** Whether this browser seals here: over plain http from another machine none does. */
export const canSeal = globalThis.isSecureContext && crypto.subtle !== undefined;

/** @returns {Promise<CryptoKey>} a new random key */
export function newKey() {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
}

/** @param {CryptoKey} key @param {string} secret @param {number} rounds @returns {Promise<Lock>} */
export async function lock(key, secret, rounds) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapping = await stretched(secret, salt, rounds);
  return { salt, iv, rounds, wrapped: await crypto.subtle.wrapKey("raw", key, wrapping, { name: "AES-GCM", iv }) };
}

/** @param {Lock} lock @param {string} secret @returns {Promise<CryptoKey | null>} the key; null for a wrong secret */
export async function unlock({ salt, iv, rounds, wrapped }, secret) {
  const wrapping = await stretched(secret, salt, rounds);
  const how = { name: "AES-GCM", iv };
  return crypto.subtle
    .unwrapKey("raw", wrapped, wrapping, how, { name: "AES-GCM" }, true, ["encrypt", "decrypt"])
    .catch(() => null);
}

/** @param {CryptoKey} key @param {unknown} value anything JSON can hold @returns {Promise<Sealed>} */
export async function seal(key, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, bytes: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain) };
}

/** @param {CryptoKey} key @param {Sealed} sealed @returns {Promise<any>} null when it was sealed with another key */
export async function unseal(key, { iv, bytes }) {
  try {
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, bytes)));
  } catch {
    return null;
  }
}

/** SHA-256 in hex. @param {string} text */
export async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} secret @param {Uint8Array} salt @param {number} rounds @returns {Promise<CryptoKey>} */
async function stretched(secret, salt, rounds) {
  const raw = new TextEncoder().encode(secret);
  const material = await crypto.subtle.importKey("raw", raw, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: /** @type {BufferSource} */ (salt), iterations: rounds };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}
