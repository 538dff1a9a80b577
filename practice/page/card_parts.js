// The buttons of a card that can be seen, and where each is: named as the server names them.

const NESTED = ["body", "items", "columns", "rows", "cells", "actions"];

/** Every button that can be seen, as {action, path}; `opened` has the paths of the cards that are shown. */
export function pressables(card, opened, path = "") {
  return [...actionsIn(card)].flatMap((action, number) => {
    const here = `${path}${number}`;
    const isOpen = action.type === "Action.ShowCard" && opened.has(here);
    return [{ action, path: here }, ...(isOpen ? pressables(action.card, opened, `${here}.`) : [])];
  });
}

/** Which one of the buttons with the same words this is; those on shown cards come first. */
export function numberAmong(found, pressed) {
  const depth = ({ path }) => path.split(".").length;
  const named = found.filter(({ action }) => action.title === pressed.title).toSorted((one, other) => depth(other) - depth(one));
  return named.findIndex(({ action }) => action === pressed);
}

/** Does this button take along what is filled in beside it, and do something else than send that? */
export function takesAlong(action) {
  return Object.keys(action.data?.boxes ?? {}).length > 0;
}

/** Does what is filled in beside this button go with it? */
export function isSending(action) {
  const asksForDialog = action.data?.msteams?.type === "task/fetch";
  return ["Action.Execute", "Action.Submit"].includes(action.type) && action.associatedInputs !== "none" && !asksForDialog;
}

function* actionsIn(part) {
  if (part.isVisible === false) return;
  if (String(part.type).startsWith("Action.")) yield part;
  for (const key of NESTED) for (const inner of part[key] ?? []) yield* actionsIn(inner);
}
