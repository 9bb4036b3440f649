// Cards on a narrow page, where one is shown at a time: a swipe goes to the next one, and the tab of the one that is shown stays in sight. The tab's own
// button does the changing.

const narrow = matchMedia("(max-width: 700px)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

// The browser's own gestures begin here.
const edge = 24;

// From where on a movement has a direction, and how far it must go for another card.
const lockAt = 10;
const turnAt = 56;
const flickAt = 0.45;
const longPressMs = 450;

// A card follows the finger a short way only: enough to say what is going to happen.
const farthest = 72;

let swipe = null;
let arriving = null;

function scrollsSideways(element, card) {
  for (let at = element; at && at !== card; at = at.parentElement) {
    if (at.scrollWidth > at.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(at).overflowX)) {
      return true;
    }
  }

  return false;
}

// Collapsed cards have a tab as well, and are passed over.
function neighbour(step) {
  const tabs = [...document.querySelectorAll("nav.tabs > .tab")].filter(tab => !document.querySelector(`.shelf article.card[data-card="${tab.dataset.lane}"]`));
  return tabs[tabs.findIndex(tab => tab.getAttribute("aria-current") === "true") + step] ?? null;
}

function follow(dx) {
  if (!calm.matches) {
    const give = neighbour(dx < 0 ? 1 : -1) ? 0.6 : 0.15;
    swipe.card.style.translate = `${Math.max(-farthest, Math.min(farthest, dx * give))}px`;
  }
}

function settle(card) {
  const from = card.style.translate;
  card.style.translate = "";
  if (from && !calm.matches) {
    card.animate([{ translate: from }, { translate: "0" }], { duration: 160, easing: "ease-out" });
  }
}

// The next card comes from the side that the finger has left.
function arrive(step) {
  arriving?.disconnect();
  const before = swipe.card;
  const grid = before.closest(".grid");
  arriving = new MutationObserver(() => {
    const card = grid.querySelector(".card.active");
    if (card && card !== before) {
      arriving.disconnect();
      card.animate([{ translate: `${step * farthest}px`, opacity: 0.4 }, { translate: "0", opacity: 1 }], { duration: 160, easing: "ease-out" });
    }
  });
  arriving.observe(grid, { attributeFilter: ["class"], subtree: true });
}

function cancel() {
  if (swipe) {
    settle(swipe.card);
    swipe = null;
  }
}

document.addEventListener("touchstart", event => {
  const card = event.target.closest?.(".grid .card");
  const { clientX: x, clientY: y } = event.touches[0];
  cancel();
  if (!card || !narrow.matches || event.touches.length > 1 || x < edge || x > innerWidth - edge
    || event.target.closest("input, textarea, select") || scrollsSideways(event.target, card)) {
    return;
  }

  swipe = { card, x, y, at: event.timeStamp, isLocked: false, lastX: x, lastAt: event.timeStamp, speed: 0 };
}, { passive: true });

document.addEventListener("touchmove", event => {
  if (!swipe) {
    return;
  }

  const { clientX: x, clientY: y } = event.touches[0];
  const dx = x - swipe.x;
  const dy = y - swipe.y;
  if (event.touches.length > 1 || visualViewport?.scale > 1.01) {
    cancel();
    return;
  }

  if (!swipe.isLocked) {
    const isSideways = Math.abs(dx) > lockAt && Math.abs(dx) > 1.5 * Math.abs(dy);
    // A finger that has rested selects text.
    if (Math.abs(dy) > lockAt || event.timeStamp - swipe.at > longPressMs) {
      swipe = isSideways && event.timeStamp - swipe.at <= longPressMs ? swipe : null;
    }

    if (!swipe || !isSideways) {
      return;
    }

    swipe.isLocked = true;
  }

  const time = event.timeStamp - swipe.lastAt;
  if (time > 0) {
    swipe.speed = (x - swipe.lastX) / time;
  }

  swipe.lastX = x;
  swipe.lastAt = event.timeStamp;
  follow(dx);
}, { passive: true });

document.addEventListener("touchend", event => {
  if (!swipe?.isLocked) {
    swipe = null;
    return;
  }

  const dx = event.changedTouches[0].clientX - swipe.x;
  const isFlick = Math.abs(swipe.speed) > flickAt && Math.sign(swipe.speed) === Math.sign(dx) && event.timeStamp - swipe.lastAt < 60;
  const step = dx < 0 ? 1 : -1;
  const tab = Math.abs(dx) >= turnAt || isFlick ? neighbour(step) : null;
  if (tab) {
    if (!calm.matches) {
      arrive(step);
    }

    tab.click();
  }

  cancel();
}, { passive: true });

document.addEventListener("touchcancel", cancel, { passive: true });

// Only the row of tabs scrolls: scrollIntoView would move the page as well.
function reveal(tab) {
  const row = tab.parentElement;
  const left = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  if (row.scrollWidth > row.clientWidth) {
    row.scrollTo({ left, behavior: calm.matches ? "auto" : "smooth" });
  }
}

new MutationObserver(changes => {
  const tab = changes.map(({ target }) => target).find(target => target.matches("nav.tabs > .tab[aria-current=true]"));
  if (tab && narrow.matches) {
    reveal(tab);
  }
}).observe(document.body, { attributeFilter: ["aria-current"], subtree: true });
