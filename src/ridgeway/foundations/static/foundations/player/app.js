/** The player as an app: kept on the device, brought up to date between sittings, handed from pupil to pupil. */

const PICTURES = "ridgeway:pictures";
const LEFT = "ridgeway:left";

/** Whether this page can be opened again without a network. */
export function isKept() {
  return Boolean(navigator.serviceWorker?.controller);
}

/** Keeps the player on this device. A browser that cannot goes on without. @param {string} worker its address */
export async function keep(worker) {
  try {
    await navigator.serviceWorker.register(worker, { scope: "/" });
    await navigator.storage.persist();
  } catch {
    // Plain http, a private window, a full disk: practice needs the network, as before.
  }
}

/** Lets a newer version take over, now that nobody is practising. The page that is open keeps what it has loaded. */
export async function bringUpToDate() {
  const registration = await navigator.serviceWorker?.getRegistration();
  registration?.waiting?.postMessage("take over");
}

/** The pictures just pressed on the page before, in order; they are taken away from where they lay. */
export function pressedPictures() {
  return taken(sessionStorage, PICTURES);
}

/** Notes that the pupil of this session has gone, though the server could not be told. @param {string} token */
export function noteLeft(token) {
  try {
    localStorage.setItem(LEFT, token);
  } catch {
    // Then the session ends by itself within the hour.
  }
}

/** Whether the session with this token is one whose pupil has gone. @param {string} token changes with each sign-in */
export function hasLeft(token) {
  return taken(localStorage, LEFT) === token;
}

/** @param {Storage} storage @param {string} key */
function taken(storage, key) {
  try {
    const found = storage.getItem(key);
    storage.removeItem(key);
    return found;
  } catch {
    return null;
  }
}
