// What a person's doings are called on each platform: a verb, and its details.

import { fromTeams, saying } from "./teams.js";

const SLACK = {
  name: "Slack",
  placeholder: () => "Type a message, or / for commands",
  threads: () => true,
  called: () => [],
  shape: (screen) => screen,
  say: ({ id }, text, thread) => {
    const [, command, rest] = text.match(/^(\/[\w-]+)(?:\s+([\s\S]*))?$/) ?? [];
    if (command) return ["command", { command, text: rest ?? "", channel: id }];
    return ["say", { channel: id, text, ...(thread ? { thread_ts: thread } : {}) }];
  },
  edit: ({ id }, { ts }, text) => ["edit", { channel: id, ts, text }],
  remove: ({ id }, { ts }) => ["delete", { channel: id, ts }],
  read: ({ id }) => ["read", { channel: id }],
};

const TEAMS = {
  name: "Teams",
  placeholder: ({ kind }, { bot }) => (kind === "channel" ? `Type @${bot} and what you ask; it hears nothing else` : "Type a message"),
  threads: ({ kind }) => kind === "channel",
  called: (wanted, { bot }) => (bot.toLowerCase().startsWith(wanted) && wanted !== bot.toLowerCase() ? [{ value: bot, label: bot, detail: "The bot" }] : []),
  shape: fromTeams,
  say: (conversation, text, thread, { bot }) => saying(conversation, text, thread, bot),
  edit: ({ id }, { ts }, text) => ["edit", { conversation: id, activity_id: ts, text }],
  remove: ({ id }, { ts }) => ["delete", { conversation: id, activity_id: ts }],
  read: ({ id }) => ["read", { conversation: id }],
};

/** The way of the platform on which somebody is. */
export function wayOf(person) {
  return person.platform === "teams" ? TEAMS : SLACK;
}
