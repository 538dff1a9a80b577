// The box at the foot of a pane: messages, commands, and the suggestions that appear while typing.

import { h, icon } from "./element.js";
import { Listbox } from "./listbox.js";

export class Composer {
  /** `does` is {send(text, thread_ts), announce(words)}; `send` gives true when the text arrived. */
  constructor(does) {
    this.does = does;
    this.drafts = new Map();
    this.thread = null;
    this.box = h("textarea", { rows: "1", autocomplete: "off", "data-compose": true, placeholder: "Type a message, or / for commands" });
    this.hint = h("p", { class: "usage", hidden: true });
    this.about = h("p", { class: "replying", hidden: true });
    this.list = new Listbox(this.box, "Suggestions", (option) => this.complete(option));
    this.button = h("button", { type: "submit", class: "button primary send", "aria-label": "Send", "data-send": true }, icon("send"));
    const submit = (event) => { event.preventDefault(); this.send(); };
    this.node = h("form", { class: "composer", on: { submit } },
      this.list.node, this.about, h("div", { class: "compose-row" }, this.box, this.button), this.hint);
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("blur", () => this.list.hide());
  }

  /** Stand in `conversation`; the draft of the one before is kept for coming back. */
  standIn(conversation, commands, directory) {
    Object.assign(this, { commands, directory });
    this.node.hidden = conversation.kind === "app_home";
    if (this.conversation?.id === conversation.id) return;
    if (this.conversation) this.drafts.set(this.conversation.id, this.box.value);
    this.conversation = conversation;
    this.replyTo(null);
    this.box.value = this.drafts.get(conversation.id) ?? "";
    const words = conversation.kind === "channel" ? `Message #${conversation.name}` : `Message ${conversation.name}`;
    this.box.setAttribute("aria-label", words);
    this.box.placeholder = directory.way.placeholder(conversation, directory);
    this.typed();
    this.list.hide();
  }

  /** Forget drafts: another person sits here now. */
  clear() {
    this.drafts.clear();
    this.conversation = null;
    this.box.value = "";
  }

  /** What is sent next answers `message`; null for the conversation itself. */
  replyTo(message) {
    this.thread = message ? message.thread_ts || message.ts : null;
    this.about.hidden = !message;
    if (!message) return;
    const stop = h("button", { type: "button", class: "link", on: { click: () => { this.replyTo(null); this.box.focus(); } } }, this.directory.way.threads(this.conversation) ? "Leave the thread" : "Do not reply to it");
    this.about.replaceChildren(icon("reply"), h("span", {}, `Replying to ${message.from.name}${this.directory.way.threads(this.conversation) ? " in a thread" : ""}`), stop);
    this.box.focus();
  }

  typed() {
    this.grow();
    const before = this.box.value.slice(0, this.box.selectionStart);
    const options = this.commandOptions(before) ?? this.peopleOptions(before);
    if (options?.length) {
      this.list.show(options);
      this.does.announce(`${options.length} ${options.length === 1 ? "suggestion" : "suggestions"}. Use the arrow keys, then Tab or Enter.`);
    } else this.list.hide();
    this.showUsage();
  }

  // The box is as tall as its text, to a limit that the style sheet sets.
  grow() {
    this.box.rows = Math.min(8, this.box.value.split("\n").length);
  }

  commandOptions(before) {
    if (!/^\/\S*$/.test(before)) return null;
    return this.commands.filter(({ command }) => command.startsWith(before.toLowerCase()))
      .map(({ command, description }) => ({ value: command, label: command, detail: description, stem: before, text: `${command} ` }));
  }

  peopleOptions(before) {
    const stem = before.match(/(?:^|\s)(@[\p{L}'. -]*)$/u)?.[1];
    if (!stem) return null;
    const wanted = stem.slice(1).toLowerCase();
    const people = this.directory.people().filter(({ label }) => label.toLowerCase().includes(wanted));
    // A name typed to its end needs no completing.
    if (people.some(({ label }) => label.toLowerCase() === wanted)) return [];
    return [...this.directory.way.called(wanted, this.directory), ...people].slice(0, 8)
      .map((person) => ({ ...person, stem, text: `@${person.label} ` }));
  }

  complete({ stem, text }) {
    const end = this.box.selectionStart;
    this.box.setRangeText(text, end - stem.length, end, "end");
    this.box.focus();
    this.grow();
    this.showUsage();
  }

  showUsage() {
    const word = this.box.value.match(/^\/\S+(?=\s)/)?.[0];
    const known = this.commands.find(({ command }) => command === word);
    this.hint.hidden = !known?.usage_hint;
    this.hint.textContent = known ? `${known.command} ${known.usage_hint ?? ""}` : "";
  }

  key(event) {
    if (this.list.isOpen && this.listKey(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.thread) this.replyTo(null);
  }

  // A command typed to its end is sent by Enter at once; it needs no completing.
  listKey({ key, shiftKey }) {
    if (key === "ArrowDown") this.list.move(1);
    else if (key === "ArrowUp") this.list.move(-1);
    else if (key === "Escape") this.list.hide();
    else if ((key === "Tab" && !shiftKey) || (key === "Enter" && !this.isWhole())) return this.list.take();
    else return false;
    return true;
  }

  isWhole() {
    return this.commands.some(({ command }) => command === this.box.value.trim());
  }

  async send() {
    const text = this.box.value.trim();
    if (!text || this.button.getAttribute("aria-busy")) return;
    this.list.hide();
    this.box.value = "";
    this.typed();
    const { conversation } = this;
    this.button.setAttribute("aria-busy", "true");
    const arrived = await this.does.send(text, this.thread);
    this.button.removeAttribute("aria-busy");
    if (arrived) this.replyTo(null);
    else if (this.conversation === conversation && !this.box.value) this.box.value = text;
  }
}
