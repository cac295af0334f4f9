/**
 * The shapes that travel between the player and the server, and nothing else.
 * Times ending in `_ms` are milliseconds; `at` and `device_time` are ISO 8601 in UTC by the device's clock.
 *
 * @typedef {"model" | "delay" | "none"} Prompt
 *   model: the question stands together with its answer; delay: the answer appears faintly after
 *   `delay_ms`; none: the question alone.
 *
 * @typedef {object} Trial
 * @property {string} item        id of the item, such as `mul:6x7`
 * @property {string} text        the question as it is shown, such as `6 × 7`
 * @property {string} answer      the digits or the word to type
 * @property {string} [say]       the sentence that dictates a word; only words to spell have one
 * @property {boolean} [looked]   a word that cannot be heard here and is looked at first: the player says so, no plan
 * @property {Prompt} prompt
 * @property {number | null} delay_ms
 * @property {string} reason      why it is asked: such as "due", "new", "again" or "correction"
 * @property {number} aim_ms      within which an unprompted answer is fluent
 *
 * @typedef {object} Chosen
 * @property {"shown" | "hidden" | "none"} timer none: no word about the time either
 * @property {"usual" | "large"} type
 * @property {"usual" | "still"} motion
 * @property {"usual" | "high"} contrast
 * @property {boolean} read_aloud
 * @property {"right" | "left"} pad   on which side the number pad stands
 * @property {boolean} next_button    after an answer, the next question waits to be called
 *
 * @typedef {object} Plan
 * @property {string} session     uuid
 * @property {number} seconds     how long the session lasts
 * @property {{name: string}} pupil empty of a plan that only says that there is none
 * @property {Chosen} [preferences] how practice looks and behaves for this pupil
 * @property {boolean} [again]    whether another session may follow at once; yes when it is not said
 * @property {string} [subject]  such as "number-facts"; these when it is not said
 * @property {string[]} [subjects] all that the pupil's class practises on screen
 * @property {Trial[]} trials
 * @property {Played} [activity]  what the teacher has set is played by this plan; practice when it is not said
 * @property {number} [key]       of what the teacher set
 * @property {Activity[]} [activities] what the teacher has set and is still to be done
 *
 * @typedef {object} Activity
 * @property {number} key         what the teacher set; the same in every plan that offers it
 * @property {Played} activity
 * @property {string} title
 * @property {number} seconds     how long it lasts as a whole
 * @property {string} [text]      what is to be written again and again; only writing has one, and none of the others:
 * @property {string} session     uuid
 * @property {string} [subject]   of the words of a list, and
 * @property {Trial[]} [trials]   the words, each once; only a spelling list has these, and none of the others:
 * @property {number | null} each_ms time for each question; null = only the whole is timed
 * @property {number} between_ms  rest between questions
 * @property {Asked[]} warm_up    asked first, and not counted
 * @property {Asked[]} questions
 *
 * @typedef {"probe" | "tables-check" | "spelling" | "alphabet" | "copying" | "from-memory"} Played
 *
 * @typedef {{item: string, text: string, answer: string}} Asked
 *
 * @typedef {object} Written      a minute of writing on its way to the server
 * @property {string} id          uuid version 7, made here: sending it twice counts it once
 * @property {number} key         of what the teacher set
 * @property {string} at          when it began
 * @property {string} typed
 * @property {"keyboard" | "touch"} device
 *
 * @typedef {object} Ending       what the server says about an activity that came to its end
 * @property {Played} activity
 * @property {number} answered
 * @property {number} right
 * @property {number | null} [best_right] before this one
 * @property {boolean} [is_best]
 *
 * @typedef {object} Answer
 * @property {string} id          uuid version 7, made here: sending the same answer twice records it once
 * @property {string} session
 * @property {string} item
 * @property {string} at
 * @property {string} given       what was typed; empty when the pupil asked to be shown the answer
 * @property {number} latency_ms  from the paint of the question to the final digit
 * @property {Prompt} prompt      of its trial; whether a delayed answer was needed shows in the latency
 * @property {number | null} delay_ms when a delayed answer was to appear
 * @property {"keyboard" | "touch"} device
 * @property {number} seq         place in the session, from 0
 *
 * @typedef {object} Receipt
 * @property {string[]} recorded
 * @property {{id: string, reason: string}[]} refused
 *
 * @typedef {object} Summary
 * @property {number} answered
 * @property {number | null} seconds_per_item
 * @property {number | null} [best_seconds_per_item]
 * @property {boolean} [is_best]
 * @property {{text: string, from: number, to: number}[]} [grew]
 * @property {number} [fluent_now]
 * @property {string[]} [new_learned]
 * @property {{fluent: number, goal: number} | null} [team] facts that the class knows together, and its next goal
 */

export {};
