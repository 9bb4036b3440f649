// What the controls of cards do in the browser alone: copying, the place of their menus, and where the focus goes when a control goes away.
import { announce, copyText } from "./clipboard.js";

async function fetchText(button) {
  const { comparison, lane, action } = button.dataset;
  const format = action === "copy-text" ? "text" : "markdown";
  const share = button.closest("[data-share]")?.dataset.share;
  const from = share ? `/api/v1/shares/${encodeURIComponent(share)}` : "/api/v1";
  const response = await fetch(`${from}/comparisons/${encodeURIComponent(comparison)}/lanes/${lane}/text?format=${format}`);
  if (!response.ok) {
    throw new Error(`the text could not be fetched: ${response.status}`);
  }

  return response.text();
}

async function copyAndSay(button, text) {
  const done = button.querySelector(".done");
  try {
    await copyText(text);
    done.textContent = "Copied";
  } catch {
    done.textContent = "Not copied";
  }

  button.dataset.copied = "";
  announce(done.textContent);
  button.focus();
  setTimeout(() => delete button.dataset.copied, 1600);
}

// The address without what is behind it: a replay's link would begin to play for whoever opens it.
async function copyLink() {
  try {
    await copyText(location.origin + location.pathname);
    announce("Link copied");
  } catch {
    announce("The link could not be copied");
  }
}

document.addEventListener("click", event => {
  if (event.target.closest?.("[data-run-action=copy-link]")) {
    copyLink();
  }

  const button = event.target.closest?.("[data-copy]");
  if (button) {
    copyAndSay(button, button.dataset.copy);
  }
});

// A control may take itself or its card away, or move it: then the focus goes to what is nearest, and not to the top of the page.
let keeping = 0;

function keepFocus(id, action) {
  let until = performance.now() + 5000;
  const look = () => {
    if (document.querySelector(".mud-dialog")) {
      // Some controls open a dialog, which has the focus until it is closed.
      until = performance.now() + 2000;
    } else if (document.activeElement === document.body || document.activeElement === null) {
      const card = document.getElementById(id);
      const next = [`[data-action="${action}"]:enabled`, "[data-action=more]"].map(selector => card?.querySelector(selector)).find(button => button?.checkVisibility())
        ?? card
        ?? document.querySelector("[data-run-action=show-all]");
      next?.focus({ preventScroll: true });
    }

    if (performance.now() < until) {
      keeping = setTimeout(look, 60);
    }
  };
  // Only for what was pressed last: two of these would pull at the focus.
  clearTimeout(keeping);
  keeping = setTimeout(look, 60);
}

document.addEventListener("click", event => {
  const button = event.target.closest?.(".card [data-action]");
  if (!button) {
    return;
  }

  if (button.dataset.action.startsWith("copy-")) {
    copyAndSay(button, fetchText(button));
  } else if (button === document.activeElement && button.dataset.action !== "more") {
    keepFocus(button.closest(".card").id, button.dataset.action);
  }
});

// Menus: arrows move in them as in every menu, and they stand beside their button also where the style sheet can't say so.
document.addEventListener("keydown", event => {
  const menu = event.target.closest?.(".menu-list");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!menu || (!step && event.key !== "Home" && event.key !== "End")) {
    return;
  }

  const buttons = [...menu.querySelectorAll("button:enabled")];
  const index = buttons.indexOf(document.activeElement);
  const next = event.key === "Home" ? 0 : event.key === "End" ? buttons.length - 1 : (index + step + buttons.length) % buttons.length;
  buttons[next].focus();
  event.preventDefault();
});

document.addEventListener("toggle", event => {
  const menu = event.target;
  if (event.newState !== "open" || !menu.matches?.(".menu-list")) {
    return;
  }

  const opener = document.querySelector(`[popovertarget="${menu.id}"]:not([popovertargetaction])`);
  if (!CSS.supports("anchor-name", "--a") && opener) {
    const place = opener.getBoundingClientRect();
    const below = place.bottom + menu.offsetHeight + 4 < innerHeight;
    menu.style.left = `${Math.max(8, place.right - menu.offsetWidth)}px`;
    menu.style.top = `${below ? place.bottom + 4 : Math.max(8, place.top - menu.offsetHeight - 4)}px`;
  }

  menu.querySelector("button:enabled")?.focus();
}, { capture: true });
