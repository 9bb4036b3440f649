// The page's connection to the server: starts it, and when it is lost brings it back for as long as the page is open. Reading never waits for it. A circuit
// that the server still has is taken up again; one that it has put away is built anew from what was put away; without either the page reloads by itself,
// but only when that loses nothing.
import { areKept } from "./drafts.js";
import { keepPlaces } from "./places.js";

// The first tries follow one another quickly, because most losses are short; later ones go on for as long as it takes.
const waits = [0, 400, 1000, 2000, 3000];
const longestWait = 5000;
const answerMs = 8000;

// How long a process that wants to end is waited for. Whoever still answers after that goes on.
const longestEndMs = 120000;

// A loss that is over before anybody could read about it is not worth a word.
const silentMs = 500;
const reloadKey = "compareintel.reloaded";
const reloadEveryMs = 30000;

const notice = document.getElementById("connection");
const words = notice.querySelector("[data-connection-words]");
const next = notice.querySelector("[data-connection-next]");
const tryButton = notice.querySelector("[data-connection-try]");
const reloadButton = notice.querySelector("[data-reload]");

const texts = {
  lost: "Connection lost. Read on; this page catches up by itself.",
  restarting: "The server is restarting. Read on; this page goes on by itself.",
  gone: "The server no longer has this comparison. Copy what you need: after a reload its answers are gone.",
  unkept: "The server no longer knows this page, and the prompt is too long for this browser to keep. Copy it before you reload.",
  failed: "The server no longer knows this page. What you have typed is kept: reload to go on.",
};

let state = null;
let attempt = 0;
let isTrying = false;
let timer = 0;
let dueAt = 0;
let ticker = 0;
let showing = 0;

// When the server asked this page to wait for its next process; null when the connection broke by itself.
let pausedAt = null;
let isPausing = false;

// The circuit is being put away, or has been: there is nothing to connect to again.
let isPutAway = false;

function show() {
  clearTimeout(showing);
  showing = 0;
  const isWaiting = state === "lost" || state === "restarting";
  if (state === null) {
    delete document.body.dataset.connection;
  } else {
    document.body.dataset.connection = isWaiting ? "lost" : "ended";
  }

  // The focus does not fall to the top of the page with a button that goes away.
  if (document.activeElement === tryButton && !isWaiting) {
    (state === null ? document.getElementById("prompt") : reloadButton)?.focus({ preventScroll: true });
  }

  words.textContent = state === null ? "" : texts[state];
  tryButton.hidden = !isWaiting;
  reloadButton.hidden = state === null || isWaiting;
  showNext();
  document.dispatchEvent(new CustomEvent("connectionchange"));
}

function showNext() {
  const seconds = Math.ceil((dueAt - Date.now()) / 1000);
  next.textContent = state !== "lost" && state !== "restarting" ? ""
    : isTrying || seconds <= 0 ? `Attempt ${Math.max(1, attempt)}…`
    : `Attempt ${attempt + 1} in ${seconds} s`;
}

function enter(value) {
  const isFirst = state === null;
  state = value;
  if (isFirst && value === "lost") {
    clearTimeout(showing);
    showing = setTimeout(show, silentMs);
  } else if (!showing || value !== "lost") {
    show();
  }
}

function plan() {
  clearTimeout(timer);
  clearInterval(ticker);
  const wait = waits[attempt] ?? longestWait;
  dueAt = Date.now() + wait;
  timer = setTimeout(tryNow, wait);
  ticker = setInterval(showNext, 1000);
  showNext();
}

function stopTrying() {
  clearTimeout(timer);
  clearInterval(ticker);
  attempt = 0;
}

async function tryNow() {
  if (isTrying || (state !== "lost" && state !== "restarting")) {
    return;
  }

  clearTimeout(timer);
  isTrying = true;
  attempt++;
  showNext();
  let outcome = "unreachable";
  try {
    outcome = await comeBack();
  } catch {
    // Nobody answers, or no longer: tried again.
  }

  isTrying = false;
  if (outcome === "unreachable" || (outcome === "back" && state !== null)) {
    plan();
  } else if (outcome !== "back") {
    stopTrying();
    if (outcome === "lost for good" && mayReload()) {
      location.reload();
    } else {
      enter(outcome === "no comparison" ? "gone" : areKept() ? "failed" : "unkept");
    }
  }
}

async function comeBack() {
  const uptimeMs = await readUptime();
  const pausedMs = Date.now() - pausedAt;
  // The process that is about to end still answers.
  if (isPausing || (pausedAt !== null && uptimeMs > pausedMs && pausedMs < longestEndMs)) {
    return "unreachable";
  }

  if (isPutAway) {
    // Ends when the putting away does. Until then the old connection stands, and a circuit to go on with is refused.
    await Blazor.pauseCircuit();
  }

  if (pausedAt === null && await Blazor.reconnect()) {
    return "back";
  }

  // What a new circuit shows takes the place of what stands here.
  if (!await isComparisonThere()) {
    return "no comparison";
  }

  document.dispatchEvent(new CustomEvent("circuitreplaced"));
  const returnToPlaces = keepPlaces();
  if (!await Blazor.resumeCircuit()) {
    return "lost for good";
  }

  returnToPlaces();
  return "back";
}

const ask = address => fetch(address, { cache: "no-store", signal: AbortSignal.timeout(answerMs) });

async function readUptime() {
  const response = await ask("/api/v1/health/live");
  if (!response.ok) {
    throw new Error(`the server can't take this page: ${response.status}`);
  }

  return (await response.json()).uptime_seconds * 1000;
}

async function isComparisonThere() {
  const id = /^\/c\/([^/]+)$/.exec(location.pathname)?.[1];
  if (!id || !document.querySelector("article.card")) {
    return true;
  }

  const response = await ask(`/api/v1/comparisons/${id}/lanes/0/text`);
  response.body?.cancel();
  if (!response.ok && response.status !== 404) {
    throw new Error(`the server can't say whether it has the comparison: ${response.status}`);
  }

  return response.ok;
}

// Not for ever in a circle, whatever is wrong.
function mayReload() {
  try {
    const isSoon = Date.now() - Number(sessionStorage.getItem(reloadKey) ?? 0) < reloadEveryMs;
    sessionStorage.setItem(reloadKey, Date.now());
    return areKept() && !isSoon;
  } catch {
    return false;
  }
}

const handler = {
  onConnectionDown(options, error, isClientPause) {
    if (state !== null) {
      // A circuit that has been put away closes its connection after that, and this is told of both.
      return;
    }

    stopTrying();
    isPutAway = isClientPause === true;
    enter(isPutAway ? "restarting" : "lost");
    plan();
  },
  onConnectionUp() {
    stopTrying();
    pausedAt = null;
    isPutAway = false;
    state = null;
    show();
  },
};

// The server asks for this before its process ends: it hands the page what it needs to go on with the next one.
globalThis.CompareIntel = {
  pause() {
    // After the call has been answered: a circuit that is being put away can't be.
    setTimeout(async () => {
      pausedAt = Date.now();
      isPausing = true;
      try {
        await Blazor.pauseCircuit();
      } catch {
        pausedAt = null;
      }

      isPausing = false;
    });
  },
};

tryButton.addEventListener("click", tryNow);
window.addEventListener("online", tryNow);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && tryNow());
window.addEventListener("pageshow", event => {
  if (event.persisted) {
    // The circuit was ended when the page was left; the page that the browser has kept has none any more.
    location.reload();
  }
});

Blazor.start({ circuit: { reconnectionHandler: handler } });
