/**
 * The player's page. It decides nothing: it shows a state, a question, the digits so far, a summary.
 * The words stand in the template and in `words.js`; text is only ever set as text.
 */

import { differences } from "./compare.js";
import { isNumber } from "./question.js";
import { hush, say } from "./voice.js";
import * as words from "./words.js";

/** @typedef {import("./types.js").Trial} Trial */

/** Which screen a state is shown on. @type {Record<string, string>} */
const SCREENS = {
  asking: "question",
  prompted: "question",
  feedback: "question",
  between: "question",
  gap: "question",
};

const TICK_MS = 700;
const MOST_GROWN = 3;

export class View {
  #root;
  #screen = "opening";
  /** @type {Trial | null} */
  #trial = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {string} state */
  show(state) {
    this.#root.dataset.state = state;
    const screen = SCREENS[state] ?? state;
    if (screen === this.#screen) return;
    if (screen !== "question") hush();
    this.#screen = screen;
    for (const section of this.#all("[data-screen]")) section.hidden = section.dataset.screen !== screen;
    scrollTo(0, 0);
    this.#all(`[data-screen=${screen}] [data-focus]`)[0]?.focus({ preventScroll: true });
  }

  /** @param {import("./types.js").Plan} plan */
  prepare(plan) {
    if (plan.pupil.name !== "") this.write("name", plan.pupil.name);
    this.write("length", words.minutes(plan.seconds));
    this.#button("again").hidden = plan.again === false;
    this.#root.dataset.activity = plan.activity ?? "";
    this.#root.dataset.subject = plan.subject ?? "";
    this.#offerSigns(plan.trials);
    this.fit(plan.trials);
  }

  /**
   * Makes type so large that the longest of these questions still has room.
   *
   * @param {{text: string, answer: string, say?: string}[]} questions @param {number} [boxes] at least so many for an answer
   */
  fit(questions, boxes = 0) {
    const longest = Math.max(
      ...questions.map(({ text, answer, say }) => (say ? 1 : text.length) + Math.max(answer.length, boxes)),
    );
    this.#root.style.setProperty("--characters", String(longest));
  }

  /**
   * Signs that answers have beside the letters a to z, to be pressed: an apostrophe, a hyphen, an é. They are those of
   * all questions, so that they tell nothing of one.
   *
   * @param {{answer: string}[]} questions
   */
  #offerSigns(questions) {
    const signs = new Set(questions.flatMap(({ answer }) => [...answer.toLowerCase().replaceAll("’", "'")]));
    const further = [...signs].filter((sign) => !/[a-z0-9]/.test(sign)).sort();
    this.#part("signs").replaceChildren(...further.map(keyOf));
  }

  /** Lets the question's screen be that of an activity. @param {string} activity empty: of practice again */
  play(activity) {
    this.#root.dataset.activity = activity;
    this.#root.dataset.subject = "";
    this.timeLeft(1);
  }

  /** Puts text wherever the template has that name. @param {string} name @param {string} text */
  write(name, text) {
    for (const place of this.#all(`[data-text="${name}"]`)) place.textContent = text;
  }

  /**
   * Puts a question on the screen.
   *
   * @param {Trial} trial
   * @param {boolean} shown whether its answer is there to see
   * @param {string} [said] to a screen reader before the question
   */
  ask(trial, shown, said = "") {
    this.#trial = trial;
    this.#leaveNext();
    const [before, after = ""] = trial.text.split("□"); // the boxes stand where the number is missing
    this.#part("text").textContent = before.trim();
    this.#part("after").textContent = after.trim();
    this.#root.dataset.keys = isNumber(trial) ? "digits" : "letters";
    this.#part("boxes").replaceChildren(...Array.from(trial.answer, () => span("box")));
    this.#explain(shown, said, "");
  }

  /** Lets the answer appear around what is typed already. @param {string} digits */
  reveal(digits) {
    this.#explain(true, "", digits);
  }

  /** @param {boolean} shown @param {string} before @param {string} digits */
  #explain(shown, before, digits) {
    const trial = /** @type {Trial} */ (this.#trial);
    this.#part("hint").textContent = words.hint(trial, shown);
    this.#offerHelp(!shown);
    this.write("said", `${before} ${words.announcement(trial, shown)}`.trim());
    this.#root.dataset.shown = shown ? "yes" : "no";
    this.typed(digits);
  }

  /** @param {boolean} offered */
  #offerHelp(offered) {
    const button = this.#button("show-me");
    if (!offered && button === document.activeElement) this.focusQuestion();
    button.hidden = !offered;
  }

  #leaveNext() {
    if (this.#button("next") === document.activeElement) this.focusQuestion();
  }

  /** Whatever was pressed, keys are for the question again. */
  focusQuestion() {
    this.#all("[data-screen=question] [data-focus]")[0].focus();
  }

  /**
   * Shows where a word typed wrongly differs from the right one; nothing when it was right, or is no word.
   *
   * @param {Trial} trial @param {string} given
   */
  compare({ answer, say }, given) {
    const found = say === undefined || given === "" ? [] : differences(given, answer);
    this.#part("compared").replaceChildren(...found.map(({ letter, kind }) => span(kind, letter)));
  }

  /** Digits so far; where none stands yet, the model shows through if it is there to see. @param {string} digits */
  typed(digits) {
    if (this.#trial?.say !== undefined) return this.#spell(digits);
    const model = this.#root.dataset.shown === "yes" ? (this.#trial?.answer ?? "") : "";
    [...this.#part("boxes").children].forEach((box, place) => {
      box.textContent = digits[place] ?? model[place] ?? "";
      box.classList.toggle("model", place >= digits.length);
      box.classList.toggle("next", place === digits.length);
    });
  }

  /** Says what came of an activity. @param {{title: string, score: string, lead: string}} said */
  tell({ title, score, lead }) {
    this.write("over-title", title);
    this.write("over-score", score);
    this.write("over-lead", lead);
    this.write("over-note", "");
  }

  /** @param {string} text under the question */
  hint(text) {
    this.#part("hint").textContent = text;
  }

  /** Whether the next question waits to be called. @param {boolean} waits */
  callable(waits) {
    this.#root.dataset.waits = waits ? "yes" : "no";
    if (waits) this.#button("next").focus({ preventScroll: true });
  }

  /** Letters so far, and a box for the next. The first of them covers all that shows the word. @param {string} letters */
  #spell(letters) {
    if (letters !== "") this.#part("compared").replaceChildren();
    const model = this.#root.dataset.shown === "yes" && letters === "" ? (this.#trial?.answer ?? "") : "";
    const boxes = model ? Array.from(model, (letter) => span("box model", letter)) : [];
    if (!model) boxes.push(...Array.from(letters, (letter) => span("box", letter)), span("box next"));
    this.#part("boxes").replaceChildren(...boxes);
  }

  /** The answer stays to be looked at until the next question is called. */
  wait() {
    this.#offerHelp(false);
    this.#part("hint").textContent = "";
    this.#button("next").focus({ preventScroll: true });
  }

  /** Says what is written. Whoever asked for it goes on typing. @param {() => void} [silent] called when no voice begins */
  readAloud(silent) {
    if (this.#button("read") === document.activeElement) this.focusQuestion();
    const trial = /** @type {Trial} */ (this.#trial);
    say(words.heard(trial, this.#root.dataset.shown === "yes"), silent);
  }

  /** Says yes, without standing in the way. @param {boolean} still whether nothing may move */
  tick(still) {
    const frames = still ? [{ opacity: 1 }, { opacity: 1 }] : [{ opacity: 1 }, { opacity: 1 }, { opacity: 0 }];
    this.#part("tick").animate(frames, { duration: TICK_MS });
  }

  /** @param {number} share of the time that is left, 1 to 0 */
  timeLeft(share) {
    this.#part("timer").style.setProperty("--left", String(Math.max(0, share)));
  }

  /** @param {import("./types.js").Summary} summary */
  summarise(summary) {
    const pace = summary.seconds_per_item;
    this.write("answered", words.questions(summary.answered));
    this.write("pace", typeof pace === "number" ? words.secondsEach(pace) : "");
    this.write("best", words.best(summary));
    this.#part("pace").hidden = typeof pace !== "number";
    const grew = (summary.grew ?? []).slice(0, MOST_GROWN);
    const learned = summary.new_learned ?? [];
    const fluent = words.fluent(summary.fluent_now ?? 0, this.#root.dataset.subject);
    this.#part("grew").replaceChildren(...grew.map((fact) => this.#grewRow(fact)));
    this.write("learned", learned.length > 0 ? words.learned(learned) : "");
    this.write("fluent", fluent);
    this.write("team", summary.team ? words.team(summary.team) : "");
    this.#part("growth").hidden = grew.length === 0 && learned.length === 0 && fluent === "" && !summary.team;
  }

  /**
   * A fact's seconds then and now, in words and as two bars on one scale.
   *
   * @param {{text: string, from: number, to: number}} fact
   */
  #grewRow({ text, from, to }) {
    const template = /** @type {HTMLTemplateElement} */ (this.#part("grew-row"));
    const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (row.querySelector(`.grew-${name}`));
    part("fact").textContent = text;
    part("words").textContent = words.fromTo(from, to);
    part("to").style.setProperty("--share", String(Math.min(1, to / from)));
    return row;
  }

  /** @param {string} action @returns {HTMLButtonElement} */
  #button(action) {
    return /** @type {HTMLButtonElement} */ (this.#root.querySelector(`[data-do="${action}"]`));
  }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) {
    return /** @type {HTMLElement} */ (this.#root.querySelector(`[data-part="${name}"]`));
  }

  /** @param {string} selector @returns {NodeListOf<HTMLElement>} */
  #all(selector) {
    return this.#root.querySelectorAll(selector);
  }
}

/** @param {string} sign @returns {HTMLButtonElement} a key of a pad */
function keyOf(sign) {
  const made = document.createElement("button");
  made.type = "button";
  made.dataset.key = sign;
  made.textContent = sign === " " ? words.SPACE : sign;
  if (sign in words.SIGNS) made.setAttribute("aria-label", words.SIGNS[sign]);
  return made;
}

/** @param {string} className @param {string} [text] */
function span(className, text = "") {
  const made = document.createElement("span");
  made.className = className;
  made.textContent = text;
  return made;
}
