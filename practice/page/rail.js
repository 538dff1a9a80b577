// The list of a person's conversations, with what waits unread in each.

import { h, icon, reconcile, unseen } from "./element.js";

// In the order in which the kinds stand.
const ICONS = { app_home: "home", im: "bot", mpim: "people", channel: "hash" };
const KINDS = Object.keys(ICONS);

/** Conversations as they stand in the list: the home, the bot, then people, then channels. */
export function inOrder(conversations) {
  return conversations.toSorted((one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind));
}

export class Rail {
  constructor(onOpen) {
    this.onOpen = onOpen;
    this.list = h("ul", { class: "conversations" });
    this.node = h("nav", { class: "rail", "aria-label": "Conversations" }, this.list);
  }

  /** `unread` gives the count for a conversation. */
  draw(conversations, current, unread) {
    reconcile(this.list, conversations.map((conversation) => {
      const shown = { isCurrent: conversation === current, count: unread(conversation) };
      const print = JSON.stringify([conversation.name, conversation.kind, shown]);
      return { key: conversation.id, print, draw: () => this.item(conversation, shown) };
    }));
  }

  item({ id, kind, name }, { isCurrent, count }) {
    const badge = count ? h("span", { class: "badge", "data-unread": count }, String(count), unseen(" unread")) : null;
    const attributes = {
      type: "button", class: "conversation", title: name, "aria-current": isCurrent ? "true" : null,
      "data-conversation": id, "data-kind": kind, on: { click: () => this.onOpen(id) },
    };
    return h("li", {}, h("button", attributes, icon(ICONS[kind]), h("span", { class: "conversation-name" }, name), badge));
  }
}
