// A bot's dialog in Teams, open in one pane: a card over everything else, or a sentence.

import { isSending, pressables, takesAlong } from "./card_parts.js";
import { drawCard } from "./cards.js";
import { carryOver, focusField, Modal } from "./dialogs.js";
import { h } from "./element.js";

export class CardDialog extends Modal {
  // A card that the bot has sent anew shows what the bot put into it; one that only opens at a button keeps what is typed.
  redraw(view) {
    const isSame = JSON.stringify(view.card) === this.print;
    const typed = isSame ? this.fields : [];
    const { activeElement } = document;
    const hadFocus = this.body.contains(activeElement);
    const pressed = isSame && activeElement?.dataset.action;
    Object.assign(this, { hash: view.hash, print: JSON.stringify(view.card), card: view.card, opened: new Set(view.opened), fields: [] });
    this.heading.textContent = view.title || "Message";
    this.send.hidden = true;
    this.leave.textContent = "Close";
    this.leave.parentNode.hidden = Boolean(view.card);
    this.body.replaceChildren(view.card ? this.drawn() : h("p", {}, view.text));
    for (const field of this.fields) carryOver(typed, field);
    const again = pressed && this.body.querySelector(`[data-action="${CSS.escape(pressed)}"]`);
    if (again) again.focus();
    else if (hadFocus) this.focus();
  }

  /** What the bot found wrong comes first: it stands in a box of its own colour, with its input. */
  focus() {
    const wrong = this.fields.find((field) => field.frame.closest(".ground-attention"));
    if (wrong) focusField(wrong);
    else super.focus();
  }

  drawn() {
    const { directory, opened } = this;
    const press = (pressed) => this.does.press(this, pressed);
    return drawCard(this.card, { directory, opened, press, addField: (field) => this.fields.push(field) });
  }

  /** What Enter does: the first button that sends what is filled in. */
  get sending() {
    const there = this.card ? pressables(this.card, this.opened) : [];
    const found = there.find(({ action }) => isSending(action) && !takesAlong(action));
    return found ? { action: found.action, number: 0, node: this.send } : null;
  }
}
