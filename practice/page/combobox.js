// One choice among many, found by typing.

import { freshId, h } from "./element.js";
import { Listbox } from "./listbox.js";

export class Combobox {
  /**
   * `options` are {value, label, detail}. With `mayBeEmpty`, an emptied box means no choice;
   * without it, leaving the box puts the old choice back.
   */
  constructor({ label, options, value = "", placeholder = "", mayBeEmpty = false, onChoose = () => {} }) {
    Object.assign(this, { options, value, mayBeEmpty, onChoose });
    this.box = h("input", {
      type: "text", role: "combobox", id: freshId("box"), autocomplete: "off", spellcheck: "false",
      "aria-expanded": "false", "aria-label": label, placeholder,
    });
    this.list = new Listbox(this.box, label ?? "Choices", (option) => this.choose(option.value));
    this.node = h("div", { class: "combobox" }, this.box, this.list.node);
    this.box.addEventListener("input", () => this.offer(this.box.value));
    this.box.addEventListener("click", () => this.offer(""));
    this.box.addEventListener("focus", () => this.box.select());
    this.box.addEventListener("blur", () => this.leave());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.write(value);
  }

  write(value) {
    this.value = value;
    this.box.value = this.options.find((option) => option.value === value)?.label ?? "";
  }

  choose(value) {
    this.write(value);
    this.box.select();
    this.onChoose(value);
  }

  offer(typed) {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = ({ label, detail = "" }) => words.every((word) => `${label} ${detail}`.toLowerCase().includes(word));
    const found = this.options.filter(fits);
    const start = Math.max(0, found.findIndex((option) => option.value === this.value));
    this.list.show(found, { chosen: this.value, start });
  }

  leave() {
    if (this.list.isOpen) this.list.hide();
    if (this.box.value === "" && this.mayBeEmpty && this.value !== "") this.choose("");
    else this.write(this.value);
  }

  key(event) {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (this.list.isOpen) this.list.move(key === "ArrowDown" ? 1 : -1);
      else this.offer("");
    } else if (key === "Enter" && this.list.isOpen) {
      event.preventDefault();
      this.list.take();
    } else if (key === "Escape" && this.list.isOpen) {
      // Only the list closes, not the form around it.
      event.stopPropagation();
      this.list.hide();
      this.write(this.value);
    }
  }
}

/** Several choices among many: those taken stand above the box, each with a button that takes it back. */
export class SeveralBox {
  constructor({ label, options, values = [], placeholder = "Type to find, then choose", onChange = () => {} }) {
    Object.assign(this, { options, onChange });
    this.taken = h("ul", { class: "taken", "aria-label": "Chosen" });
    this.search = new Combobox({ label, options: [], placeholder, mayBeEmpty: true, onChoose: (value) => this.add(value) });
    this.box = this.search.box;
    this.node = h("div", { class: "several" }, this.taken, this.search.node);
    this.write(values);
  }

  write(values) {
    this.values = [...values];
    this.search.options = this.options.filter((option) => !this.values.includes(option.value));
    this.search.write("");
    this.taken.replaceChildren(...this.values.map((value) => this.tag(value)));
    this.taken.hidden = this.values.length === 0;
  }

  tag(value) {
    const label = this.options.find((option) => option.value === value)?.label ?? value;
    const away = { type: "button", "aria-label": `Remove ${label}`, on: { click: () => this.remove(value) } };
    return h("li", { "data-value": value }, label, h("button", away, "×"));
  }

  add(value) {
    if (!value) return;
    this.write([...this.values, value]);
    this.onChange(this.values);
  }

  remove(value) {
    this.write(this.values.filter((other) => other !== value));
    this.box.focus();
    this.onChange(this.values);
  }
}
