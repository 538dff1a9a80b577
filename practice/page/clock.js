// Dates and times as they are written in Britain, and the clock of the practice hospital.

const ZONED = /(Z|[+-]\d\d:?\d\d)$/;

// A time without a zone is a wall clock's: it is shown as it stands, wherever the browser thinks it is.
function written(iso, options) {
  const zoned = ZONED.test(iso);
  const instant = new Date(zoned ? iso : `${iso}Z`);
  return instant.toLocaleString("en-GB", { ...options, timeZone: zoned ? "Europe/London" : "UTC" });
}

/** "Monday 14 September 2026" */
export function day(iso) {
  const options = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
  return written(iso, options).replace(",", "");
}

/** "9:05am" */
export function timeOfDay(iso) {
  const [hour, minute] = written(iso, { hour: "2-digit", minute: "2-digit", hour12: false }).split(":").map(Number);
  const minutes = String(minute).padStart(2, "0");
  return `${hour % 12 || 12}:${minutes}${hour % 24 < 12 ? "am" : "pm"}`;
}

/** "9:05am on Monday 14 September 2026" */
export function dayAndTime(iso) {
  return `${timeOfDay(iso)} on ${day(iso)}`;
}

/** The clock in the top bar: the server says what time it is, this carries on from there. */
export class Clock {
  constructor(node, sun) {
    this.node = node;
    this.sun = sun;
    this.base = null;
    setInterval(() => this.draw(), 1000);
  }

  /** The server's time, an instant with its zone. */
  set(iso) {
    this.base = { at: Date.parse(iso), since: performance.now() };
    this.draw();
  }

  now() {
    return this.base.at + performance.now() - this.base.since;
  }

  draw() {
    if (this.base === null) return;
    const iso = new Date(this.now()).toISOString();
    const words = `${day(iso)}, ${timeOfDay(iso)}`;
    if (this.node.textContent === words) return;
    this.node.textContent = words;
    this.node.dateTime = iso;
    this.drawSky(written(iso, { hour: "2-digit", minute: "2-digit", hour12: false }));
  }

  // The sun crosses the hill from 6am to 6pm, the moon from 6pm to 6am.
  drawSky(wall) {
    const [hour, minute] = wall.split(":").map(Number);
    const hours = (hour % 24) + minute / 60;
    const isDay = hours >= 6 && hours < 18;
    const turn = (((hours + 18) % 12) / 12) * Math.PI;
    this.sun.setAttribute("cx", (22 - 16 * Math.cos(turn)).toFixed(1));
    this.sun.setAttribute("cy", (20 - 13 * Math.sin(turn)).toFixed(1));
    this.sun.setAttribute("class", isDay ? "sun" : "moon");
  }
}
