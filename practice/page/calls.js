// What the page asks of the practice hospital's server. The token goes in a header, so no address shows it.

const token = new URLSearchParams(location.search).get("token") ?? "";

/** The server could not be reached, or refused; `status` is 0 when there was no answer at all. */
export class Unanswered extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** GET, as JSON. */
export function ask(path) {
  return call(path, { headers: { "X-Practice-Token": token } });
}

/** POST JSON, answered with JSON. */
export function tell(path, body = {}) {
  const headers = { "X-Practice-Token": token, "Content-Type": "application/json" };
  return call(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** One person does one thing; gives the outcome once the bot has acknowledged it, or not. */
export async function act(user, verb, details = {}) {
  const answer = await tell("/practice/act", { user, verb, ...details });
  if (!answer.ok) throw new Unanswered(200, answer.error ?? "The practice hospital refused this.");
  return answer.outcome ?? {};
}

async function call(path, request) {
  let response;
  try {
    response = await fetch(path, { ...request, cache: "no-store" });
  } catch {
    throw new Unanswered(0, "The practice hospital does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer !== null) return answer;
  throw new Unanswered(response.status, answer?.error ?? refusal(response.status));
}

function refusal(status) {
  if (status === 403) return "This page needs its token. Open the address that the terminal printed.";
  return `The practice hospital answered with error ${status}.`;
}

/** Hear every change for as long as the page is open; `onLink(true | false)` says whether the line is up. */
export function watch(onChange, onLink, pause = 500) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}/practice/watch?token=${encodeURIComponent(token)}`);
  let next = Math.min(pause * 2, 8000);
  socket.addEventListener("open", () => {
    next = 500;
    onLink(true);
  });
  socket.addEventListener("message", (event) => onChange(JSON.parse(event.data)));
  socket.addEventListener("close", () => {
    onLink(false);
    setTimeout(() => watch(onChange, onLink, next), next);
  });
}

/** Run `work` now, or once more after the run in hand: many changes at once cost one fetch. */
export function coalesced(work) {
  let running = null;
  let again = false;
  const run = async () => {
    do {
      again = false;
      await work();
    } while (again);
  };
  return () => {
    if (running) again = true;
    else running = run().finally(() => { running = null; });
    return running;
  };
}
