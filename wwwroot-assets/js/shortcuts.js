// Keys for the cards. Each is one character without a modifier and acts only where nothing can be typed; each can be turned off, and all of them at once.
// The browser's own keys are left alone.

const storageKey = "compareintel.shortcuts";
const dialog = document.getElementById("shortcuts");

// What a key would be for: text, a choice in a list, or something that is open above the page.
const typed = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]:not([contenteditable=false])";
const open = "dialog, [role=dialog], [role=menu], [role=listbox], [role=combobox], :popover-open, .mud-dialog";

let settings = read();
let lastId = null;
let awaited = null;

function read() {
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey));
    const off = Array.isArray(stored?.off) ? stored.off.filter(name => typeof name === "string") : [];
    return { all: stored?.all !== false, off: new Set(off) };
  } catch {
    return { all: true, off: new Set() };
  }
}

function write() {
  try {
    localStorage.setItem(storageKey, JSON.stringify({ all: settings.all, off: [...settings.off] }));
  } catch {
    // Without storage the choice lives as long as the page.
  }
}

const isOn = name => settings.all && !settings.off.has(name);
const isShown = element => element?.checkVisibility({ visibilityProperty: true }) ?? false;

const cardSelector = ".grid article.card, .shelf article.card";

// Whether the page has tabs, and shows one card at a time.
const hasTabs = () => isShown(document.querySelector("nav.tabs"));
const tabOf = card => document.querySelector(`nav.tabs > .tab[data-lane="${card.dataset.card}"]`);

// Cards in the order in which they are seen, collapsed ones among them: where there are tabs in their order, else in that of the page. A whole card may be
// out of sight, behind a tab or a maximised one.
function cards() {
  const all = [...document.querySelectorAll(cardSelector)].filter(card => card.closest(".grid") || isShown(card));
  if (!hasTabs()) {
    return all;
  }

  const lanes = [...document.querySelectorAll("nav.tabs > .tab")].map(tab => tab.dataset.lane);
  return all.sort((one, other) => lanes.indexOf(one.dataset.card) - lanes.indexOf(other.dataset.card));
}

// The card that a key is meant for: the one with the focus, else the one under the pointer, else the one that is shown alone or had the focus last.
function currentCard(all = cards()) {
  return [
    document.activeElement?.closest(cardSelector),
    document.querySelector("article.card:hover"),
    all.find(card => card.classList.contains("maximised")),
    hasTabs() ? all.find(card => card.classList.contains("active")) : null,
    all.find(card => card.id === lastId),
    all[0],
  ].find(card => card && all.includes(card));
}

// The text takes the focus, so that the arrows scroll it; a card that shows none takes it itself.
function focusOn(card) {
  const text = card.querySelector("follow-end");
  (isShown(text) ? text : card).focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

function stopWaiting() {
  awaited?.disconnect();
  awaited = null;
}

// It comes when the server has answered. A card that is collapsed or opened is another element then.
function focusWhenShown(id, before = null) {
  stopWaiting();
  awaited = new MutationObserver(() => {
    const card = document.getElementById(id);
    if (card && card !== before && isShown(card)) {
      stopWaiting();
      focusOn(card);
    }
  });
  awaited.observe(document.body, { attributeFilter: ["class"], childList: true, subtree: true });
}

function goTo(card) {
  stopWaiting();
  if (!card) {
    return false;
  }

  if (isShown(card)) {
    focusOn(card);
    return true;
  }

  // Its tab shows it, also in place of a maximised one on a page without tabs.
  focusWhenShown(card.id);
  tabOf(card)?.click();
  return true;
}

function goBy(step) {
  const all = cards();
  const focused = all.indexOf(document.activeElement?.closest(cardSelector));
  return goTo(focused < 0 ? currentCard(all) : all[(focused + step + all.length) % all.length]);
}

function press(card, selector) {
  const button = card?.querySelector(selector);
  if (!button || button.matches(":disabled, [aria-disabled=true]")) {
    return false;
  }

  button.click();
  return true;
}

function collapse() {
  const card = currentCard();
  if (card?.contains(document.activeElement)) {
    focusWhenShown(card.id, card);
  }

  return press(card, "[data-action=collapse]");
}

function hide() {
  const all = cards();
  const card = currentCard(all);
  if (!card?.querySelector("[data-action=hide]:enabled")) {
    return false;
  }

  const neighbour = all[all.indexOf(card) + 1] ?? all[all.indexOf(card) - 1];
  // The card would take the focus with it.
  if (neighbour && card.contains(document.activeElement)) {
    if (isShown(neighbour) || hasTabs()) {
      goTo(neighbour);
    } else {
      focusWhenShown(neighbour.id);
    }
  }

  return press(card, "[data-action=hide]");
}

function restore() {
  const isCovered = document.querySelector("dialog[open], :popover-open, .mud-dialog") !== null;
  return !isCovered && press(document.querySelector(".grid article.card.maximised"), "[data-action=maximise]");
}

const locks = ["off", "proportion", "heading"];

function lock() {
  const now = document.querySelector(".grid")?.dataset.scrollLock ?? "off";
  return press(document, `[data-run-action=scroll-lock-${locks[(locks.indexOf(now) + 1) % locks.length]}]`);
}

function goToPrompt() {
  const prompt = document.getElementById("prompt");
  prompt?.focus();
  return prompt !== null;
}

const actions = {
  number: key => goTo(cards()[(Number(key) + 9) % 10]),
  next: () => goBy(1),
  previous: () => goBy(-1),
  maximise: () => press(currentCard(), "[data-action=maximise]"),
  restore,
  stop: () => press(currentCard(), "[data-action=stop]"),
  copy: () => press(currentCard(), "[data-action=copy-markdown]"),
  raw: () => press(currentCard(), "[data-action=raw]"),
  collapse,
  hide,
  lock,
  prompt: goToPrompt,
  leave: () => goTo(currentCard()),
  list: openList,
};

// Which name a key has stands in the list, beside what it does.
const names = new Map([...dialog.querySelectorAll("[data-shortcut]")].flatMap(box => box.dataset.keys.split(" ").map(key => [key, box.dataset.shortcut])));

// The letter that is printed on the key, and with another alphabet the one that stands in its place on a Latin keyboard.
function keyOf(event) {
  const isLatin = /^[\x21-\x7e]$/.test(event.key);
  if (event.key.length > 1) {
    return event.key;
  }

  const key = isLatin ? event.key.toLowerCase() : event.code.match(/^Key([A-Z])$/)?.[1].toLowerCase();
  // Digits and signs need Shift on some keyboards; a letter with Shift is another key.
  return event.shiftKey && /^[a-z]$/.test(key ?? "") ? undefined : key;
}

function nameOf(event) {
  if (event.key === "Escape") {
    return event.target.id === "prompt" ? "leave" : "restore";
  }

  return names.get(keyOf(event));
}

function onKeyDown(event) {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey || event.getModifierState("AltGraph")) {
    return;
  }

  const name = nameOf(event);
  if (!name || !isOn(name) || (event.repeat && name !== "next" && name !== "previous")) {
    return;
  }

  const isTyped = event.target.closest?.(typed) && name !== "leave";
  if (isTyped || event.target.closest?.(open) || document.querySelector("dialog:modal, .mud-dialog")) {
    return;
  }

  if (actions[name](event.key)) {
    event.preventDefault();
  }
}

function openList() {
  show();
  dialog.showModal();
  return true;
}

function show() {
  for (const box of dialog.querySelectorAll("[data-shortcut]")) {
    box.checked = !settings.off.has(box.dataset.shortcut);
    box.disabled = !settings.all;
  }

  dialog.querySelector("[data-shortcuts-all]").checked = settings.all;
}

dialog.addEventListener("change", event => {
  const { target } = event;
  if (target.matches("[data-shortcuts-all]")) {
    settings.all = target.checked;
  } else if (target.checked) {
    settings.off.delete(target.dataset.shortcut);
  } else {
    settings.off.add(target.dataset.shortcut);
  }

  write();
  show();
});

dialog.addEventListener("click", event => {
  // The dialog has no edge of its own: what is not inside of its box is behind it.
  if (event.target === dialog || event.target.closest("[data-close]")) {
    dialog.close();
  }
});

document.addEventListener("click", event => {
  if (event.target.closest?.("[data-run-action=shortcuts]")) {
    openList();
  }
});

document.addEventListener("focusin", event => {
  lastId = event.target.closest(cardSelector)?.id ?? lastId;
});

// Whoever does something else meanwhile is not called back.
document.addEventListener("pointerdown", stopWaiting);
document.addEventListener("keydown", stopWaiting, { capture: true });
document.addEventListener("keydown", onKeyDown);
window.addEventListener("storage", event => {
  if (event.key === storageKey || event.key === null) {
    settings = read();
    show();
  }
});
