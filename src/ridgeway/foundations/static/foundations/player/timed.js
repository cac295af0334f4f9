/**
 * An activity against the clock, set by the teacher: a probe of one minute, or a rehearsal of the tables check, whose
 * questions have six seconds each and three between. How it goes stands in the activity; here are no times.
 *
 * It measures, so it prompts nothing and says nothing about an answer. It counts when it comes to its end. Broken off,
 * by a tap or because the page was left, it does not count, and begins anew another time.
 *
 * set: it is explained; asking: a question stands; gap: the rest before the next; over: what came of it.
 */

import { Question } from "./question.js";
import * as words from "./words.js";

/** @typedef {import("./types.js").Activity} Activity */
/** @typedef {import("./keypad.js").Stroke} Stroke */
/** @typedef {"away" | "set" | "asking" | "gap" | "finishing" | "over"} State */

const MOST_DIGITS = 3; // boxes where their number must not tell how long the answer is
const TICK_MS = 1_000;

export class Timed {
  #view;
  #offers;
  #practice;
  #preferences;
  #clock;
  #closing;
  #outbox;
  #sender;
  /** @type {State} */
  #state = "away";
  /** @type {Activity | null} */
  #activity = null;
  /** @type {Question | null} */
  #question = null;
  #place = 0; // among the questions; below 0 in the warm-up
  #right = 0;
  #began = 0;
  /** @type {Stroke["device"]} */
  #device = matchMedia("(any-pointer: coarse)").matches ? "touch" : "keyboard";
  /** @type {ReturnType<typeof setTimeout>[]} */
  #timers = [];

  /**
   * @param {{view: import("./view.js").View, offers: import("./offers.js").Offers,
   *   practice: import("./practice.js").Practice, preferences: import("./preferences.js").Preferences,
   *   clock: import("./clock.js").ClockWatch, closing: import("./closing.js").Closing,
   *   outbox: import("./queue.js").Outbox, sender: import("./sync.js").Sender}} parts
   */
  constructor({ view, offers, practice, preferences, clock, closing, outbox, sender }) {
    this.#view = view;
    this.#offers = offers;
    this.#practice = practice;
    this.#preferences = preferences;
    this.#clock = clock;
    this.#closing = closing;
    this.#outbox = outbox;
    this.#sender = sender;
  }

  /** Whether the screen is this activity's. */
  get isOn() {
    return this.#state !== "away";
  }

  /** Says what is to come. @param {Activity} activity */
  introduce(activity) {
    if (this.#state !== "away") return;
    this.#activity = activity;
    this.#view.play(activity.activity);
    this.#view.write("set-title", activity.title);
    this.#view.write("set-lead", words.INTRODUCED[activity.activity]);
    this.#enter("set");
  }

  begin() {
    if (this.#state !== "set") return;
    const { warm_up, questions, each_ms } = this.#current;
    void this.#offers.begun(this.#current);
    this.#view.fit([...warm_up, ...questions], each_ms === null ? 0 : MOST_DIGITS);
    this.#place = -warm_up.length;
    this.#right = 0;
    this.#began = performance.now();
    if (each_ms === null) this.#timers.push(setTimeout(() => void this.#end(), this.#current.seconds * 1000));
    this.#timers.push(setInterval(() => this.#view.timeLeft(this.#shareLeft()), TICK_MS));
    this.#ask(this.#began);
  }

  /** @param {Stroke} stroke */
  take({ key, at, device }) {
    const question = this.#question;
    if (this.#state === "gap" && key === "enter") return this.goOn(at);
    if (this.#state !== "asking" || question === null) return;
    this.#device = device;
    const { each_ms } = this.#current;
    if (key === "enter") return void (question.typed !== "" && this.#answer(question, at));
    if (key !== "delete" && question.typed.length === MOST_DIGITS) return;
    question.stroke(key);
    this.#view.typed(question.typed);
    if (each_ms === null && question.complete) this.#answer(question, at);
  }

  /** The pupil does not know it: on to the next. @param {number} at */
  skip(at) {
    if (this.#state !== "asking" || this.#question === null) return;
    this.#question.typed = "";
    this.#answer(this.#question, at);
  }

  /** Calls the next question, for a pupil who likes to. @param {number} at */
  goOn(at) {
    if (this.#state === "gap" && this.#waitsToBeCalled) this.#ask(at);
  }

  /** Reads the question that stands aloud. */
  readAloud() {
    if (this.#state === "asking") this.#view.readAloud();
  }

  /** Breaks it off. */
  stop() {
    if (this.#state !== "asking" && this.#state !== "gap") return;
    this.#halt();
    this.#view.tell(words.STOPPED);
    this.#enter("over");
  }

  back() {
    if (this.#state !== "set" && this.#state !== "over") return;
    this.#view.play("");
    this.#state = "away";
    void this.#practice.open();
  }

  get #current() {
    return /** @type {Activity} */ (this.#activity);
  }

  get #waitsToBeCalled() {
    return this.#preferences.chosen.next_button;
  }

  #shareLeft() {
    const { seconds, each_ms, questions } = this.#current;
    if (each_ms === null) return 1 - (performance.now() - this.#began) / (seconds * 1000);
    return 1 - Math.max(0, this.#place) / questions.length;
  }

  /** Puts the next question on the screen. @param {number} strokeAt when the last final digit was typed */
  #ask(strokeAt) {
    const { warm_up, questions, each_ms, seconds } = this.#current;
    const asked = this.#place < 0 ? warm_up[warm_up.length + this.#place] : questions[this.#place];
    if (asked === undefined) return void this.#end();
    /** @type {import("./types.js").Trial} */
    const trial = { ...asked, prompt: "none", delay_ms: null, reason: "timed", aim_ms: 0 };
    const question = new Question(trial, performance.now() - this.#began);
    this.#question = question;
    this.#enter("asking");
    this.#view.ask(each_ms === null ? trial : { ...trial, answer: " ".repeat(MOST_DIGITS) }, false);
    if (each_ms !== null) this.#view.hint(words.place(this.#place, warm_up.length, questions.length));
    if (this.#preferences.chosen.read_aloud) this.#view.readAloud();
    question.stand({
      painted: (at) => performance.measure("ridgeway:next-question", { start: strokeAt, end: at }),
      reveal: () => {},
      idle: () => this.#timeUp(question),
      idleMs: each_ms ?? seconds * 1000,
    });
  }

  /** What is typed when a question's own time is up is its answer. @param {Question} question */
  #timeUp(question) {
    if (this.#current.each_ms !== null && question === this.#question) this.#answer(question, performance.now());
  }

  /** @param {Question} question @param {number} at */
  #answer(question, at) {
    question.leave();
    this.#question = null;
    if (this.#place >= 0) this.#keep(question, at);
    this.#place += 1;
    const { questions, between_ms } = this.#current;
    if (between_ms > 0 && this.#place < questions.length) this.#rest(between_ms);
    else this.#ask(at);
  }

  /** @param {Question} question @param {number} at */
  #keep(question, at) {
    const given = question.typed;
    const device = this.#device;
    const now = this.#clock.now();
    const answer = question.answered({ session: this.#current.session, given, at, device, now, seq: this.#place });
    if (given === question.trial.answer) this.#right += 1;
    this.#outbox.put(answer, question.elapsedMs);
    this.#sender.nudge();
  }

  /** @param {number} ms */
  #rest(ms) {
    this.#enter("gap");
    this.#view.hint(this.#place === 0 ? words.WARMED_UP : "");
    this.#view.callable(this.#waitsToBeCalled);
    if (!this.#waitsToBeCalled) this.#timers.push(setTimeout(() => this.#ask(performance.now()), ms));
  }

  #halt() {
    this.#timers.splice(0).forEach(clearTimeout); // clears an interval as well
    this.#question?.leave();
    this.#question = null;
  }

  async #end() {
    this.#halt();
    this.#enter("finishing");
    const { activity, session } = this.#current;
    void this.#offers.done(this.#current);
    const own = { activity, answered: this.#place, right: this.#right };
    await this.#closing.activity(session, (ending) => words.ended(ending ?? own));
    this.#enter("over");
  }

  /** @param {State} state */
  #enter(state) {
    this.#state = state;
    this.#view.show(state);
  }
}
