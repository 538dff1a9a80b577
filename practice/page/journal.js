// The panel that shows what the bot and the platforms said to each other, newest first, and every rule it broke.

import { ask, coalesced, Unanswered } from "./calls.js";
import { dayAndTime, timeOfDay } from "./clock.js";
import { h, icon } from "./element.js";

const MOST = 400;

const KINDS = { call: "Call", envelope: "Envelope", ack: "Answer", event: "Event", rule: "Rule" };

export class Journal {
  /** `node` is the section of the page; `people` gives a person's name for an id. */
  constructor(node, directory) {
    Object.assign(this, { node, directory, entries: [], last: new Map(), round: 0, isOpen: false });
    this.toggle = node.querySelector("[data-journal-toggle]");
    this.panel = node.querySelector("[data-journal-panel]");
    this.list = node.querySelector("[data-journal-list]");
    this.tally = node.querySelector("[data-journal-tally]");
    this.only = node.querySelector("[data-journal-only]");
    this.refresh = coalesced(() => this.fetch());
    this.toggle.addEventListener("click", () => this.open(!this.isOpen));
    this.only.addEventListener("change", () => this.draw());
  }

  open(isOpen) {
    this.isOpen = isOpen;
    this.panel.hidden = !isOpen;
    this.toggle.setAttribute("aria-expanded", String(isOpen));
    this.draw();
  }

  /** Begin again: the server's journal is another one. */
  clear() {
    this.entries = [];
    this.last.clear();
    this.round += 1;
    this.refresh();
  }

  async fetch() {
    const { round } = this;
    const found = await Promise.all(this.directory.platforms().map((platform) => this.after(platform)));
    const entries = found.flat();
    if (round !== this.round || (entries.length === 0 && this.entries.length)) return;
    this.entries = [...this.entries, ...entries].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
    for (const { platform, n } of entries) this.last.set(platform, Math.max(n, this.last.get(platform) ?? 0));
    this.draw();
  }

  // While the server is away the page says so elsewhere; everything is fetched again when it is back.
  async after(platform) {
    try {
      const { entries } = await ask(`/practice/journal?platform=${platform}&after=${this.last.get(platform) ?? 0}`);
      return entries.map((entry) => ({ ...entry, platform, key: `${platform} ${entry.n}` }));
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      return [];
    }
  }

  draw() {
    const broken = this.entries.filter((entry) => entry.broken).length;
    const said = this.entries.length === 1 ? "1 entry" : `${this.entries.length.toLocaleString("en-GB")} entries`;
    const rules = broken === 1 ? "1 rule broken" : `${broken || "no"} rules broken`;
    this.tally.replaceChildren(`${said}, `, h("span", { class: broken ? "tally-broken" : "" }, broken ? icon("warning") : "", rules));
    this.node.dataset.broken = String(broken);
    if (this.isOpen) this.drawList();
  }

  drawList() {
    const chosen = this.only.checked ? this.entries.filter((entry) => entry.broken) : this.entries;
    const shown = chosen.slice(-MOST).reverse();
    const there = new Map([...this.list.children].map((node) => [node.dataset.n, node]));
    const nodes = shown.map((entry) => there.get(entry.key) ?? this.entry(entry));
    const place = this.list.scrollTop;
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    this.list.replaceChildren(...(nodes.length ? nodes : [h("li", { class: "none" }, this.only.checked ? "No rule was broken." : "Nothing has been said yet.")]));
    this.list.scrollTop = place;
    if (focused?.isConnected) focused.focus({ preventScroll: true });
  }

  entry(entry) {
    const who = entry.user ? h("span", { class: "entry-user" }, this.directory.person(entry.user)?.name ?? entry.user) : null;
    const mark = entry.broken ? h("span", { class: "entry-broken" }, icon("warning"), "Breaks a rule") : null;
    const head = h(
      "summary", {},
      h("time", { datetime: entry.at, title: dayAndTime(entry.at) }, timeOfDay(entry.at)),
      h("span", { class: `entry-kind kind-${entry.kind}` }, KINDS[entry.kind] ?? entry.kind),
      this.directory.platforms().length > 1 ? h("span", { class: "entry-platform" }, entry.platform === "teams" ? "Teams" : "Slack") : null,
      h("code", {}, entry.name), mark, h("span", { class: "entry-summary" }, entry.summary), who,
    );
    const details = h("details", {}, head);
    details.addEventListener("toggle", () => {
      if (details.open && !details.querySelector("pre")) {
        details.append(h("pre", { tabindex: "0" }, JSON.stringify(entry.detail, null, 2)));
      }
    });
    const isBroken = Boolean(entry.broken);
    return h("li", { class: isBroken ? "entry broken" : "entry", "data-n": entry.key, "data-broken": String(isBroken) }, details);
  }
}
