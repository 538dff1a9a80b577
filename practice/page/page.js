// The page of the practice hospital: three panes, a clock to push, and the journal.

import { ask, tell, Unanswered, watch } from "./calls.js";
import { Clock } from "./clock.js";
import { question } from "./dialogs.js";
import { h, reconcile, unseen } from "./element.js";
import { Journal } from "./journal.js";
import { drawMrkdwn } from "./mrkdwn.js";
import { Pane } from "./pane.js";

const PANES = "practice.panes";
const TIPS = "practice.tips";
const STEPS = { hour: { hours: 1 }, day: { days: 1 }, week: { days: 7 } };

const find = (selector) => document.querySelector(selector);
const say = (words) => { find("[data-status]").textContent = words; };

class Page {
  constructor(place) {
    this.place = place;
    this.directory = directoryOf(place);
    this.clock = new Clock(find("[data-clock]"), find("[data-sun]"));
    this.journal = new Journal(find("[data-journal]"), this.directory);
    this.main = find("main");
    this.switch = find("[data-pane-switch]");
    this.panes = [1, 2, 3].map((number) => new Pane(number, this.directory, () => this.changed()));
    this.main.append(...this.panes.map((pane) => pane.node));
    this.shown = 1;
  }

  start() {
    const { title, now, can_push: canPush } = this.place;
    find("[data-title]").textContent = title;
    document.title = `${title}: practice hospital`;
    this.clock.set(now);
    find("[data-push-group]").hidden = !canPush;
    this.drawTips();
    const seats = seated(this.place);
    this.panes.forEach((pane, index) => pane.sit(seats[index]));
    this.show(1);
    this.listen();
    this.journal.refresh();
    watch((change) => this.hear(change), (isUp) => this.link(isUp));
  }

  listen() {
    for (const button of document.querySelectorAll("[data-push]")) {
      button.addEventListener("click", () => this.push(button));
    }
    find("[data-start-over]").addEventListener("click", () => this.startOver());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "F6" || find("[data-page-layer]").childElementCount) return;
      event.preventDefault();
      this.step(event.shiftKey ? -1 : 1);
    });
  }

  // F6 walks from pane to pane, the one way out of a form that leaves it open.
  step(by) {
    const here = this.panes.findIndex((pane) => pane.node.contains(document.activeElement));
    const next = here < 0 ? (by > 0 ? 0 : 2) : (here + by + 3) % 3;
    this.show(next + 1);
    this.panes[next].focus();
  }

  /** On a narrow screen, bring pane `number` forward. */
  show(number) {
    this.shown = number;
    this.panes.forEach((pane) => pane.node.classList.toggle("shown", pane.number === number));
    const pane = this.panes[number - 1];
    if (pane.screen) pane.draw(pane.screen);
    this.changed();
  }

  /** Somebody sits elsewhere, or something waits unread. */
  changed() {
    sessionStorage.setItem(PANES, JSON.stringify(this.panes.map((pane) => pane.user)));
    reconcile(this.switch, this.panes.map((pane) => {
      const name = this.directory.person(pane.user)?.name ?? `Pane ${pane.number}`;
      const shown = { name, waiting: pane.waiting, isCurrent: pane.number === this.shown };
      return { key: String(pane.number), print: JSON.stringify(shown), draw: () => this.switchButton(pane.number, shown) };
    }));
  }

  switchButton(number, { name, waiting, isCurrent }) {
    const badge = waiting ? h("span", { class: "badge" }, String(waiting), unseen(" unread")) : null;
    const attributes = {
      type: "button", "data-show-pane": number, "aria-current": isCurrent ? "true" : null, on: { click: () => this.show(number) },
    };
    return h("li", {}, h("button", attributes, name, badge));
  }

  hear({ changed = [], now, journal }) {
    if (now) this.clock.set(now);
    for (const pane of this.panes) if (changed.includes(pane.user)) pane.refresh();
    if (journal !== undefined) this.journal.refresh();
  }

  // Whatever happened while the line was down was not heard, so everything is fetched again.
  link(isUp) {
    find("[data-link]").hidden = isUp;
    if (!isUp) return;
    for (const pane of this.panes) pane.refresh();
    this.journal.clear();
  }

  async push(button) {
    if (button.getAttribute("aria-busy")) return;
    const answer = await this.busy(button, () => tell("/practice/push", STEPS[button.dataset.push]));
    if (!answer) return;
    this.clock.set(answer.now);
    say(`The clock now says ${this.clock.node.textContent}.`);
    for (const pane of this.panes) pane.refresh();
  }

  async startOver() {
    const words = {
      title: "Start over?", yes: "Start over", no: "Keep playing",
      text: "Everything said and done here is forgotten, for every person. The people and channels stay.",
    };
    if (!(await question(find("[data-page-layer]"), words, { danger: true }))) return;
    const begin = () => tell("/practice/start-over").then(() => ask("/practice/members"));
    const place = await this.busy(find("[data-start-over]"), begin);
    if (!place) return;
    this.clock.set(place.now);
    this.journal.clear();
    for (const pane of this.panes) pane.refresh();
    say("Everything is as it was at the start.");
  }

  async busy(button, work) {
    button.setAttribute("aria-busy", "true");
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      this.panes[this.shown - 1].toasts.say(error.message);
      return null;
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  drawTips() {
    const tips = find("[data-tips]");
    const toggle = find("[data-tips-toggle]");
    find("[data-tips-list]").replaceChildren(...this.place.tips.map((tip) => h("li", {}, h("span", {}, drawMrkdwn(tip, this.directory)))));
    const open = (isOpen) => {
      tips.hidden = !isOpen;
      toggle.setAttribute("aria-expanded", String(isOpen));
      sessionStorage.setItem(TIPS, String(isOpen));
    };
    toggle.hidden = this.place.tips.length === 0;
    toggle.addEventListener("click", () => open(tips.hidden));
    find("[data-tips-close]").addEventListener("click", () => { open(false); toggle.focus(); });
    open(!toggle.hidden && sessionStorage.getItem(TIPS) !== "false");
  }
}

/** Who is who and which channel is which, as the panes ask for it. */
function directoryOf({ members, channels }) {
  const people = new Map(members.map((member) => [member.id, member]));
  const names = new Map(channels.map((channel) => [channel.id, channel.name]));
  const persons = members.filter((member) => !member.is_bot);
  const asOption = ({ id, name, title }) => ({ value: id, label: name, detail: title });
  return {
    person: (id) => people.get(id), people: () => persons.map(asOption),
    botOn: (platform) => members.find((member) => member.is_bot && member.platform === platform)?.name ?? "the bot",
    platforms: () => [...new Set(members.map(({ platform }) => platform))],
    peopleOn: (platform) => persons.filter((person) => person.platform === platform).map(asOption),
    channel: (id) => names.get(id), conversations: () => [], me: null,
  };
}

/** The three people of last time in this tab, else those suggested. */
function seated({ members, suggested_panes: suggested }) {
  const there = new Set(members.filter((member) => !member.is_bot).map((member) => member.id));
  const kept = JSON.parse(sessionStorage.getItem(PANES) ?? "[]");
  const all = [...kept.filter((id) => there.has(id)), ...suggested, ...there];
  return kept.length === 3 && kept.every((id) => there.has(id)) ? kept : [...new Set(all)].slice(0, 3);
}

async function start() {
  try {
    new Page(await ask("/practice/members")).start();
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    find("main").replaceChildren(h("p", { class: "stopped", role: "alert" }, error.message));
  }
}

start();
