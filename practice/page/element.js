// Small elements, made safely: whatever came from people or the bot becomes a text node, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children; `on` holds listeners, null and false attributes are left out. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") listen(node, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function listen(node, listeners) {
  for (const [event, heard] of Object.entries(listeners)) node.addEventListener(event, heard);
}

/** A picture from the sprite in index.html; it is decoration, so screen readers pass it by. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** Words for screen readers only. */
export function unseen(words) {
  return h("span", { class: "unseen" }, words);
}

let made = 0;

/** An id that no other element of this page has. */
export function freshId(stem) {
  made += 1;
  return `${stem}-${made}`;
}

/** A square with a person's initials; people keep their colour wherever they appear. */
export function avatar(person) {
  if (person.is_bot) return h("span", { class: "avatar bot", "aria-hidden": "true" }, icon("bot"));
  const letters = person.name.replace(/^(Dr|Mr|Mrs|Ms|Miss|Prof)\.?\s/, "").split(/\s+/);
  const initials = letters[0].slice(0, 1) + (letters.length > 1 ? letters.at(-1).slice(0, 1) : "");
  return h("span", { class: `avatar tone-${tone(person.id)}`, "aria-hidden": "true" }, initials);
}

function tone(id) {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return sum % 8;
}

/**
 * Make `parent` show `rows` ({key, print, draw}) in order, touching only what changed.
 *
 * A row whose `print` is as before keeps its node, and with it focus and anything typed in it.
 * Gives the nodes that were not there before.
 */
export function reconcile(parent, rows) {
  const before = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  const wanted = new Set(rows.map((row) => row.key));
  for (const [key, node] of before) if (!wanted.has(key)) node.remove();
  const added = [];
  let place = parent.firstElementChild;
  for (const row of rows) {
    const old = before.get(row.key);
    const node = old && old.print === row.print ? old : drawn(row);
    if (!old) added.push(node);
    else if (node !== old) {
      if (place === old) place = node;
      replaceKeepingFocus(old, node);
    }
    // Moving a node takes the focus from it, so one that is already in place is left alone.
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
  return added;
}

function drawn(row) {
  const node = row.draw();
  node.dataset.key = row.key;
  node.print = row.print;
  return node;
}

// The element of the same name takes the focus over; where there is none, the whole row does.
function replaceKeepingFocus(old, node) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(node);
  if (!focused) return;
  const name = nameOf(focused);
  const again = focused !== old && name !== "{}" && [...node.querySelectorAll(focused.tagName)].find((one) => nameOf(one) === name);
  (again || node).focus({ preventScroll: true });
}

function nameOf(node) {
  return JSON.stringify({ ...node.dataset });
}
