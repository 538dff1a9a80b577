// A small menu behind a button of three dots.

import { freshId, h, icon } from "./element.js";

/** `items` are {label, attributes, act}; `act` gets the button that keeps standing there. */
export function drawMenu(items) {
  const id = freshId("more");
  const closed = { "aria-label": "More", "aria-expanded": "false", "aria-controls": id };
  const more = h("button", { type: "button", class: "button quiet", ...closed }, icon("more"));
  const list = h("div", { class: "overflow-list", id, hidden: true });
  const open = (isOpen) => {
    list.hidden = !isOpen;
    more.setAttribute("aria-expanded", String(isOpen));
  };
  list.append(...items.map(({ label, attributes = {}, act }) => h("button", {
    type: "button", ...attributes, on: { click: () => { open(false); act(more); } },
  }, label)));
  more.addEventListener("click", () => open(list.hidden));
  const node = h("div", { class: "overflow" }, more, list);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || list.hidden) return;
    event.stopPropagation();
    open(false);
    more.focus();
  });
  return node;
}
