// A person presses something on a card in Teams, in a message or in a dialog. `pane` is theirs.

import { focusField, showError } from "./dialogs.js";
import { followed, pressing, pressingInDialog } from "./teams.js";

/** What was pressed in a message. */
export function pressCard(pane, message, pressed, fields) {
  const where = { conversation: pane.current.id, activity_id: message.id };
  return carryOut(pane, pressed, fields, pressing, where);
}

/** What was pressed in the dialog; without anything pressed, Enter was. */
export function pressInDialog(pane, dialog, pressed) {
  if (!pressed) return null;
  return carryOut(pane, pressed, dialog.fields, pressingInDialog, {});
}

/** Take or leave a file. */
export function decide(pane, message, verb, node) {
  if (node.getAttribute("aria-busy")) return null;
  return pane.does(verb, { conversation: pane.current.id, activity_id: message.id }, node);
}

async function carryOut(pane, pressed, fields, naming, where) {
  const { action, node } = pressed;
  if (node.getAttribute("aria-busy")) return;
  if (action.type === "Action.OpenUrl") {
    const instead = followed(action);
    if (instead) pane.toasts.say(instead);
    return;
  }
  const [verb, details] = naming(pressed, await valuesOf(fields));
  await pane.does(verb, { ...where, ...details }, node);
  if (action.type === "Action.ShowCard") bringIntoView(pane.node, action.title);
  showErrors(fields, pane.outcome?.field_errors ?? {});
}

function bringIntoView(node, title) {
  const shown = [...node.querySelectorAll(`.card-inner[data-shown-by="${CSS.escape(title)}"]`)];
  shown.at(-1)?.scrollIntoView({ block: "nearest" });
}

async function valuesOf(fields) {
  return Object.fromEntries(await Promise.all(fields.map(async (field) => [field.blockId, await field.read()])));
}

function showErrors(fields, errors) {
  const there = fields.filter((field) => field.frame.isConnected);
  for (const field of there) showError(field, errors[field.blockId]);
  const wrong = there.find((field) => errors[field.blockId]);
  if (wrong) focusField(wrong);
}
