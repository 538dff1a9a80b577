// One pane: one person's Slack or Teams. It fetches that person's screen and carries out what the person does.

import { act, ask, coalesced, Unanswered } from "./calls.js";
import { decide, pressCard, pressInDialog } from "./card_acts.js";
import { Combobox } from "./combobox.js";
import { Composer } from "./composer.js";
import { confirmWords, question } from "./dialogs.js";
import { avatar, h } from "./element.js";
import { Forms } from "./forms.js";
import { Log } from "./log.js";
import { unescaped } from "./mrkdwn.js";
import { inOrder, Rail } from "./rail.js";
import { Toasts } from "./toasts.js";
import { wayOf } from "./ways.js";

export class Pane {
  /** `number` is 1, 2 or 3; `onChange` hears of another person or other unread messages. */
  constructor(number, directory, onChange) {
    Object.assign(this, { number, shared: directory, onChange, chosen: new Map(), heard: null, readTo: "" });
    this.refresh = coalesced(() => this.fetch());
    this.makeParts();
    this.build();
  }

  makeParts() {
    this.picker = new Combobox({
      label: `Person in pane ${this.number}`, options: this.shared.people(), onChoose: (user) => this.sit(user),
    });
    this.rail = new Rail((id) => this.open(id));
    this.log = new Log({
      press: (where, pressed) => this.press(where, pressed),
      card: {
        press: (message, pressed, fields) => pressCard(this, message, pressed, fields),
        decide: (message, verb, node) => decide(this, message, verb, node),
      },
      reply: (message) => this.composer.replyTo(message),
      edit: (message, text) => this.does(...this.way.edit(this.current, message, text)),
      remove: (message) => this.remove(message),
    });
    this.composer = new Composer({ send: (text, thread) => this.send(text, thread), announce: (words) => this.announce(words) });
    this.toasts = new Toasts();
  }

  build() {
    this.face = h("span", { class: "face" });
    this.title = h("h2", { class: "unseen", id: `pane-${this.number}-title` });
    this.status = h("p", { class: "unseen", role: "status" });
    this.platform = h("span", { class: "platform" });
    const top = h("div", { class: "pane-top" }, this.face, this.picker.node, this.platform);
    const body = h("div", { class: "pane-body" }, top, this.rail.node, this.log.node, this.composer.node);
    this.forms = new Forms(body, {
      press: (modal, pressed) => (modal.opened ? pressInDialog(this, modal, pressed) : this.press({ view_id: modal.id }, pressed)),
      submit: (modal) => this.submit(modal),
      close: (modal) => this.close(modal),
    });
    this.node = h(
      "section", { class: "pane", id: `pane-${this.number}`, "data-pane": this.number, "aria-labelledby": this.title.id },
      this.title, h("div", { class: "pane-stage" }, body, this.forms.layer), this.toasts.node, this.status,
    );
  }

  /** Seat another person here. */
  sit(user) {
    if (user === this.user) return;
    Object.assign(this, { user, heard: null, screen: null });
    const person = this.shared.person(user);
    this.way = wayOf(person);
    const near = this.shared.peopleOn(person.platform);
    this.directory = {
      ...this.shared, me: user, way: this.way, bot: this.shared.botOn(person.platform), people: () => near,
      conversations: () => this.screen.conversations,
    };
    Object.assign(this.node.dataset, { user, platform: person.platform });
    this.title.textContent = `${person.name}’s ${this.way.name}`;
    this.platform.textContent = this.way.name;
    this.face.replaceChildren(avatar(person));
    this.picker.write(user);
    this.composer.clear();
    this.toasts.clear();
    this.forms.clear();
    this.onChange();
    this.refresh();
  }

  async fetch() {
    const { user } = this;
    try {
      const screen = await ask(`/practice/screen/${encodeURIComponent(user)}`);
      if (user === this.user) this.draw(this.way.shape(screen));
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      if (error.status) this.toasts.say(error.message);
    }
  }

  /** Show a screen; only what differs from the one before is touched. */
  draw(screen) {
    const conversations = inOrder(screen.conversations);
    const wanted = this.chosen.get(this.user);
    const first = conversations.find(({ kind }) => kind === "im") ?? conversations[0];
    this.screen = screen;
    this.current = conversations.find(({ id }) => id === wanted) ?? first;
    this.rail.draw(conversations, this.current, (conversation) => this.unread(conversation));
    this.log.show(this.current, screen.home, this.directory);
    this.composer.standIn(this.current, screen.commands, this.directory);
    this.drawForms(screen.views);
    this.toasts.show(screen.notices);
    this.read();
    this.announceNew(conversations);
    this.onChange();
  }

  drawForms(views) {
    const { activeElement } = document;
    const hadFocus = this.forms.hasFocus;
    this.forms.show(views, this.directory, this.node.contains(activeElement) || activeElement === document.body);
    if (hadFocus && !this.forms.hasFocus) this.focus();
  }

  /** Put the keyboard where this person would go on: the form on top, where it was before, or the message box. */
  focus() {
    if (this.forms.top) return this.forms.top.focus();
    const places = [this.forms.cameFrom(), this.composer.box, this.log.node];
    return places.find((node) => node?.isConnected && node.offsetParent)?.focus({ preventScroll: true });
  }

  get isSeen() {
    return this.node.offsetParent !== null;
  }

  /** How many messages wait unread here, in all conversations. */
  get waiting() {
    return (this.screen?.conversations ?? []).reduce((sum, conversation) => sum + this.unread(conversation), 0);
  }

  unread(conversation) {
    return conversation === this.current && this.isSeen ? 0 : conversation.unread;
  }

  // Tell Slack that this person has seen what stands here: once for each newest message.
  read() {
    const { id, unread, messages } = this.current;
    const upTo = `${this.user} ${id} ${messages.at(-1)?.ts}`;
    if (!unread || !this.isSeen || upTo === this.readTo) return;
    this.readTo = upTo;
    act(this.user, ...this.way.read(this.current)).catch((error) => {
      if (!(error instanceof Unanswered)) throw error;
      this.readTo = "";
    });
  }

  announceNew(conversations) {
    const said = conversations.flatMap(({ name, messages }) => messages.map((message) => ({ name, message })));
    const fresh = said.filter(({ message }) => this.heard && !this.heard.has(message.ts) && message.from.id !== this.user);
    this.heard = new Set(said.map(({ message }) => message.ts));
    const lines = fresh.map(({ name, message }) => `${message.from.name} in ${name}: ${unescaped(message.text || message.summary || "")}`);
    if (lines.length) this.announce(lines.join(". "));
  }

  announce(words) {
    this.status.textContent = words;
  }

  /** Turn to another conversation; turning to the home page tells the bot so, as Slack does. */
  open(id) {
    if (!this.screen) return;
    this.chosen.set(this.user, id);
    this.draw(this.screen);
    if (this.current.kind === "app_home") this.does("open_home");
  }

  /** Do one thing as this person; gives true when it reached the bot, and says in the pane when it did not. */
  async does(verb, details = {}, busy = null) {
    const before = new Set((this.screen?.notices ?? []).map(({ id }) => id));
    busy?.setAttribute("aria-busy", "true");
    const outcome = await this.outcomeOf(verb, details);
    await this.refresh();
    busy?.removeAttribute("aria-busy");
    const isTold = (this.screen?.notices ?? []).some(({ id }) => !before.has(id)) || hasErrors(outcome);
    if (outcome?.error && !isTold) this.toasts.say(outcome.error);
    this.outcome = outcome;
    return outcome !== null && !outcome.error;
  }

  async outcomeOf(verb, details) {
    try {
      return await act(this.user, verb, details);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      this.toasts.say(error.message);
      return null;
    }
  }

  /** `where` is {channel, ts} of a message, or {view_id}. */
  async press(where, { element, block, value, node }) {
    if (node.getAttribute("aria-busy")) return;
    if (element.confirm) {
      const words = confirmWords(element.confirm, this.directory);
      if (!(await question(this.forms.layer, words, { danger: element.confirm.style === "danger" }))) return;
    }
    const verb = where.view_id ? "press_view" : "press";
    const choice = where.view_id ? { value } : { option: value };
    const given = element.type === "button" ? {} : choice;
    const typed = where.view_id ? { values: await this.typedIn(where.view_id) } : {};
    await this.does(verb, { ...where, ...typed, action_id: element.action_id, block_id: block.block_id, ...given }, node);
  }

  /** What stands in the boxes of a form: it goes with everything that is pressed there. */
  typedIn(viewId) {
    return this.forms.modals.get(viewId)?.values() ?? {};
  }

  async close(modal) {
    const details = modal.opened ? {} : { view_id: modal.id };
    if (!modal.leave.getAttribute("aria-busy")) await this.does("close", details, modal.leave);
  }

  async submit(modal) {
    if (modal.opened) return pressInDialog(this, modal, modal.sending);
    if (modal.send.getAttribute("aria-busy")) return;
    const values = await modal.values();
    await this.does("submit", { view_id: modal.id, values }, modal.send);
    if (!modal.node.isConnected || !hasErrors(this.outcome)) return;
    modal.showErrors(this.outcome.field_errors);
    modal.focusError();
  }

  send(text, thread) {
    return this.does(...this.way.say(this.current, text, thread, this.directory));
  }

  async remove(message) {
    const words = { title: "Delete this message?", text: "It goes for everybody. This cannot be undone.", yes: "Delete", no: "Keep it" };
    if (!(await question(this.forms.layer, words, { danger: true }))) return;
    await this.does(...this.way.remove(this.current, message));
    if (document.activeElement === document.body) this.focus();
  }
}

function hasErrors(outcome) {
  return Object.keys(outcome?.field_errors ?? {}).length > 0;
}
