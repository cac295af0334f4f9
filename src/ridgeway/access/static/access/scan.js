// @ts-check
/**
 * Reads a QR code with the camera, where the browser has a BarcodeDetector, and goes where it leads. Elsewhere the
 * device's own camera app opens the address, so nothing is missing without this.
 *
 * The panel says in `data-scan` how the path of a code that counts begins ("/b/" for a badge), and in
 * `data-scan-ask`, `-other` and `-refused` what to say: to hold the code there, that it is another code, that there
 * is no camera.
 */

const LOOK_EVERY_MS = 200;
const panel = document.querySelector("[data-scan]");
const Detector = /** @type {any} */ (window).BarcodeDetector;

/** The address in a code, if it is one of ours that begins like this. @param {string} text @param {string} path */
const ourAddress = (text, path) => {
  const address = URL.canParse(text) ? new URL(text) : null;
  return address?.origin === location.origin && address.pathname.startsWith(path) ? address.href : null;
};

/** @param {HTMLElement} panel */
const prepare = (panel) => {
  const start = /** @type {HTMLButtonElement} */ (panel.querySelector("[data-scan-start]"));
  const video = /** @type {HTMLVideoElement} */ (panel.querySelector("[data-scan-video]"));
  const status = /** @type {HTMLElement} */ (panel.querySelector("[data-scan-status]"));
  const { scan: path = "", scanAsk = "", scanOther = "", scanRefused = "" } = panel.dataset;
  const detector = new Detector({ formats: ["qr_code"] });

  const look = async () => {
    const codes = await detector.detect(video).catch(() => []);
    const found = codes.map((code) => ourAddress(code.rawValue, path)).find(Boolean);
    if (found) location.assign(found);
    else {
      if (codes.length) status.textContent = scanOther;
      setTimeout(look, LOOK_EVERY_MS);
    }
  };

  start.addEventListener("click", async () => {
    start.disabled = true;
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      status.textContent = scanRefused;
      return;
    }
    video.hidden = false;
    start.hidden = true;
    status.textContent = scanAsk;
    video.play();
    look();
  });
  panel.hidden = false;
  document.querySelector("[data-scan-otherwise]")?.remove();
};

if (panel instanceof HTMLElement && Detector && navigator.mediaDevices) {
  Detector.getSupportedFormats().then((/** @type {string[]} */ formats) => {
    if (formats.includes("qr_code")) prepare(panel);
  });
}
