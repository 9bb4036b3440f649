// Where the reader was: how far each card and the page are scrolled, and what had the focus. Kept over a reload and over a new circuit, which both build
// the page anew.
const storageKey = "compareintel.places";
const patienceMs = 15000;
const boxes = ["main", ".compare", ".grid", ".shelf", ".tabs"];

let cards = new Map();
let scrolled = [];
let focus = null;
let until = 0;

const cardOf = text => text.closest(".grid .card")?.id;

function placesNow() {
  const active = document.activeElement;
  return {
    path: location.pathname,
    cards: [...document.querySelectorAll("follow-end")].filter(text => cardOf(text) && text.kept).map(text => [cardOf(text), text.kept]),
    scrolled: boxes.map(name => [name, document.querySelector(name)])
      .filter(([, box]) => box && (box.scrollTop > 0 || box.scrollLeft > 0))
      .map(([name, box]) => ({ name, top: box.scrollTop, left: box.scrollLeft })),
    focus: { id: active?.id || null, from: active?.selectionStart ?? null, to: active?.selectionEnd ?? null },
  };
}

function takeUp(places) {
  if (places?.path !== location.pathname) {
    return;
  }

  cards = new Map(places.cards);
  scrolled = places.scrolled;
  focus = places.focus;
  until = performance.now() + patienceMs;
  requestAnimationFrame(step);
}

// What is not there yet may still be on its way.
function step() {
  scrolled = scrolled.filter(({ name, top, left }) => {
    const box = document.querySelector(name);
    if (!box || box.scrollHeight - box.clientHeight < top - 1 || box.scrollWidth - box.clientWidth < left - 1) {
      return true;
    }

    box.scrollTo({ top, left, behavior: "instant" });
    return false;
  });
  if (scrolled.length > 0 && performance.now() < until) {
    requestAnimationFrame(step);
  }
}

function giveUp() {
  until = 0;
  scrolled = [];
  focus = null;
  cards.clear();
}

for (const name of ["wheel", "touchmove", "keydown", "pointerdown"]) {
  document.addEventListener(name, giveUp, { capture: true, passive: true });
}

// The place of this card's text before; null when it had none. Asked for once.
export function takePlace(text) {
  const id = performance.now() < until ? cardOf(text) : null;
  const place = id ? cards.get(id) ?? null : null;
  cards.delete(id);
  return place;
}

// Gives the focus back to what had it. False when this one may take it: nothing is being built anew.
export function returnFocus(box) {
  if (performance.now() >= until || !focus) {
    return false;
  }

  const { id, from, to } = focus;
  const target = id && document.getElementById(id);
  focus = null;
  target?.focus({ preventScroll: true });
  if (target === box && from !== null) {
    box.setSelectionRange(from, to);
  }

  return true;
}

// Remembers all places until the page has been built anew by a circuit; call what this returns then.
export function keepPlaces() {
  const places = placesNow();
  return () => takeUp(places);
}

window.addEventListener("pagehide", () => {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(placesNow()));
  } catch {
    // Without storage a page that is reloaded begins at its top.
  }
});

if (performance.getEntriesByType("navigation")[0]?.type === "reload") {
  try {
    const places = JSON.parse(sessionStorage.getItem(storageKey));
    if (places) {
      takeUp({ ...places, focus: null });
    }
  } catch {
    // What stands there is not ours.
  }
}
