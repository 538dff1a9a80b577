// The charts of a card, as bars made of boxes: the numbers are written beside them and said to screen readers.

import { h } from "./element.js";

const READ = {
  "Chart.HorizontalBar": (chart) => chart.data.map(({ x, y }) => [String(x), y]),
  "Chart.VerticalBar": (chart) => chart.data.map(({ x, y }) => [String(x), y]),
  "Chart.Pie": (chart) => chart.data.map(({ legend, value }) => [legend, value]),
  "Chart.Donut": (chart) => chart.data.map(({ legend, value }) => [legend, value]),
};

/** Can this page draw a chart of this type? */
export function isChart(type) {
  return type in READ;
}

/** A figure with the chart's title; upright where the chart is, else lying. */
export function drawChart(chart) {
  const bars = READ[chart.type](chart);
  const most = Math.max(...bars.map(([, number]) => number), 1);
  const isUpright = chart.type === "Chart.VerticalBar";
  const words = bars.map(([name, number]) => `${name}: ${number}`).join(", ");
  const drawn = h("div", { class: isUpright ? "bars upright" : "bars", role: "img", "aria-label": `${chart.title}. ${words}.` },
    bars.map((bar, place) => drawBar(bar, most, isUpright, place)));
  return h("figure", { class: "card-chart", "data-chart": chart.type }, h("figcaption", {}, chart.title), drawn);
}

function drawBar([name, number], most, isUpright, place) {
  const share = `${Math.max(0, (number / most) * 100).toFixed(1)}%`;
  const fill = h("span", { class: `fill hue-${place % 6}` });
  // The page's own rules forbid style attributes; the length is set on the node instead.
  fill.style.setProperty(isUpright ? "height" : "width", share);
  return h("div", { class: "one-bar" },
    h("span", { class: "bar-name" }, name), h("span", { class: "track" }, fill), h("span", { class: "bar-number" }, String(number)));
}
