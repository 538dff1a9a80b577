// Block Kit drawn as elements. `context` is {directory, press, addField}: what a press does is the pane's to know.

import { freshId, h } from "./element.js";
import { drawInput, isInput } from "./inputs.js";
import { drawMenu } from "./menu.js";
import { drawRichText, drawText } from "./mrkdwn.js";

const DRAWN = {
  header: (block, context) => h("h3", { class: "block-header" }, drawText(block.text, context.directory)),
  divider: () => h("hr"),
  section: drawSection,
  context: drawContext,
  image: drawImage,
  actions: (block, context) =>
    h("div", { class: "block-actions" }, block.elements.map((element) => drawElement(element, block, context))),
  input: drawInputBlock,
  rich_text: (block, context) => h("div", { class: "block-rich" }, drawRichText(block, context.directory)),
};

/** Nodes for a list of blocks. */
export function drawBlocks(blocks, context) {
  return blocks.map((block) => {
    const draw = DRAWN[block.type] ?? drawUnknown;
    const node = draw(block, context);
    if (block.block_id) node.dataset.blockId = block.block_id;
    return node;
  });
}

function drawUnknown(block) {
  return h("p", { class: "unknown" }, `The practice hospital cannot draw a block of type “${block.type}”.`);
}

function drawSection(block, context) {
  const words = h("div", { class: "section-words" });
  if (block.text) words.append(h("div", { class: "text" }, drawText(block.text, context.directory)));
  if (block.fields) {
    const draw = (field) => h("div", { class: "text" }, drawText(field, context.directory));
    words.append(h("div", { class: "fields" }, block.fields.map(draw)));
  }
  const accessory = block.accessory && drawElement(block.accessory, block, context);
  return h("div", { class: "block-section" }, words, accessory);
}

function drawContext(block, context) {
  const draw = (element) => (element.type === "image"
    ? h("img", { src: element._url ?? element.image_url, alt: element.alt_text })
    : h("span", {}, drawText(element, context.directory)));
  return h("div", { class: "block-context" }, block.elements.map(draw));
}

function drawImage(block, context) {
  const title = block.title && h("figcaption", {}, drawText(block.title, context.directory));
  return h("figure", { class: "block-image" }, title, picture(block._url ?? block.image_url, block.alt_text));
}

/** An image whose words are shown where the picture cannot be. */
export function picture(address, words) {
  const image = h("img", { src: address, alt: words });
  const instead = () => image.replaceWith(h("p", { class: "no-picture", role: "img", "aria-label": words }, words));
  image.addEventListener("error", instead, { once: true });
  return image;
}

function drawElement(element, block, context) {
  if (element.type === "button") return drawButton(element, block, context);
  if (element.type === "overflow") return drawOverflow(element, block, context);
  if (element.type === "image") return h("img", { class: "accessory", src: element._url ?? element.image_url, alt: element.alt_text });
  if (!isInput(element.type)) return drawUnknown(element);
  const onChange = (value) => context.press({ element, block, value, node: field.node });
  const label = element.placeholder?.text ?? block.text?.text ?? "Choose";
  const field = drawInput(element, { directory: context.directory, onChange, label, isOptional: false });
  return h("div", { class: "element" }, field.node);
}

function drawButton(element, block, context) {
  const button = h("button", {
    type: "button", class: `button ${element.style ?? ""}`, "data-action-id": element.action_id,
    "aria-label": element.accessibility_label, value: element.value,
  }, drawText(element.text, context.directory));
  button.addEventListener("click", () => {
    if (element.url && /^https?:\/\//i.test(element.url)) window.open(element.url, "_blank", "noopener,noreferrer");
    context.press({ element, block, value: element.value, node: button });
  });
  return button;
}

function drawOverflow(element, block, context) {
  return drawMenu(element.options.map((option) => ({
    label: drawText(option.text, context.directory),
    attributes: { "data-action-id": element.action_id, value: option.value },
    act: (node) => context.press({ element, block, value: option.value, node }),
  })));
}

/** A labelled box, with its hint before it and its error beside it. */
function drawInputBlock(block, context) {
  if (!isInput(block.element.type)) return drawUnknown(block.element);
  const onChange = (value) => {
    if (block.dispatch_action) context.press({ element: block.element, block, value, node: field.node });
  };
  const isOptional = block.optional === true;
  const field = drawInput(block.element, { directory: context.directory, onChange, isOptional });
  const label = [drawText(block.label, context.directory), isOptional ? h("span", { class: "optional" }, " (optional)") : null];
  const hint = block.hint && h("p", { class: "hint", id: freshId("hint") }, drawText(block.hint, context.directory));
  const error = h("p", { class: "error", id: freshId("error"), hidden: true });
  const frame = field.isGroup
    ? h("fieldset", { class: "input" }, h("legend", {}, label), hint, error, field.node)
    : h("div", { class: "input" }, h("label", { for: field.box.id }, label), hint, error, field.node);
  const described = field.isGroup ? frame : field.box;
  described.setAttribute("aria-describedby", [hint?.id, error.id].filter(Boolean).join(" "));
  if (!isOptional && !field.isGroup && !field.isFile) field.box.setAttribute("aria-required", "true");
  context.addField?.({ ...field, blockId: block.block_id, actionId: block.element.action_id, type: block.element.type, frame, error });
  return frame;
}
