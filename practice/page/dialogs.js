// What stands over a pane and wants an answer first: a bot's form, or a short question.
// Focus goes in, stays in, and comes back to where it was; Escape leaves.

import { drawBlocks } from "./blocks.js";
import { freshId, h, icon, unseen } from "./element.js";
import { drawText } from "./mrkdwn.js";

const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), select, textarea, [tabindex='0']";

function focusableIn(node) {
  return [...node.querySelectorAll(FOCUSABLE)].filter((inner) => inner.offsetParent !== null);
}

/** Keep Tab inside `node`, and call `onEscape` when the person wants out. */
function hold(node, onEscape) {
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onEscape();
    }
    if (event.key !== "Tab") return;
    const inside = focusableIn(node);
    const edge = event.shiftKey ? inside[0] : inside.at(-1);
    if (document.activeElement !== edge && node.contains(document.activeElement)) return;
    event.preventDefault();
    (event.shiftKey ? inside.at(-1) : inside[0])?.focus();
  });
}

/**
 * Ask a short question over `layer`; a promise of true or false.
 *
 * `words` are {title, text, yes, no}: strings or nodes. Focus starts on the answer that changes nothing.
 */
export function question(layer, words, { danger = false } = {}) {
  const before = document.activeElement;
  const title = freshId("title");
  const text = freshId("text");
  const beneath = [...layer.children];
  return new Promise((resolve) => {
    const answer = (isYes) => {
      node.remove();
      for (const other of beneath) other.inert = false;
      // Whoever watches the layer has to open what lies beneath first, and hears of it only after this.
      queueMicrotask(() => {
        if (before?.isConnected) before.focus({ preventScroll: true });
        resolve(isYes);
      });
    };
    const no = h("button", { type: "button", class: "button", "data-answer": "no", on: { click: () => answer(false) } }, words.no);
    const yes = h("button", {
      type: "button", class: danger ? "button danger" : "button primary", "data-answer": "yes", on: { click: () => answer(true) },
    }, words.yes);
    const box = h("div", { class: "dialog question", role: "alertdialog", "aria-modal": "true", "aria-labelledby": title, "aria-describedby": text },
      h("h2", { id: title }, words.title), h("div", { class: "text", id: text }, words.text), h("div", { class: "dialog-foot" }, no, yes));
    const node = h("div", { class: "veil" }, box);
    hold(box, () => answer(false));
    for (const other of beneath) other.inert = true;
    layer.append(node);
    no.focus();
  });
}

/** The words of a Block Kit `confirm` object. */
export function confirmWords(confirm, directory) {
  return {
    title: drawText(confirm.title, directory), text: drawText(confirm.text, directory),
    yes: confirm.confirm.text, no: confirm.deny.text,
  };
}

/** A bot's form, open in one pane. It outlives redraws: only another hash redraws its blocks. */
export class Modal {
  /** `does` is {press, submit, close}: each gets this modal; press gets what was pressed as well. */
  constructor(view, directory, does) {
    Object.assign(this, { directory, does, id: view.id, fields: [] });
    this.heading = h("h2", { id: freshId("title"), tabindex: "-1" });
    this.body = h("div", { class: "dialog-body" });
    this.summary = h("div", { class: "summary", role: "alert", hidden: true });
    this.leave = h("button", { type: "button", class: "button", "data-close": true, on: { click: () => does.close(this) } });
    this.send = h("button", { type: "submit", class: "button primary", "data-submit": true });
    const cross = { type: "button", class: "button quiet", "aria-label": "Close this form", on: { click: () => does.close(this) } };
    const head = h("div", { class: "dialog-head" }, this.heading, h("button", cross, icon("cross")));
    const submit = (event) => { event.preventDefault(); does.submit(this); };
    this.form = h("form", { novalidate: true, on: { submit } },
      head, h("div", { class: "dialog-scroll" }, this.summary, this.body), h("div", { class: "dialog-foot" }, this.leave, this.send));
    const dialog = h("div", { class: "dialog", role: "dialog", "aria-modal": "true", "aria-labelledby": this.heading.id }, this.form);
    this.node = h("div", { class: "veil", "data-view-id": view.id, "data-callback-id": view.callback_id }, dialog);
    hold(dialog, () => does.close(this));
    this.update(view);
  }

  /** Show the view as it is now; what was typed stays. */
  update(view) {
    if (view.hash !== this.hash) this.redraw(view);
    this.showErrors(view.field_errors ?? {});
  }

  redraw(view) {
    const typed = this.fields;
    const hadFocus = this.body.contains(document.activeElement);
    this.hash = view.hash;
    this.fields = [];
    this.heading.textContent = plain(view.title);
    this.leave.textContent = plain(view.close) || "Close";
    this.send.textContent = plain(view.submit) || "Submit";
    this.send.hidden = !view.submit;
    const context = {
      directory: this.directory,
      press: (pressed) => this.does.press(this, pressed),
      addField: (field) => this.fields.push(field),
    };
    this.body.replaceChildren(...drawBlocks(view.blocks, context));
    for (const field of this.fields) carryOver(typed, field);
    if (hadFocus) this.focus();
  }

  focus() {
    const first = this.fields[0];
    if (first) focusField(first);
    else this.heading.focus();
  }

  /** The answers by block id, files included. */
  async values() {
    const entries = this.fields.map(async (field) => [field.blockId, await field.read()]);
    return Object.fromEntries(await Promise.all(entries));
  }

  showErrors(errors) {
    const print = JSON.stringify(errors);
    if (print === this.shownErrors) return;
    this.shownErrors = print;
    for (const field of this.fields) showError(field, errors[field.blockId]);
    const known = new Set(this.fields.map((field) => field.blockId));
    const rest = Object.entries(errors).filter(([block]) => !known.has(block)).map(([, words]) => h("p", {}, words));
    this.summary.replaceChildren(...rest);
    this.summary.hidden = rest.length === 0;
  }

  focusError() {
    const wrong = this.fields.find((field) => !field.error.hidden);
    if (wrong) focusField(wrong);
  }
}

function plain(text) {
  return typeof text === "string" ? text : text?.text ?? "";
}

/** Put the keyboard into a field. */
export function focusField(field) {
  (field.box ?? field.frame.querySelector("input"))?.focus();
}

/** What was typed goes into the new field of the same two names, as Slack keeps it when blocks change. */
export function carryOver(typed, field) {
  const same = (other) => other.blockId === field.blockId && other.actionId === field.actionId && other.type === field.type;
  const old = typed.find(same);
  if (!old) return;
  if (field.isFile) field.box.files = old.box.files;
  else field.write(old.read());
}

/** Put words beside a field, or take them away. */
export function showError(field, words) {
  field.error.replaceChildren(...(words ? [unseen("Error: "), words] : []));
  field.error.hidden = !words;
  field.frame.classList.toggle("wrong", Boolean(words));
  const marked = field.box ? [field.box] : field.frame.querySelectorAll("input");
  for (const box of marked) {
    if (words) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
  }
}
