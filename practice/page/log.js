// The messages of one conversation, or a person's home.

import { drawBlocks, picture } from "./blocks.js";
import { day, dayAndTime, timeOfDay } from "./clock.js";
import { avatar, h, icon, reconcile, unseen } from "./element.js";
import { drawMrkdwn, unescaped } from "./mrkdwn.js";
import { drawSaid } from "./teams.js";

const NOTHING = {
  app_home: "The bot has not drawn this page yet.",
  im: "Nothing has been said here yet. Type / below to see what you can ask.",
  chat: "Nothing has been said here yet. Write to the bot below; help is always answered.",
  other: "Nothing has been said here yet.",
};
const TOGETHER = 10 * 60 * 1000;

/** Messages in reading order, each reply after the message it answers. */
function inThreads(messages) {
  const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;
  const roots = new Set(messages.filter((message) => !isReply(message)).map((message) => message.ts));
  const replies = byThread(messages.filter(isReply));
  const top = messages.filter((message) => !isReply(message) || !roots.has(message.thread_ts));
  return top.flatMap((message) => [
    { message, isReply: false },
    ...(roots.has(message.ts) ? replies.get(message.ts) ?? [] : []).map((reply) => ({ message: reply, isReply: true })),
  ]);
}

function byThread(replies) {
  const threads = new Map();
  for (const reply of replies) threads.set(reply.thread_ts, [...(threads.get(reply.thread_ts) ?? []), reply]);
  return threads;
}

export class Log {
  /** `does` is {press, card, reply, edit, remove}: what a person does with a message is the pane's to carry out. */
  constructor(does) {
    this.does = does;
    this.pinned = true;
    this.editing = null;
    this.typed = new Map();
    this.list = h("ol", { class: "messages" });
    this.home = h("div", { class: "home", hidden: true });
    this.empty = h("p", { class: "empty", hidden: true });
    this.node = h("div", { class: "log", tabindex: "0", role: "region" }, this.empty, this.home, this.list);
    this.node.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.node.addEventListener("load", () => { if (this.pinned) this.toEnd(); }, true);
    new ResizeObserver(() => this.resized()).observe(this.node);
  }

  // A log that has just shrunk is not at its end, though nobody scrolled away.
  scrolled() {
    if (this.node.clientHeight === this.height) this.pinned = this.atEnd();
  }

  resized() {
    this.height = this.node.clientHeight;
    if (this.pinned) this.toEnd();
  }

  atEnd() {
    return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < 48;
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  /** Draw what changed in `conversation`, with `home` when that is what it is. */
  show(conversation, home, directory) {
    const isOther = this.conversation?.id !== conversation.id || this.directory !== directory;
    Object.assign(this, { conversation, directory });
    if (isOther) this.turnPage();
    const isHome = conversation.kind === "app_home";
    this.home.hidden = !isHome;
    this.list.hidden = isHome;
    this.node.dataset.showing = conversation.id;
    this.node.setAttribute("aria-label", isHome ? "Home" : `Messages in ${conversation.name}`);
    const isEmpty = isHome ? !home : conversation.messages.length === 0;
    this.empty.hidden = !isEmpty;
    const kind = directory.way.name === "Teams" && conversation.kind === "im" ? "chat" : conversation.kind;
    this.empty.textContent = NOTHING[kind] ?? NOTHING.other;
    if (isHome) this.drawHome(home);
    else this.drawMessages(conversation.messages, isOther);
  }

  turnPage() {
    this.editing = null;
    this.typed.clear();
    this.pinned = true;
    this.list.replaceChildren();
  }

  drawHome(home) {
    const rows = home ? [{ key: home.id, print: JSON.stringify(home.blocks), draw: () => this.homeBlocks(home) }] : [];
    reconcile(this.home, rows);
    this.pinned = false;
  }

  homeBlocks(home) {
    const press = (pressed) => this.does.press({ view_id: home.id }, pressed);
    return h("div", { class: "home-page", tabindex: "-1", "data-view-id": home.id }, drawBlocks(home.blocks, { directory: this.directory, press }));
  }

  drawMessages(messages, isOther) {
    const stay = this.pinned;
    const added = reconcile(this.list, this.rows(messages)).filter((node) => node.dataset.ts);
    if (!isOther) for (const node of added) node.classList.add("fresh");
    if (isOther || stay) this.toEnd();
    if (!isOther && stay) added.at(-1)?.scrollIntoView({ block: "nearest" });
  }

  rows(messages) {
    const rows = [];
    let before = null;
    for (const { message, isReply } of inThreads(messages)) {
      const today = day(message.at);
      if (!isReply && (!before || before.today !== today)) {
        rows.push({ key: `day ${rows.length}`, print: today, draw: () => h("li", { class: "day" }, h("span", {}, today)) });
        before = null;
      }
      const follows = before !== null && belongsWith(before, message, isReply);
      rows.push(this.row(message, isReply, follows));
      if (!isReply || before) before = { message, isReply, today: isReply && before ? before.today : today };
    }
    return rows;
  }

  row(message, isReply, follows) {
    const isEdited = this.editing?.ts === message.ts;
    const draw = () => this.message(message, isReply, follows, isEdited);
    return { key: message.ts, print: JSON.stringify([message, isReply, follows, isEdited]), draw };
  }

  message(message, isReply, follows, isEdited) {
    const isOwn = message.from.id === this.directory.me;
    const classes = ["message", isOwn && "own", isReply && "reply", follows && "follows", message.ephemeral && "ephemeral", message.deleted && "deleted"];
    const side = follows ? h("span", { class: "avatar gap" }) : avatar(message.from);
    const inside = isEdited ? this.editor(message) : this.body(message);
    const tools = isEdited || message.ephemeral || message.deleted ? null : this.tools(message);
    return h(
      "li",
      {
        class: classes.filter(Boolean).join(" "), tabindex: "-1", "data-ts": message.ts, "data-from": message.from.id,
        "data-thread-ts": message.thread_ts, "data-ephemeral": Boolean(message.ephemeral),
      },
      side, h("div", { class: "message-main" }, this.byline(message, isReply, follows), inside), tools,
    );
  }

  byline(message, isReply, follows) {
    const { from } = message;
    const mark = message.ephemeral ? h("p", { class: "only-you" }, icon("eye"), "Only visible to you") : null;
    const line = h(
      "p", { class: follows ? "byline unseen" : "byline" },
      h("strong", { class: "name" }, from.name), from.is_bot ? h("span", { class: "app" }, "App") : null,
      h("time", { datetime: message.at, title: dayAndTime(message.at) }, timeOfDay(message.at)),
      isReply ? unseen(" in the thread") : null,
    );
    return [mark, line];
  }

  body(message) {
    if (message.deleted) return h("div", { class: "text" }, "This message was deleted.");
    const edited = message.edited ? h("span", { class: "edited" }, "(edited)") : null;
    if (message.cards) return [drawSaid(message, this.directory, this.does.card, this.typed), edited];
    const press = (pressed) => this.does.press({ channel: this.conversation.id, ts: message.ts }, pressed);
    const context = { directory: this.directory, press };
    const said = message.blocks?.length
      ? drawBlocks(message.blocks, context)
      : message.text && h("div", { class: "text" }, drawMrkdwn(message.text, this.directory));
    return [said, edited, ...(message.files ?? []).map(drawFile)];
  }

  tools(message) {
    const isOwn = message.from.id === this.directory.me;
    const tool = (name, words, click) =>
      h("button", { type: "button", "data-tool": name, title: words, "aria-label": words, on: { click } }, icon(name));
    return h(
      "div", { class: "tools" },
      tool("reply", this.directory.way.name === "Teams" ? "Reply" : "Reply in thread", () => this.does.reply(message)),
      isOwn ? tool("edit", "Edit message", () => this.edit(message)) : null,
      isOwn ? tool("delete", "Delete message", () => this.does.remove(message)) : null,
    );
  }

  edit(message) {
    this.editing = { ts: message.ts, draft: message.cards ? message.text : unescaped(message.text) };
    this.drawMessages(this.conversation.messages, false);
    this.list.querySelector(".editor textarea")?.focus();
  }

  editor(message) {
    const box = h("textarea", { rows: "3", "aria-label": "Edit your message" });
    box.value = this.editing.draft;
    box.addEventListener("input", () => { this.editing.draft = box.value; });
    const leave = () => this.endEdit(message);
    const save = async (event) => {
      event.preventDefault();
      if (await this.does.edit(message, box.value)) leave();
    };
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") leave();
      if (event.key === "Enter" && !event.shiftKey) save(event);
    });
    return h(
      "form", { class: "editor", on: { submit: save } }, box,
      h("button", { type: "button", class: "button", on: { click: leave } }, "Cancel"),
      h("button", { type: "submit", class: "button primary" }, "Save"),
    );
  }

  endEdit(message) {
    this.editing = null;
    this.drawMessages(this.conversation.messages, false);
    this.list.querySelector(`[data-ts="${message.ts}"]`)?.focus();
  }
}

function belongsWith(before, message, isReply) {
  const last = before.message;
  return last.from.id === message.from.id && before.isReply === isReply
    && Boolean(last.ephemeral) === Boolean(message.ephemeral) && !message.deleted && !last.deleted
    && Date.parse(message.at) - Date.parse(last.at) < TOGETHER && Date.parse(message.at) >= Date.parse(last.at);
}

function drawFile(file) {
  const title = file.title || file.name;
  if (file.mimetype?.startsWith("image/")) {
    return h("figure", { class: "block-image" }, h("figcaption", {}, title), picture(file.url, file.alt_text || title));
  }
  const words = h("span", {}, h("strong", {}, title), h("span", { class: "detail" }, file.name));
  return h("a", { class: "file", href: file.url, download: file.name, "data-file": file.id }, icon("file"), words);
}
