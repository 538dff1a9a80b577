// The elements in which a person answers: each becomes {node, box, read, write}.
// A reading is a string, a list of strings, or for files a list of {name, content_base64}.

import { Combobox, SeveralBox } from "./combobox.js";
import { freshId, h } from "./element.js";
import { drawText } from "./mrkdwn.js";

const words = (object) => object?.text ?? "";
const choices = (options) => options.map((option) => ({
  value: option.value, label: words(option.text), detail: words(option.description),
}));
const allOptions = (element) => [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];

const ONLY_CHANNELS = { filter: { include: ["public"] } };

// The conversations of the one who answers, narrowed as the element's filter says.
function places({ filter }, { directory }) {
  const kinds = filter?.include?.map((kind) => (kind === "public" || kind === "private" ? "channel" : kind));
  return directory.conversations()
    .filter(({ kind }) => kind !== "app_home" && (!kinds || kinds.includes(kind)))
    .map(({ id, kind, name }) => ({ value: id, label: kind === "channel" ? `#${name}` : name }));
}

const DRAWN = {
  plain_text_input: drawTextBox,
  number_input: (element, about) => drawPlain("text", element.initial_value, element, about),
  email_text_input: (element, about) => drawPlain("email", element.initial_value, element, about),
  url_text_input: (element, about) => drawPlain("url", element.initial_value, element, about),
  datepicker: (element, about) => drawPlain("date", element.initial_date, element, about),
  timepicker: (element, about) => drawPlain("time", element.initial_time, element, about),
  static_select: drawSelect,
  multi_static_select: (element, about) =>
    drawSeveral(choices(allOptions(element)), element.initial_options?.map((option) => option.value), element, about),
  users_select: (element, about) => drawOne(about.directory.people(), element.initial_user, element, about),
  multi_users_select: (element, about) => drawSeveral(about.directory.people(), element.initial_users, element, about),
  conversations_select: (element, about) =>
    drawOne(places(element, about), element.initial_conversation, element, about),
  multi_conversations_select: (element, about) =>
    drawSeveral(places(element, about), element.initial_conversations, element, about),
  channels_select: (element, about) => drawOne(places(ONLY_CHANNELS, about), element.initial_channel, element, about),
  multi_channels_select: (element, about) =>
    drawSeveral(places(ONLY_CHANNELS, about), element.initial_channels, element, about),
  radio_buttons: (element, about) => drawTicks("radio", [element.initial_option], element, about),
  checkboxes: (element, about) => drawTicks("checkbox", element.initial_options ?? [], element, about),
  file_input: drawFile,
};

/** Can this page draw an element of this type to answer in? */
export function isInput(type) {
  return type in DRAWN;
}

/**
 * Draw one element. `about` is {directory, onChange, label, isOptional}; `label` is needed only where
 * no label stands beside the element.
 */
export function drawInput(element, about) {
  const field = DRAWN[element.type](element, about);
  if (element.action_id) field.box?.setAttribute("data-action-id", element.action_id);
  return field;
}

function drawTextBox(element, about) {
  if (!element.multiline) return drawPlain("text", element.initial_value, element, about);
  const box = h("textarea", { rows: "5", id: freshId("box"), placeholder: words(element.placeholder) || null });
  box.value = element.initial_value ?? "";
  box.addEventListener("change", () => about.onChange(box.value));
  const room = element.max_length ? drawRoom(box, element.max_length) : null;
  return { node: h("div", {}, box, room), box, ...valueOf(box) };
}

// How much room is left, said from the start and again as it runs out.
function drawRoom(box, most) {
  const node = h("p", { class: "room" });
  const draw = () => {
    const left = most - box.value.length;
    const count = Math.abs(left).toLocaleString("en-GB");
    node.textContent = left < 0 ? `${count} characters too many` : `${count} characters left`;
    node.classList.toggle("over", left < 0);
    node.toggleAttribute("aria-live", false);
    if (left < 20) node.setAttribute("aria-live", "polite");
  };
  box.addEventListener("input", draw);
  draw();
  return node;
}

function drawPlain(type, initial, element, about) {
  const placeholder = words(element.placeholder) || null;
  const box = h("input", { type, id: freshId("box"), placeholder, autocomplete: "off", "aria-label": about.label });
  box.value = initial ?? "";
  box.addEventListener("change", () => about.onChange(box.value));
  return { node: box, box, ...valueOf(box) };
}

function drawSelect(element, about) {
  const box = h("select", { id: freshId("box"), "aria-label": about.label });
  box.append(h("option", { value: "" }, words(element.placeholder) || "Choose an option"));
  const draw = (option) => h("option", { value: option.value }, words(option.text));
  box.append(...(element.options ?? []).map(draw));
  for (const group of element.option_groups ?? []) {
    box.append(h("optgroup", { label: words(group.label) }, group.options.map(draw)));
  }
  box.value = element.initial_option?.value ?? "";
  box.addEventListener("change", () => about.onChange(box.value));
  return { node: box, box, ...valueOf(box) };
}

function valueOf(box) {
  return { read: () => box.value, write: (value) => { box.value = value; box.dispatchEvent(new Event("input")); } };
}

function drawOne(options, value, element, about) {
  const box = new Combobox({
    label: about.label, options, value: value ?? "", mayBeEmpty: about.isOptional,
    placeholder: words(element.placeholder) || "Type to find", onChoose: about.onChange,
  });
  return { node: box.node, box: box.box, read: () => box.value, write: (next) => box.write(next) };
}

function drawSeveral(options, values, element, about) {
  const placeholder = words(element.placeholder) || undefined;
  const box = new SeveralBox({ label: about.label, options, values, placeholder, onChange: about.onChange });
  return { node: box.node, box: box.box, read: () => box.values, write: (next) => box.write(next) };
}

function drawTicks(type, initial, element, about) {
  const chosen = new Set(initial.filter(Boolean).map((option) => option.value));
  const name = freshId("ticks");
  const boxes = element.options.map((option) =>
    h("input", { type, name, id: freshId("tick"), value: option.value, checked: chosen.has(option.value) }));
  const rows = element.options.map((option, place) => {
    const detail = option.description && h("span", { class: "detail" }, drawText(option.description, about.directory));
    return h("label", { class: "tick" }, boxes[place], h("span", {}, drawText(option.text, about.directory), detail));
  });
  const ticked = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const read = () => (type === "radio" ? ticked()[0] ?? "" : ticked());
  const write = (value) => { for (const box of boxes) box.checked = [value].flat().includes(box.value); };
  const node = h("div", { class: "ticks", "data-action-id": element.action_id }, rows);
  node.addEventListener("change", () => about.onChange(read()));
  return { node, box: null, isGroup: true, read, write };
}

function drawFile(element) {
  const accept = element.filetypes?.map((type) => `.${type}`).join(",") ?? null;
  const box = h("input", { type: "file", id: freshId("box"), accept, multiple: (element.max_files ?? 10) > 1 });
  return { node: box, box, read: () => Promise.all([...box.files].map(encoded)), write: () => {}, isFile: true };
}

async function encoded(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return { name: file.name, content_base64: btoa(binary) };
}
