// Adaptive Cards drawn as elements. `context` is {directory, press, addField, opened}: what a press does is the pane's
// to know, and `opened` has the paths of the cards that are shown.

import { picture } from "./blocks.js";
import { drawCardInput, isCardInput } from "./card_inputs.js";
import { numberAmong, pressables } from "./card_parts.js";
import { drawChart, isChart } from "./charts.js";
import { h } from "./element.js";
import { drawMarkdown } from "./markdown.js";
import { drawMenu } from "./menu.js";

const DRAWN = {
  TextBlock: drawText,
  RichTextBlock: (block) => h("p", { class: "card-text" }, block.inlines.map(drawRun)),
  FactSet: drawFacts,
  Table: drawTable,
  Image: (image) => h("figure", { class: "block-image" }, picture(image.url, image.altText)),
  Container: (box, context) => h("div", { class: `card-box ground-${box.style ?? "none"}` }, drawElements(box.items, context)),
  ColumnSet: (set, context) => h("div", { class: "card-columns" },
    set.columns.map((column) => h("div", { class: column.width === "auto" ? "narrow" : null }, drawElements(column.items, context)))),
  ActionSet: (set, context) => drawActions(set.actions, context),
};
const SHADES = { Accent: "accent", Good: "good", Warning: "warning", Attention: "attention" };

/** A whole card; `press` gets {action, node, number}, the last counting the buttons of the same words. */
export function drawCard(card, context) {
  const found = pressables(card, context.opened);
  const press = (action, node) => context.press({ action, node, number: numberAmong(found, action) });
  const isOpen = (action) => action.type === "Action.ShowCard" && found.some((one) => one.action === action && context.opened.has(one.path));
  return drawInside(card, { ...context, press, isOpen });
}

function drawInside(card, context) {
  const actions = card.actions?.length ? [drawActions(card.actions, context)] : [];
  return h("div", { class: "card" }, drawElements(card.body ?? [], context), actions);
}

function drawElements(elements, context) {
  return elements.map((element) => {
    const node = drawElement(element, context);
    node.classList.add(`space-${(element.spacing ?? "Default").toLowerCase()}`);
    node.classList.toggle("ruled", Boolean(element.separator));
    node.hidden = element.isVisible === false;
    if (element.id) node.dataset.element = element.id;
    return node;
  });
}

function drawElement(element, context) {
  if (DRAWN[element.type]) return DRAWN[element.type](element, context);
  if (isCardInput(element.type)) return drawCardInput(element, context);
  if (isChart(element.type)) return drawChart(element);
  return h("p", { class: "unknown" }, `The practice hospital cannot draw an element of type “${element.type}”.`);
}

function look({ size, weight, color, isSubtle, fontType }) {
  return [
    size && `size-${size.toLowerCase()}`, weight === "Bolder" && "bolder", SHADES[color] && `shade-${SHADES[color]}`,
    isSubtle && "subtle", fontType === "Monospace" && "mono",
  ].filter(Boolean).join(" ");
}

function drawText(block) {
  const tag = block.style === "heading" ? "h3" : "div";
  return h(tag, { class: `card-text ${look(block)}` }, drawMarkdown(block.text));
}

// A run is never read as Markdown.
function drawRun(run) {
  const styles = [[run.italic, "em"], [run.strikethrough, "s"], [run.underline, "u"], [run.highlight, "mark"]];
  const inside = styles.reduce((node, [isSo, tag]) => (isSo ? h(tag, {}, node) : node), run.text);
  return h("span", { class: look(run) || null }, inside);
}

function drawFacts({ facts }) {
  return h("dl", { class: "card-facts" }, facts.map(({ title, value }) => h("div", {}, h("dt", {}, title), h("dd", {}, drawMarkdown(value)))));
}

function drawTable(table, context) {
  const hasHead = table.firstRowAsHeaders !== false;
  const rows = table.rows.map((row, place) => {
    const tag = hasHead && place === 0 ? "th" : "td";
    const cells = row.cells.map((cell) => h(tag, { scope: tag === "th" ? "col" : null }, drawElements(cell.items, context)));
    return h("tr", {}, cells);
  });
  const head = hasHead ? h("thead", {}, rows[0]) : null;
  return h("div", { class: "card-table" }, h("table", {}, head, h("tbody", {}, hasHead ? rows.slice(1) : rows)));
}

const STYLES = { positive: "primary", destructive: "danger" };

const PRESSED = new Set(["Action.Execute", "Action.Submit", "Action.OpenUrl", "Action.ShowCard"]);

/** The buttons of one row, and below it the card that one of them shows. */
function drawActions(actions, context) {
  const isFirst = (action) => action.mode !== "secondary";
  const row = h("div", { class: "block-actions" }, actions.filter(isFirst).map((action) => drawAction(action, context)));
  const rest = actions.filter((action) => !isFirst(action));
  if (rest.length) {
    row.append(drawMenu(rest.map((action) => ({ label: action.title, act: (node) => context.press(action, node) }))));
  }
  const shown = actions.filter((action) => context.isOpen(action));
  return h("div", { class: "card-actions" }, row,
    shown.map((action) => h("div", { class: "card-inner", "data-shown-by": action.title }, drawInside(action.card, context))));
}

function drawAction(action, context) {
  if (!PRESSED.has(action.type)) {
    return h("p", { class: "unknown" }, `The practice hospital cannot draw a button of type “${action.type}”.`);
  }
  const isShowing = action.type === "Action.ShowCard";
  return h("button", {
    type: "button", class: `button ${STYLES[action.style] ?? ""}`, "data-action": action.title, title: action.tooltip,
    disabled: action.isEnabled === false, "aria-expanded": isShowing ? String(context.isOpen(action)) : null,
    on: { click: (event) => context.press(action, event.currentTarget) },
  }, action.title, isShowing ? h("span", { class: "shows", "aria-hidden": "true" }) : null);
}
