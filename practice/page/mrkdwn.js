// Slack's markup drawn as elements. Nothing here makes HTML from a string.

import { h } from "./element.js";

const EMOJI = {
  "+1": "👍", thumbsup: "👍", wave: "👋", tada: "🎉", bulb: "💡", seedling: "🌱", coffee: "☕", calendar: "📅",
  date: "📅", white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", information_source: "ℹ️",
  bell: "🔔", no_bell: "🔕", clock9: "🕘", hourglass: "⌛", memo: "📝", speech_balloon: "💬", eyes: "👀",
  handshake: "🤝", hospital: "🏥", sparkles: "✨", star: "⭐", heart: "❤️", smile: "😄", slightly_smiling_face: "🙂",
  sunny: "☀️", crescent_moon: "🌙", lock: "🔒", mag: "🔍", bar_chart: "📊", page_facing_up: "📄", link: "🔗",
};

const INLINE = new RegExp(
  [
    "```\\n?(?<pre>[\\s\\S]+?)\\n?```",
    "`(?<code>[^`\\n]+)`",
    "<(?<link>[^<>\\n]+)>",
    "(?<![\\w*])\\*(?=\\S)(?<bold>[^*\\n]*?\\S)\\*(?![\\w*])",
    "(?<![\\w_])_(?=\\S)(?<italic>[^_\\n]*?\\S)_(?![\\w_])",
    "(?<![\\w~])~(?=\\S)(?<strike>[^~\\n]*?\\S)~(?![\\w~])",
    ":(?<emoji>[a-z0-9_+-]+):",
  ].join("|"),
  "g",
);

/** Slack's three escapes, undone. */
export function unescaped(text) {
  return text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);
}

function emoji(name) {
  return EMOJI[name] ?? `:${name}:`;
}

/** Nodes for a text object, plain or mrkdwn. */
export function drawText(object, directory) {
  if (object.type === "mrkdwn") return drawMrkdwn(object.text, directory);
  const text = object.emoji === false ? object.text : object.text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name));
  return withBreaks(text);
}

/** Nodes for a string of mrkdwn. */
export function drawMrkdwn(text, directory) {
  const nodes = [];
  let quoted = [];
  const endQuote = () => {
    if (quoted.length) nodes.push(h("blockquote", {}, drawInline(quoted.join("\n"), directory)));
    quoted = [];
  };
  for (const part of paragraphs(text)) {
    if (part.isQuote) quoted.push(part.text);
    else {
      endQuote();
      nodes.push(...drawInline(part.text, directory));
    }
  }
  endQuote();
  return nodes;
}

// Runs of quoted and unquoted lines; a line is quoted when it begins with > or its escape.
function paragraphs(text) {
  const runs = [];
  for (const line of text.split("\n")) {
    const quote = line.match(/^(?:&gt;|>)\s?(.*)$/);
    const last = runs.at(-1);
    if (quote) runs.push({ isQuote: true, text: quote[1] });
    else if (last && !last.isQuote) last.text += `\n${line}`;
    else runs.push({ isQuote: false, text: line });
  }
  return runs;
}

function drawInline(text, directory) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(...withBreaks(unescaped(text.slice(end, match.index))));
    nodes.push(drawMatch(match.groups, directory));
    end = match.index + match[0].length;
  }
  nodes.push(...withBreaks(unescaped(text.slice(end))));
  return nodes;
}

function drawMatch(groups, directory) {
  if (groups.pre !== undefined) return h("pre", {}, unescaped(groups.pre));
  if (groups.code !== undefined) return h("code", {}, unescaped(groups.code));
  if (groups.link !== undefined) return drawReference(groups.link, directory);
  if (groups.bold !== undefined) return h("strong", {}, drawInline(groups.bold, directory));
  if (groups.italic !== undefined) return h("em", {}, drawInline(groups.italic, directory));
  if (groups.strike !== undefined) return h("s", {}, drawInline(groups.strike, directory));
  return document.createTextNode(emoji(groups.emoji));
}

function withBreaks(text) {
  return text.split("\n").flatMap((line, index) => [index ? h("br") : null, line]).filter(Boolean);
}

// What stands between < and >: a person, a channel, a special mention or date, or an address.
function drawReference(inside, directory) {
  const [target, label] = inside.split(/\|(.*)/s);
  if (target.startsWith("@")) return drawPerson(target.slice(1), label, directory);
  if (target.startsWith("#")) {
    return h("span", { class: "mention" }, `#${directory.channel(target.slice(1)) ?? label ?? "private channel"}`);
  }
  if (target.startsWith("!date^")) return document.createTextNode(unescaped(label ?? target));
  if (target.startsWith("!")) return h("span", { class: "mention" }, `@${unescaped(label ?? target.slice(1))}`);
  return drawLink(unescaped(target), unescaped(label ?? target));
}

/** "@Name" for an id; the reader's own name stands out. */
function drawPerson(id, label, directory) {
  const name = directory.person(id)?.name ?? unescaped(label ?? id);
  return h("span", { class: id === directory.me ? "mention own" : "mention" }, `@${name}`);
}

/** A link that tells the other side nothing of this page; what is no web or mail address stays words. */
function drawLink(address, label) {
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return document.createTextNode(label);
  const safe = { rel: "noopener noreferrer", referrerpolicy: "no-referrer", target: "_blank" };
  return h("a", { href: address, ...safe }, label);
}

/** Nodes for a rich_text block. */
export function drawRichText(block, directory) {
  return block.elements.map((part) => {
    const inside = () => part.elements.map((element) => drawRichElement(element, directory));
    if (part.type === "rich_text_list") {
      const items = part.elements.map((item) => h("li", {}, drawRichText({ elements: [item] }, directory)));
      return h(part.style === "ordered" ? "ol" : "ul", {}, items);
    }
    if (part.type === "rich_text_quote") return h("blockquote", {}, inside());
    if (part.type === "rich_text_preformatted") return h("pre", {}, inside());
    return h("div", {}, inside());
  });
}

function drawRichElement(element, directory) {
  if (element.type === "user") return drawPerson(element.user_id, null, directory);
  if (element.type === "channel") return h("span", { class: "mention" }, `#${directory.channel(element.channel_id) ?? ""}`);
  if (element.type === "emoji") return document.createTextNode(emoji(element.name));
  if (element.type === "link") return drawLink(element.url, element.text ?? element.url);
  let nodes = withBreaks(element.text ?? "");
  for (const [style, tag] of [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"]]) {
    if (element.style?.[style]) nodes = [h(tag, {}, nodes)];
  }
  return h("span", {}, nodes);
}
