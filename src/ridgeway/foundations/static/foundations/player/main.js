/**
 * Wires the player together. The page says where the server is and whose practice this is; the page that the device
 * keeps says nobody's, and then the door asks.
 */

import { Activities } from "./activities.js";
import { bringUpToDate, hasLeft, isKept, keep, noteLeft, pressedPictures } from "./app.js";
import { ClockWatch, within } from "./clock.js";
import { Closing } from "./closing.js";
import { Device } from "./device.js";
import { Dictation } from "./dictation.js";
import { Endings } from "./endings.js";
import { listen } from "./keypad.js";
import { Offers } from "./offers.js";
import { Panel } from "./panel.js";
import { Plans } from "./plans.js";
import { Practice } from "./practice.js";
import { Preference } from "./preference.js";
import { Preferences } from "./preferences.js";
import { Outbox } from "./queue.js";
import { Server } from "./server.js";
import { Store } from "./store.js";
import { Sender } from "./sync.js";
import { Vault } from "./vault.js";
import { View } from "./view.js";
import * as words from "./words.js";

const root = /** @type {HTMLElement} */ (document.getElementById("player"));
const data = /** @type {Record<string, string>} */ (root.dataset);
const present = data.pupil ?? "";

const LAST_WORD_MS = 4_000; // for what is still to be sent before the page goes

/** The cookie follows a new sign-in in another tab; the page's own token does not. */
function csrf() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? data.csrf ?? "";
}

/** @param {string} action @returns {HTMLButtonElement} */
function button(action) {
  return /** @type {HTMLButtonElement} */ (root.querySelector(`[data-do="${action}"]`));
}

const view = new View(root);
const store = await Store.open();
const server = new Server(
  {
    plan: data.planUrl,
    plans: data.plansUrl,
    answers: data.answersUrl,
    finish: data.finishUrl,
    writing: data.writingUrl,
    preferences: data.preferencesUrl,
    device: data.deviceUrl,
    signin: data.signinUrl,
    signout: data.signoutUrl,
  },
  csrf,
);
const device = await Device.of(store, server);
const pad = new Preference(
  root,
  "pad",
  button("pad"),
  { shown: "Hide number pad", hidden: "Number pad" },
  matchMedia("(any-pointer: coarse)").matches,
);
const dictation = new Dictation(root, button("sound"));

/** @typedef {{pupil: string, practice: Practice, activities: Activities, offers: Offers, sender: Sender,
 *   preferences: Preferences, panel: Panel}} Seat */
/** @type {Seat | null} */
let seat = null;

/**
 * Seats a pupil at this device.
 *
 * @param {string} pupil @param {Vault | null} vault @param {Server} own the server, as this pupil speaks to it
 * @param {boolean} signedIn whether the server knows them by a session
 */
async function sitDown(pupil, vault, own, signedIn) {
  const preferences = new Preferences(root, own, vault);
  const plans = new Plans({ server: own, vault, device, preferences, signedIn });
  const outbox = await Outbox.open(store, pupil, vault);
  const sender = new Sender(outbox, own);
  const clock = new ClockWatch((byMs) => void outbox.moveClock(byMs));
  const offers = new Offers(root, vault);
  const endings = new Endings(store, pupil);
  const closing = new Closing({ view, server: own, endings, outbox, sender });
  const practice = new Practice({ view, plans, offers, preferences, dictation, clock, closing, outbox, sender });
  const sheet = /** @type {HTMLTextAreaElement} */ (root.querySelector("[data-part=sheet]"));
  const activities = new Activities({ view, offers, practice, preferences, clock, closing, outbox, sender, sheet });
  practice.onRest = (when) => {
    void bringUpToDate();
    void device.deliverForOthers(pupil);
    const looked = when === "before" ? plans.lookAhead() : plans.planAhead();
    for (const each of [endings.tell(own), activities.fetch(offers.activities), looked]) {
      each.catch(() => {}); // another time, then
    }
  };
  const panel = new Panel(/** @type {HTMLDialogElement} */ (root.querySelector("[data-part=settings]")), preferences);
  preferences.onChange = ({ timer }) => (button("timer").textContent = words.TIMER[timer]);
  seat = { pupil, practice, activities, offers, sender, preferences, panel };
  await practice.open();
}

/** A pupil has signed in with the server. */
async function comeIn() {
  const pictures = pressedPictures();
  if (hasLeft(csrf())) return void (await handOn());
  const vault = await Vault.signedIn(store, present, data.unlock ?? "");
  const own = server.as(present);
  own.pass = (await store.get("pupils", present))?.pass ?? "";
  if (pictures) void vault?.hang("pictures", pictures);
  await sitDown(present, vault, own, true);
  void keep(data.workerUrl);
}

/** Nobody has: the device asks who is there. */
async function answerTheDoor() {
  const { Door } = await import("./door.js"); // only a page that the device keeps has one
  const door = new Door(root, view, store, device);
  door.onOpen = async (vault, name) => {
    const pass = (await store.get("pupils", vault.pupil))?.pass ?? "";
    view.write("name", name);
    await sitDown(vault.pupil, vault, server.under(pass), false);
  };
  Object.assign(actions, {
    names: () => void door.names(),
    "take-back": () => door.takeBack(),
    "ask-forget": () => door.askToForget(),
    forget: () => void door.forget(),
  });
  const sayLastWord = () => device.deliverForOthers().then(() => device.obey());
  door.watchForServer(server, () => within(LAST_WORD_MS, sayLastWord()));
  await door.open(location.pathname, pressedPictures());
}

/** Ends this pupil's turn at the device. */
async function handOn() {
  if (seat) await within(LAST_WORD_MS, seat.sender.flush());
  if (present === "") return location.assign(data.signinUrl);
  const next = await within(LAST_WORD_MS, server.signOut());
  if (next !== null) return location.assign(next);
  if (!isKept()) return sayNobodyCanSignIn();
  noteLeft(csrf());
  location.assign(data.signinUrl);
}

/** Without the player kept on it, a device that is offline cannot ask who is next. */
function sayNobodyCanSignIn() {
  for (const place of ["keeping", "ready-note", "nothing-note", "unreachable"]) {
    view.write(place, words.OFFLINE_SIGN_OUT);
  }
}

function openSettings() {
  seat?.practice.pause("asked");
  seat?.panel.open();
}

function toggleTimer() {
  const shown = seat?.preferences.chosen.timer === "shown";
  void seat?.preferences.choose({ timer: shown ? "hidden" : "shown" });
}

function toggleSound() {
  view.focusQuestion(); // Enter is for the word now
  if (!dictation.toggle()) seat?.practice.lookInstead();
}

/** @param {MouseEvent} press on what the teacher has set */
function introduce({ target }) {
  const key = target instanceof HTMLElement ? target.closest("button")?.dataset.key : undefined;
  const activity = seat?.offers.find(key ?? "");
  if (activity === undefined) return;
  seat?.activities.introduce(activity).catch(() => view.write("ready-note", words.NO_PLAN.unreachable));
}

/** What the teacher has set, while the screen is its. */
function playing() {
  return seat?.activities.playing;
}

/** Whose the question is that stands. */
function asking() {
  return seat?.activities.asking ?? seat?.practice;
}

/** @param {MouseEvent} press on a subject */
function choose({ target }) {
  const subject = target instanceof HTMLElement ? target.closest("button")?.dataset.subject : undefined;
  void seat?.practice.open(subject);
}

/** @type {Record<string, (press: MouseEvent) => void>} */
const actions = {
  start: () => seat?.practice.start(),
  retry: () => void seat?.practice.open(),
  pause: () => seat?.practice.pause("asked"),
  "carry-on": () => seat?.practice.carryOn(),
  stop: () => seat?.practice.stop(),
  "show-me": (press) => seat?.practice.showMe(press),
  next: ({ timeStamp }) => asking()?.goOn(timeStamp),
  activity: introduce,
  subject: choose,
  begin: () => playing()?.begin(),
  skip: ({ timeStamp }) => seat?.activities.asking?.skip(timeStamp),
  "break-off": () => playing()?.stop(),
  back: () => playing()?.back(),
  read: () => asking()?.readAloud(),
  again: () => void seat?.practice.open(),
  signout: () => void handOn(),
  timer: toggleTimer,
  settings: openSettings,
  pad: () => pad.toggle(),
  sound: toggleSound,
};

root.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target.closest("[data-do]") : null;
  if (pressed instanceof HTMLElement) actions[pressed.dataset.do ?? ""]?.(event);
});
listen(root.querySelectorAll(".pad"), (stroke) => asking()?.take(stroke), () => root.dataset.keys === "letters");

addEventListener("online", () => {
  seat?.practice.backOnline();
  if (seat !== null) void device.deliverForOthers(seat.pupil);
});
addEventListener("pagehide", () => seat?.sender.leave());
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload(); // the browser's Back button does not seat a pupil who has gone
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") return void seat?.sender.flush();
  seat?.practice.pause("away");
  playing()?.stop();
  seat?.sender.leave();
});

void (present === "" ? answerTheDoor() : comeIn());
