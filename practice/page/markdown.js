// The little Markdown that Adaptive Cards know: bold, italic, links and lists. What is none of it stays words.

import { h } from "./element.js";

const INLINE = new RegExp(
  [
    "\\\\(?<plain>[\\\\`*_{}\\[\\]()#+.!~-])",
    "\\*\\*(?=\\S)(?<bold>[^\\n]*?\\S)\\*\\*",
    "(?<![\\w_])_(?=\\S)(?<under>[^_\\n]*?\\S)_(?![\\w_])",
    "(?<![\\w*])\\*(?=\\S)(?<star>[^*\\n]*?\\S)\\*(?![\\w*])",
    "\\[(?<label>[^\\]\\n]+)\\]\\((?<address>[^\\s)]+)\\)",
  ].join("|"),
  "g",
);
const ITEM = /^\s*(?<mark>[-*+]|\d+[.)])\s+(?<text>.*)$/;

/** Nodes for a text of a card. */
export function drawMarkdown(text) {
  const nodes = [];
  let list = null;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const item = line.match(ITEM)?.groups;
    const tag = item && (/^\d/.test(item.mark) ? "ol" : "ul");
    if (item && list?.localName !== tag) nodes.push(list = h(tag, { class: "card-list" }));
    if (item) list.append(h("li", {}, drawInline(item.text)));
    else {
      if (nodes.length && !list) nodes.push(h("br"));
      list = null;
      nodes.push(...drawInline(line));
    }
  }
  return nodes;
}

function drawInline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(end, match.index), drawMatch(match.groups));
    end = match.index + match[0].length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

function drawMatch({ plain, bold, under, star, label, address }) {
  if (plain !== undefined) return plain;
  if (bold !== undefined) return h("strong", {}, drawInline(bold));
  if (label === undefined) return h("em", {}, drawInline(under ?? star));
  if (!/^https?:\/\//i.test(address)) return label;
  return h("a", { href: address, rel: "noopener noreferrer", referrerpolicy: "no-referrer", target: "_blank" }, label);
}
