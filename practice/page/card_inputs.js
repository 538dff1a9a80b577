// The inputs of a card. Each is drawn as the element of a form that asks the same, and read as Teams reads it.

import { freshId, h } from "./element.js";
import { drawInput } from "./inputs.js";

const words = (text) => ({ type: "plain_text", text, emoji: false });
const options = (choices) => choices.map(({ title, value }) => ({ text: words(title), value }));
const chosen = (input) => String(input.value ?? "").split(",").filter(Boolean);
const ON = "on";

const AS_ELEMENT = {
  "Input.Text": (input) => ({
    type: "plain_text_input", multiline: input.isMultiline, max_length: input.maxLength, initial_value: input.value,
  }),
  "Input.Number": (input) => ({ type: "number_input", initial_value: input.value }),
  "Input.Date": (input) => ({ type: "datepicker", initial_date: input.value }),
  "Input.Time": (input) => ({ type: "timepicker", initial_time: input.value }),
  "Input.Toggle": (input) => {
    const tick = { text: words(input.title), value: ON };
    return { type: "checkboxes", options: [tick], initial_options: input.value === (input.valueOn ?? "true") ? [tick] : [] };
  },
  "Input.ChoiceSet": choiceElement,
};

function choiceElement(input) {
  const values = chosen(input);
  if (input["choices.data"]) {
    return input.isMultiSelect
      ? { type: "multi_users_select", initial_users: values }
      : { type: "users_select", initial_user: values[0] };
  }
  const offered = options(input.choices);
  const initial = offered.filter((option) => values.includes(option.value));
  if (input.isMultiSelect) {
    return input.style === "expanded"
      ? { type: "checkboxes", options: offered, initial_options: initial }
      : { type: "multi_static_select", options: offered, initial_options: initial };
  }
  const type = input.style === "expanded" ? "radio_buttons" : "static_select";
  return { type, options: offered, initial_option: initial[0] };
}

/** Can this page draw an input of this type? */
export function isCardInput(type) {
  return type in AS_ELEMENT;
}

/** One input with its label and the place for its error; `context` is {directory, addField}. */
export function drawCardInput(input, context) {
  const element = { ...AS_ELEMENT[input.type](input), ...(input.placeholder ? { placeholder: words(input.placeholder) } : {}) };
  const field = drawInput(element, { directory: context.directory, onChange: () => {}, isOptional: !input.isRequired });
  const star = input.isRequired ? h("span", { class: "required", "aria-hidden": "true" }, " *") : null;
  const error = h("p", { class: "error", id: freshId("error"), hidden: true });
  const label = [input.label, star];
  const frame = field.isGroup
    ? h("fieldset", { class: "input", "data-input": input.id }, h("legend", {}, label), error, field.node)
    : h("div", { class: "input", "data-input": input.id }, h("label", { for: field.box.id }, label), error, field.node);
  (field.isGroup ? frame : field.box).setAttribute("aria-describedby", error.id);
  if (input.isRequired && field.box) field.box.setAttribute("aria-required", "true");
  if (input.maxLength) field.box.maxLength = input.maxLength;
  const said = input.type === "Input.Toggle" ? asToggle(input, field) : {};
  context.addField({ ...field, ...said, blockId: input.id, type: element.type, frame, error });
  return frame;
}

function asToggle({ valueOn = "true", valueOff = "false" }, field) {
  return {
    read: () => (field.read().includes(ON) ? valueOn : valueOff),
    write: (value) => field.write(value === valueOn ? [ON] : []),
  };
}
