// The Link page of the local Anon sandbox.
//
// Knows: the four stages, and which calls belong to each. `wizard/sandbox/walking.py` makes the
// same calls in the same order. All texts are set as text: nothing of a stranger's becomes markup.

const CLIENT_HEADER = "x-anon-client-id";
const CLOSES_AFTER = 2500; // milliseconds: Amazon's sign-in page, with a saved session
const GOES_BACK_AFTER = 1800; // long enough to see the checkmark

const id = new URLSearchParams(location.search).get("id") ?? "";
const card = document.getElementById("card");
const views = new Map([...document.querySelectorAll("[data-view]")].map((v) => [v.dataset.view, v]));
const stages = ["opened", "extension", "login", "linked"];
// At which stage a view stands, whatever was reached before: a reloaded page begins again.
const stageOf = new Map([
  ["dialog", "opened"],
  ["extension", "extension"],
  ["no-extension", "extension"],
  ["login", "login"],
  ["saved", "login"],
]);
const shown = {};

// What ends the page before its time: `view` tells the person.
class Stop extends Error {
  constructor(view) {
    super(view);
    this.view = view;
  }
}

async function ask(options) {
  const answer = await fetch(`/_sandbox/link/${encodeURIComponent(id)}`, options).catch(() => null);
  if (!answer || answer.status >= 500) throw new Stop("lost");
  if (answer.status === 409) location.reload(); // another tab has gone on
  if (!answer.ok) throw new Stop("gone");
  Object.assign(shown, await answer.json());
}

async function tell(event, more = {}) {
  const headers = { "content-type": "application/json" };
  await ask({ method: "POST", headers, body: JSON.stringify({ event, ...more }) });
}

// What Anon's own page does: another origin, so a 401 without CORS headers is all the browser sees.
async function letIn() {
  try {
    const url = `${shown.apiOrigin}/account/api/v1/appIntegration?id=${encodeURIComponent(shown.app)}`;
    const headers = {
      authorization: `Bearer ${shown.appUserIdToken}`,
      [CLIENT_HEADER]: shown.clientId,
    };
    const answer = await fetch(url, { headers });
    if (!answer.ok) return false;
    const { displayName, iconUrl } = await answer.json();
    shown.displayName = displayName;
    showIcon(iconUrl);
    return true;
  } catch {
    return false;
  }
}

function showIcon(url) {
  if (!url.startsWith(`${location.origin}/`)) return; // nothing is loaded from elsewhere
  const icon = document.getElementById("icon");
  icon.src = url;
  icon.hidden = false;
  icon.nextElementSibling.hidden = true;
}

function write() {
  const company = shown.companyName || "Your app";
  const texts = {
    app: shown.displayName,
    company,
    user: shown.appUserId,
    extensionId: shown.chromeExtensionId,
    reason: shown.reason,
    errorCode: shown.errorCode,
  };
  for (const place of document.querySelectorAll("[data-text]")) {
    place.textContent = texts[place.dataset.text] ?? "";
  }
  for (const place of document.querySelectorAll("[data-letter]")) {
    place.textContent = [...(texts[place.dataset.letter] || "?")][0].toUpperCase();
  }
  const present = { ...texts, refused: shown.errorCode === "bad_authorization" };
  for (const place of document.querySelectorAll("[data-if]")) {
    place.hidden = !present[place.dataset.if];
  }
  for (const place of document.querySelectorAll("[data-back]")) {
    if (shown.redirectUrl) place.href = shown.redirectUrl;
    place.hidden = !shown.redirectUrl;
  }
}

function show(name) {
  write();
  for (const [known, view] of views) view.hidden = known !== name;
  card.dataset.shown = name;
  card.setAttribute("aria-busy", String(name === "loading" || name === "saved"));
  markStages(stageOf.get(name) ?? shown.stage);
  const heading = views.get(name).querySelector("h1");
  heading.focus({ preventScroll: true });
  document.getElementById("status").textContent = heading.textContent;
  document.title = `${heading.textContent} · local Anon sandbox`;
}

function markStages(stage) {
  const reached = stages.indexOf(stage === "none" ? "opened" : stage);
  for (const item of document.querySelectorAll("[data-stage]")) {
    const at = stages.indexOf(item.dataset.stage);
    const done = at < reached || stage === "linked";
    item.dataset.state = done ? "done" : "";
    if (at === reached && !done) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  }
}

function end({ leave }) {
  show(shown.stage);
  if (leave && shown.redirectUrl) setTimeout(() => location.assign(shown.redirectUrl), GOES_BACK_AFTER);
}

const ENDS = new Set(["linked", "cancelled", "failed"]);

async function go(step) {
  setBusy(true);
  try {
    await STEPS[step]();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    show(error.view);
  } finally {
    setBusy(false);
  }
}

function setBusy(busy) {
  for (const button of document.querySelectorAll("button")) button.disabled = busy;
}

const STEPS = {
  async open() {
    await ask();
    if (ENDS.has(shown.stage)) return end({ leave: false });
    if (shown.expired) return show("gone");
    if (await letIn()) return show("dialog");
    await tell("fail", { errorCode: "bad_authorization" });
    end({ leave: false });
  },
  // The dialog was agreed to: what comes next is the extension.
  async extension() {
    if (!shown.extensionDetected) return show("no-extension");
    await tell("extension");
    show("extension");
  },
  async login() {
    await tell("login");
    show(shown.closesByItself ? "saved" : "login");
    if (shown.closesByItself) setTimeout(() => go("finish"), CLOSES_AFTER);
  },
  async finish() {
    await tell("finish");
    end({ leave: shown.stage === "linked" });
  },
  async cancel() {
    await tell("cancel");
    end({ leave: true });
  },
  async retry() {
    await ask();
    await STEPS.extension();
  },
};

for (const button of document.querySelectorAll("[data-go]")) {
  button.addEventListener("click", () => go(button.dataset.go));
}
document.getElementById("login").addEventListener("submit", (event) => {
  event.preventDefault();
  go("finish");
});

go("open");
