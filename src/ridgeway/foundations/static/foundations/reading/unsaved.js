// @ts-check
/** On a class's page: whose reading was heard on this device and is not saved yet; and what was just saved is forgotten. */

import { forget, recall } from "./keeping.js";

const HEARD = /^ridgeway\.reading\.(\d+)\.(\w+)\./;
const TYPED = "ridgeway.readings.";
const entered = new URLSearchParams(location.search).get("entered");

for (const name of Object.keys(localStorage)) {
  if (name.startsWith(TYPED) && recall(name)?.key === entered) forget(name);
  const [, pupil, text] = HEARD.exec(name) ?? [];
  const link = document.querySelector(`[data-unsaved="${pupil}"]`);
  if (!(link instanceof HTMLAnchorElement) || !text) continue;
  link.search = `?text=${text}`;
  link.hidden = false;
}
