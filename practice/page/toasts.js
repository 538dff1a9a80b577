// What Slack or Teams itself says to one person, such as that the bot did not answer in time.

import { h, icon, reconcile } from "./element.js";

const MOST = 3;

export class Toasts {
  constructor() {
    this.node = h("div", { class: "toasts", role: "alert" });
    this.dismissed = new Set();
    this.own = [];
    this.notices = [];
  }

  /** The platform's notices as they stand; one that was put away stays away. */
  show(notices) {
    this.notices = notices;
    this.draw();
  }

  /** Something of the page's own to say. */
  say(text) {
    if (this.own.some((notice) => notice.text === text && !this.dismissed.has(notice.id))) return;
    this.own.push({ id: `page ${this.own.length}`, text });
    this.draw();
  }

  clear() {
    this.own = [];
    this.notices = [];
    this.dismissed.clear();
    this.draw();
  }

  draw() {
    const shown = [...this.notices, ...this.own].filter(({ id }) => !this.dismissed.has(id)).slice(-MOST);
    reconcile(this.node, shown.map((notice) => ({ key: String(notice.id), print: notice.text, draw: () => this.toast(notice) })));
  }

  toast({ id, text }) {
    const away = () => { this.dismissed.add(id); this.draw(); };
    return h("div", { class: "toast", "data-notice": id }, icon("warning"), h("p", {}, text),
      h("button", { type: "button", class: "button quiet", "aria-label": "Put this notice away", on: { click: away } }, icon("cross")));
  }
}
