/**
 * The service worker. `SHELL` is set by the script that loads this one: the version, the page for whoever stands
 * before the device, the files, and the addresses it stands in for when the network does not answer.
 *
 * Pages come from the network while it answers; the kept page takes their place when it does not, or when the server
 * has a fault. Files of the shell carry their content's hash in their names and come from the device. A newer version
 * is fetched beside the one in use and waits: it takes over when a page says that nobody is practising.
 */

/** @type {{version: string, page: string, pages: string[], files: string[]}} */
const SHELL = self.SHELL;

const PREFIX = "ridgeway-player-";
const CACHE = PREFIX + SHELL.version;
const PATIENCE_MS = 4_000;
const OWN = new Set(SHELL.files);

self.addEventListener("install", (event) => event.waitUntil(keepShell()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", ({ data }) => {
  if (data === "take over") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate" && SHELL.pages.some((page) => pathname.startsWith(page))) {
    event.respondWith(page(request));
  } else if (OWN.has(pathname)) {
    event.respondWith(file(request));
  }
});

async function keepShell() {
  const cache = await caches.open(CACHE);
  await cache.addAll([SHELL.page, ...SHELL.files].map((url) => new Request(url, { cache: "no-cache" })));
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** @param {Request} request */
async function page(request) {
  const asked = fetch(request).catch(() => null);
  const answer = request.method === "GET" ? await Promise.race([asked, patience()]) : await asked;
  if (answer !== null && answer.status < 500) return answer;
  return (await caches.match(SHELL.page)) ?? (await asked) ?? Response.error();
}

/** @returns {Promise<null>} */
function patience() {
  return new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
}

/** @param {Request} request */
async function file(request) {
  const kept = await caches.match(request, { ignoreSearch: true });
  return kept ?? fetch(request);
}
