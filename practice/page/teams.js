// A Teams screen in the shape that a pane reads, and what a person's doings are called there.

import { drawCard } from "./cards.js";
import { isSending } from "./card_parts.js";
import { carryOver } from "./dialogs.js";
import { h, icon } from "./element.js";
import { drawMarkdown } from "./markdown.js";

const KINDS = { personal: "im", channel: "channel" };
const FROM_HERE = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\//i;

/** The screen as a pane reads one. */
export function fromTeams(screen) {
  const { dialog } = screen;
  return {
    ...screen,
    home: null,
    commands: [],
    conversations: screen.conversations.map((place) => ({
      ...place, kind: KINDS[place.kind], messages: place.messages.map((message) => inPane(message, place)),
    })),
    views: dialog ? [{ ...dialog, id: "dialog", type: "dialog", hash: JSON.stringify(dialog) }] : [],
  };
}

function inPane(message, place) {
  const quoted = message.reply_to && place.kind === "personal" ? place.messages.find(({ id }) => id === message.reply_to) : null;
  return {
    ...message, ts: message.id, ephemeral: false, deleted: false,
    thread_ts: place.kind === "channel" && message.reply_to ? message.reply_to : null,
    quote: quoted ? { name: quoted.from.name, text: quoted.text || quoted.summary } : null,
  };
}

/**
 * What stands in a message: quote, words, cards, files. `does` is {press, decide}; `typed` keeps what is filled in on
 * each card, so that a card that opens at a button does not lose it.
 */
export function drawSaid(message, directory, does, typed) {
  const quote = message.quote && h("blockquote", { class: "quote" }, h("strong", {}, message.quote.name), h("span", {}, message.quote.text));
  const words = message.text && h("div", { class: "text" }, message.from.is_bot ? drawMarkdown(message.text) : lines(message.text));
  const cards = message.cards.map((card, place) => drawMessageCard(card, place, message, directory, does, typed));
  return [quote, words, cards, message.files.map((file) => drawFile(file, (verb, node) => does.decide(message, verb, node)))];
}

function lines(text) {
  return text.split("\n").flatMap((line, place) => [place ? h("br") : null, line]);
}

function drawMessageCard(card, place, message, directory, does, typed) {
  const fields = [];
  const opened = new Set(message.opened.filter((one) => one.startsWith(`${place}/`)).map((one) => one.slice(`${place}/`.length)));
  const press = (pressed) => does.press(message, pressed, fields);
  const node = drawCard(card, { directory, opened, press, addField: (field) => fields.push(field) });
  const [key, print] = [`${message.id}/${place}`, JSON.stringify(card)];
  const before = typed.get(key);
  if (before?.print === print) for (const field of fields) carryOver(before.fields, field);
  typed.set(key, { print, fields });
  return node;
}

function drawFile(file, decide) {
  if (file.kind === "consent") return drawConsent(file, decide);
  const words = h("span", {}, h("strong", {}, file.name));
  return file.url ? h("a", { class: "file", href: file.url, download: file.name }, icon("file"), words) : h("p", { class: "file" }, icon("file"), words);
}

function drawConsent({ name, description, size, decided }, decide) {
  const words = h("span", {}, h("strong", {}, name), h("span", { class: "detail" }, `${description} (${size.toLocaleString("en-GB")} bytes)`));
  const button = (verb, label, kind) =>
    h("button", { type: "button", class: `button ${kind}`, "data-action": label, on: { click: (event) => decide(verb, event.currentTarget) } }, label);
  const asks = decided
    ? h("p", { class: "detail" }, decided === "accept" ? "You took this file." : "You did not take this file.")
    : h("div", { class: "block-actions" }, button("accept_file", "Accept", "primary"), button("decline_file", "Decline", ""));
  return h("div", { class: "card consent" }, h("div", { class: "file-words" }, icon("file"), words), asks);
}

/** The verb and its details for what was pressed in a message, with what is filled in beside it. */
export function pressing({ action, number }, values) {
  return isSending(action) && Object.keys(values).length
    ? ["submit_card", { values, title: action.title, number }]
    : ["press", { title: action.title, number }];
}

/** The same in a dialog. */
export function pressingInDialog({ action, number }, values) {
  return isSending(action) && Object.keys(values).length
    ? ["submit", { values, title: action.title, number }]
    : ["press_in_dialog", { title: action.title, number }];
}

/** Follow a link if it stays on this machine; else the words that say why not. */
export function followed({ url }) {
  if (!FROM_HERE.test(url)) return `Teams would now open ${url}. Nothing leaves this machine, so it does not open here.`;
  window.open(url, "_blank", "noopener,noreferrer");
  return null;
}

/** The verb and its details for a new message; in a channel the bot hears only what calls it by name. */
export function saying(conversation, text, thread, bot) {
  if (conversation.kind === "im") return ["say", { text, ...(thread ? { quote: thread } : {}) }];
  const called = text.match(new RegExp(`^@${bot}\\b\\s*([\\s\\S]*)$`, "i"));
  const more = { channel: conversation.id, ...(thread ? { thread } : {}) };
  return called ? ["mention", { ...more, text: called[1] }] : ["post", { ...more, text }];
}
