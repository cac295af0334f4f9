/**
 * One sitting, from opening the page to handing it on: an explicit machine of named states.
 *
 * asking: a question stands, its answer is not to be seen; prompted: the answer is to be seen, to be typed;
 * feedback: after an error the answer has just appeared, and for a moment strokes are not taken, so that a digit
 * already on its way is not counted as another error. The clock runs in these three and in no other.
 * between: for a pupil who likes it so, the next question waits to be called.
 *
 * Where a sitting stands is a fold over its plan and its answers: after a closed lid, `Session` is told the same
 * answers again and goes on from there.
 */

import { Stopwatch, within } from "./clock.js";
import { looked } from "./dictation.js";
import { Question } from "./question.js";
import { SignedOut } from "./server.js";
import { Session } from "./session.js";
import * as words from "./words.js";

/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {import("./keypad.js").Stroke} Stroke */
/** @typedef {"opening" | "unreachable" | "nothing" | "ready" | "asking" | "prompted" | "feedback" | "between"
 *   | "paused" | "finishing" | "finished"} State */

/** What may follow what. @type {Record<State, State[]>} */
const FOLLOWING = {
  opening: ["ready", "paused", "nothing", "unreachable"],
  unreachable: ["opening"],
  nothing: ["opening", "ready"],
  ready: ["opening", "asking", "prompted", "finishing"],
  asking: ["asking", "prompted", "feedback", "between", "paused", "finishing"],
  prompted: ["asking", "prompted", "feedback", "between", "paused", "finishing"],
  feedback: ["prompted", "paused"],
  between: ["asking", "prompted", "paused", "finishing"],
  paused: ["asking", "prompted", "finishing"],
  finishing: ["finished", "opening"],
  finished: ["opening"],
};

const FEEDBACK_MS = 300; // two digits typed as one word are 100 to 250 ms apart
const IDLE_MS = 60_000;
const LEFTOVERS_MS = 4_000;

export class Practice {
  #view;
  #plans;
  #offers;
  #preferences;
  #dictation;
  #clock;
  #closing;
  #outbox;
  #sender;
  /** @type {State} */
  #state = "opening";
  /** @type {Plan | null} */
  #plan = null;
  #session = new Session({ seconds: 0, trials: [] });
  #watch = new Stopwatch();
  /** @type {Question | null} the one that stands */
  #question = null;
  #seq = 0;
  /** @type {Set<string>} what has been said about the time */
  #said = new Set();

  /** Called when nobody is practising: before a sitting, or after it. @param {"before" | "after"} when */
  onRest = (when) => {};

  /** Called when what the teacher had set is taken up again. */
  onTakenUp = () => {};

  /**
   * Called when what the teacher had set is over: from here on the screen is somebody else's.
   *
   * @param {Plan} plan @param {import("./types.js").Answer[]} answers @param {boolean} toTheEnd
   * @returns {Promise<void>}
   */
  onPlayed = async (plan, answers, toTheEnd) => {};

  /**
   * @param {{view: import("./view.js").View, plans: import("./plans.js").Plans, offers: import("./offers.js").Offers,
   *   preferences: import("./preferences.js").Preferences, dictation: import("./dictation.js").Dictation,
   *   clock: import("./clock.js").ClockWatch, closing: import("./closing.js").Closing,
   *   outbox: import("./queue.js").Outbox, sender: import("./sync.js").Sender}} parts
   */
  constructor({ view, plans, offers, preferences, dictation, clock, closing, outbox, sender }) {
    this.#view = view;
    this.#plans = plans;
    this.#offers = offers;
    this.#preferences = preferences;
    this.#dictation = dictation;
    this.#clock = clock;
    this.#closing = closing;
    this.#outbox = outbox;
    this.#sender = sender;
    setInterval(() => this.#running && this.#view.timeLeft(this.#shareLeft()), 1000);
  }

  /**
   * Takes up an interrupted session, or fetches a plan. Answers left from before go to the server first.
   *
   * @param {string} [subject] begins with it at once; otherwise the first screen asks
   */
  async open(subject) {
    this.#enter("opening");
    const interrupted = this.#outbox.interrupted(today());
    if (interrupted !== null) {
      void this.#sender.retry();
      return this.#takeUp(await this.#plans.settled(interrupted, false));
    }
    await within(LEFTOVERS_MS, this.#sender.retry());
    try {
      const plan = await this.#plans.next(subject);
      this.#prepare(plan);
      await this.#offers.show(plan);
      this.#enter(this.#plan?.trials.length ? "ready" : "nothing");
      this.onRest("before");
      if (subject !== undefined && !document.hidden) this.start();
    } catch (error) {
      const why = error instanceof SignedOut ? "signedOut" : "unreachable";
      this.#view.write("unreachable", words.NO_PLAN[why]);
      this.#enter("unreachable");
    }
  }

  /** @param {Plan} plan */
  #prepare(plan) {
    this.#plan = plan;
    this.#session = new Session(plan);
    this.#watch = new Stopwatch();
    this.#seq = 0;
    this.#said = new Set();
    this.#view.prepare(plan);
  }

  /** Whether the first screen stands. */
  get isToBegin() {
    return this.#state === "ready" || this.#state === "nothing";
  }

  /** Plays at once what the teacher has set, for the pupil who is here. @param {import("./types.js").Activity} activity */
  play({ trials = [], ...activity }) {
    if (!this.isToBegin || this.#plan === null) return;
    const { pupil, preferences } = this.#plan;
    this.#prepare({ ...activity, trials, pupil, preferences });
    this.#enter("ready");
    this.start();
  }

  /** @param {Plan} plan */
  #takeUp(plan) {
    this.#prepare(plan);
    let elapsed = 0;
    for (const { answer, elapsed_ms } of this.#outbox.of(plan.session)) {
      this.#session.next(elapsed_ms);
      this.#session.answer(answer.given);
      elapsed = elapsed_ms + answer.latency_ms;
      this.#seq = answer.seq + 1;
    }
    this.#watch = new Stopwatch(elapsed);
    if (plan.activity !== undefined) this.onTakenUp();
    this.#rest("away");
  }

  /** Begins. The plan is kept first, so that a lid closed on the first question loses nothing. */
  start() {
    if (this.#state !== "ready" || this.#plan === null) return;
    performance.clearMeasures("ridgeway:next-question");
    void this.#outbox.begin(this.#plan, today());
    void this.#plans.begun(this.#plan);
    this.#watch.start();
    this.#next(performance.now());
  }

  /** @param {"asked" | "away" | "idle"} why */
  pause(why) {
    if (!this.#running && this.#state !== "between") return;
    this.#question?.leave();
    this.#watch.stop();
    this.#rest(why);
  }

  /** @param {"asked" | "away" | "idle"} why */
  #rest(why) {
    const [title, lead] = words.PAUSED[why];
    this.#view.write("paused-title", title);
    this.#view.write("paused-lead", lead);
    this.#enter("paused");
  }

  /** Asks the question that stood again, from the beginning: time away is not thinking time. */
  carryOn() {
    if (this.#state !== "paused") return;
    this.#watch.start();
    if (this.#question === null) this.#next(performance.now());
    else this.#stand(this.#question.again(), performance.now());
  }

  /** Ends before the time is up. */
  stop() {
    if (this.#state === "paused") void this.#finish(false);
  }

  /** @param {Stroke} stroke */
  take({ key, at, device }) {
    if (this.#state === "between" && key === "enter") return this.goOn(at);
    const question = this.#question;
    if (question === null || !(this.#state === "asking" || this.#state === "prompted")) return;
    if (key === "enter") {
      if (question.typed !== "") this.#answer(question, question.typed, at, device);
      return;
    }
    question.stroke(key);
    question.stir();
    this.#view.typed(question.typed);
    if (question.complete) this.#answer(question, question.typed, at, device);
  }

  /**
   * The pupil does not know it and says so. It counts as an error, and is answered with the model.
   *
   * @param {MouseEvent} press
   */
  showMe({ timeStamp, detail }) {
    if (this.#state !== "asking" || this.#question === null) return;
    this.#answer(this.#question, "", timeStamp, detail === 0 ? "keyboard" : "touch");
  }

  /** The network is back: send, and try again what failed for want of it. */
  backOnline() {
    if (this.#state === "unreachable") void this.open();
    else void this.#sender.retry();
  }

  /**
   * Takes an answer: keeps it, and puts the next question on the screen without waiting for anything.
   *
   * @param {Question} question @param {string} given @param {number} at @param {Stroke["device"]} device
   */
  #answer(question, given, at, device) {
    question.leave();
    const { correct } = this.#session.answer(given);
    const { session } = /** @type {Plan} */ (this.#plan);
    const now = this.#clock.now();
    const answer = question.answered({ session, given, at, device, now, seq: this.#seq++ });
    this.#outbox.put(answer, question.elapsedMs);
    this.#sender.nudge();
    this.#view.compare(question.trial, correct ? "" : given);
    if (correct) this.#view.tick(this.#preferences.still);
    if (correct && this.#preferences.chosen.next_button) this.#wait();
    else this.#next(at);
  }

  /** The next question waits to be called; so does the clock. */
  #wait() {
    this.#question = null;
    this.#watch.stop();
    this.#enter("between");
    this.#view.wait();
  }

  /** Calls the next question. @param {number} at */
  goOn(at) {
    if (this.#state !== "between") return;
    this.#watch.start();
    this.#next(at);
  }

  /** Reads the question that stands aloud. */
  readAloud() {
    if (this.#running) this.#say();
  }

  /** The word that stands is looked at, since it cannot be heard. Who is typing already has found it, and goes on. */
  lookInstead(question = this.#question) {
    if (this.#state !== "asking" || question === null || question !== this.#question || question.typed !== "") return;
    const trial = looked(question.trial);
    if (trial === question.trial) return;
    question.leave();
    this.#stand(new Question(trial, question.elapsedMs), performance.now());
  }

  #say() {
    const question = this.#question;
    if (question?.trial.say && !this.#dictation.isOn) return this.lookInstead(question);
    this.#view.readAloud(() => this.lookInstead(question));
  }

  /** @param {number} strokeAt when the last final digit was typed */
  #next(strokeAt) {
    const elapsed = this.#watch.elapsed();
    const trial = this.#session.next(elapsed);
    if (trial === null) void this.#finish();
    else this.#stand(new Question(this.#dictation.asked(trial), elapsed), strokeAt);
  }

  /** Puts a question on the screen. @param {Question} question @param {number} strokeAt */
  #stand(question, strokeAt) {
    this.#question = question;
    const isCorrection = question.trial.reason === "correction" && this.#state !== "paused";
    if (isCorrection) this.#enter("feedback");
    else this.#enter(question.shown ? "prompted" : "asking");
    this.#view.ask(question.trial, question.shown, this.#timeSaid());
    question.stand({
      painted: (at) => performance.measure("ridgeway:next-question", { start: strokeAt, end: at }),
      reveal: () => this.#reveal(question),
      idle: () => this.pause("idle"),
      idleMs: IDLE_MS,
    });
    if (isCorrection) setTimeout(() => this.#listenAgain(question), FEEDBACK_MS);
    if (this.#preferences.chosen.read_aloud || question.trial.say) this.#say();
  }

  /** @param {Question} question */
  #listenAgain(question) {
    if (this.#state === "feedback" && this.#question === question) this.#enter("prompted");
  }

  /** @param {Question} question */
  #reveal(question) {
    this.#enter("prompted");
    this.#view.reveal(question.typed);
    if (this.#preferences.chosen.read_aloud) this.#say();
  }

  /** @param {boolean} [toTheEnd] there is nothing more to ask */
  async #finish(toTheEnd = true) {
    const plan = /** @type {Plan} */ (this.#plan);
    this.#question = null;
    this.#watch.stop();
    this.#enter("finishing");
    if (plan.activity !== undefined) return this.#handOver(plan, toTheEnd);
    await this.#closing.practice(plan);
    void this.#outbox.end();
    this.#enter("finished");
    this.onRest("after");
  }

  /** What the teacher had set is over. @param {Plan} plan @param {boolean} toTheEnd */
  async #handOver(plan, toTheEnd) {
    const answers = this.#outbox.of(plan.session).map(({ answer }) => answer);
    void this.#outbox.end();
    await this.onPlayed(plan, answers, toTheEnd);
  }

  get #running() {
    return this.#state === "asking" || this.#state === "prompted" || this.#state === "feedback";
  }

  #shareLeft() {
    return this.#plan === null ? 1 : 1 - this.#watch.elapsed() / (this.#plan.seconds * 1000);
  }

  /** A word about the time, once at the half and once for the last minute. */
  #timeSaid() {
    const { seconds, activity } = /** @type {Plan} */ (this.#plan);
    const silent = this.#preferences.chosen.timer === "none" || activity !== undefined;
    const share = this.#shareLeft();
    const due = share * seconds <= 60 ? "minute" : share <= 0.5 ? "half" : null;
    if (silent || due === null || this.#said.has(due)) return "";
    this.#said.add(due);
    return words.TIME_LEFT[due];
  }

  /** @param {State} state */
  #enter(state) {
    if (state !== this.#state && !FOLLOWING[this.#state].includes(state)) {
      throw new Error(`${state} cannot follow ${this.#state}`);
    }
    this.#state = state;
    this.#view.show(state);
  }
}

/** The device's own date: a session interrupted yesterday is not taken up today. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].join("-");
}
