// The forms that stand open over one pane: a stack, of which only the top one shows.

import { h } from "./element.js";
import { CardDialog } from "./card_dialog.js";
import { Modal } from "./dialogs.js";

export class Forms {
  /** `beneath` cannot be reached while anything stands over it; `does` is what Modal asks for. */
  constructor(beneath, does) {
    Object.assign(this, { beneath, does, modals: new Map(), opener: null });
    this.layer = h("div", { class: "layer" });
    new MutationObserver(() => this.shield()).observe(this.layer, { childList: true });
  }

  get top() {
    return [...this.modals.values()].at(-1) ?? null;
  }

  get hasFocus() {
    return this.layer.contains(document.activeElement);
  }

  shield() {
    this.beneath.inert = this.layer.childElementCount > 0;
  }

  /** Show these views, the last on top; `mayFocus` says whether a new one may take the keyboard. */
  show(views, directory, mayFocus) {
    const open = new Set(views.map((view) => view.id));
    for (const id of this.modals.keys()) if (!open.has(id)) this.drop(id);
    views.forEach((view, place) => {
      const known = this.modals.get(view.id);
      if (known) known.update(view);
      else this.raise(view, directory, mayFocus);
      this.modals.get(view.id).node.hidden = place < views.length - 1;
    });
    this.shield();
  }

  raise(view, directory, mayFocus) {
    if (!this.top) this.opener = mayFocus ? document.activeElement : null;
    const modal = view.type === "dialog" ? new CardDialog(view, directory, this.does) : new Modal(view, directory, this.does);
    this.modals.set(view.id, modal);
    this.layer.append(modal.node);
    if (mayFocus) modal.focus();
  }

  drop(id) {
    this.modals.get(id).node.remove();
    this.modals.delete(id);
  }

  /** Close all, without asking anybody: another person sits here now. */
  clear() {
    for (const id of [...this.modals.keys()]) this.drop(id);
    this.shield();
  }

  /** Where the keyboard was before the first form opened; said once. */
  cameFrom() {
    const { opener } = this;
    this.opener = null;
    return opener;
  }
}
