// A list of suggestions under (or over) a box that keeps the focus: arrows move, the box decides when to take one.

import { freshId, h } from "./element.js";

export class Listbox {
  /** `box` is the text box that the list serves; `onTake` gets the option taken. */
  constructor(box, label, onTake) {
    this.box = box;
    this.onTake = onTake;
    this.options = [];
    this.active = -1;
    this.node = h("ul", { class: "listbox", role: "listbox", id: freshId("list"), "aria-label": label, hidden: true });
    box.setAttribute("aria-controls", this.node.id);
    box.setAttribute("aria-autocomplete", "list");
    // Pressing the mouse would take the focus from the box, and with it the list.
    this.node.addEventListener("mousedown", (event) => event.preventDefault());
    this.node.addEventListener("click", (event) => this.clicked(event));
  }

  get isOpen() {
    return !this.node.hidden;
  }

  /** Offer `options` ({value, label, detail}); `chosen` is the value that stands now. */
  show(options, { chosen = null, start = 0 } = {}) {
    this.options = options;
    const items = options.map((option) => this.item(option, chosen));
    this.node.replaceChildren(...(items.length ? items : [h("li", { class: "none" }, "Nothing matches")]));
    this.node.hidden = false;
    this.expanded(true);
    this.mark(options.length ? start : -1);
  }

  item(option, chosen) {
    const detail = option.detail ? h("span", { class: "detail" }, option.detail) : null;
    return h(
      "li",
      { role: "option", id: freshId("option"), "data-value": option.value, "data-chosen": option.value === chosen },
      h("span", { class: "label" }, option.label), detail,
    );
  }

  hide() {
    this.node.hidden = true;
    this.expanded(false);
    this.mark(-1);
  }

  move(step) {
    const count = this.options.length;
    if (count) this.mark((this.active + step + count) % count);
  }

  /** Take the marked option; false when there is none. */
  take() {
    const option = this.options[this.active];
    if (!this.isOpen || !option) return false;
    this.hide();
    this.onTake(option);
    return true;
  }

  clicked(event) {
    const item = event.target.closest("[role=option]");
    if (!item) return;
    this.active = [...this.node.children].indexOf(item);
    this.take();
  }

  mark(index) {
    this.active = index;
    const items = [...this.node.querySelectorAll("[role=option]")];
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === index)));
    if (items[index]) this.box.setAttribute("aria-activedescendant", items[index].id);
    else this.box.removeAttribute("aria-activedescendant");
    items[index]?.scrollIntoView({ block: "nearest" });
  }

  // A textarea may not be a combobox, so it has no expanded state; its suggestions are announced instead.
  expanded(isOpen) {
    if (this.box.getAttribute("role") === "combobox") this.box.setAttribute("aria-expanded", String(isOpen));
  }
}
