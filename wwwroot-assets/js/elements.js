// What the browser does by itself while answers stream: clocks and the growth of the race strip. The server sends only what has changed; nothing here
// asks it for anything.

const frameMs = matchMedia("(prefers-reduced-motion: reduce)").matches ? 500 : 50;
const number = (element, name) => Number(element.getAttribute(name)) || 0;

// The same words as the server's own numbers.
function durationText(ms) {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 0.995) {
    return `${seconds.toFixed(2)} s`;
  }

  if (seconds < 59.95) {
    return `${seconds.toFixed(1)} s`;
  }

  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")} min`;
}

function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

// Without a connection nobody here knows what the lanes do: the clocks stand still and go on where the lanes are when it is back. See connection.js.
const isCutOff = () => document.body.dataset.connection !== undefined;

// The time since the comparison's start, for everything inside. `elapsed-ms` sets it once; while `running` it goes on by itself. In a replay, `rate` is how
// fast it goes and `span-ms` how long all of it is, and `elapsed-ms` may set it to any time.
class RaceClock extends HTMLElement {
  static observedAttributes = ["elapsed-ms", "running", "rate", "span-ms"];
  #zero = Infinity;
  #timer = 0;
  #connected = false;
  #anchor = 0;
  #anchoredAt = 0;

  get now() {
    if (this.hasAttribute("rate")) {
      const passed = this.hasAttribute("running") ? (performance.now() - this.#anchoredAt) * number(this, "rate") : 0;
      return Math.min(number(this, "span-ms"), this.#anchor + passed);
    }

    return this.hasAttribute("running") ? performance.now() - this.#zero : number(this, "elapsed-ms");
  }

  // Puts a replay's clock where the reader wants it, until the server says where it is.
  anchor(ms) {
    this.#anchor = ms;
    this.#anchoredAt = performance.now();
    this.refresh();
  }

  connectedCallback() {
    this.#connected = true;
    this.#restart();

    // What stands inside of it comes after it, in the same batch: of a comparison that has ended nothing else would say when.
    queueMicrotask(() => this.refresh());
  }

  disconnectedCallback() {
    this.#connected = false;
    clearInterval(this.#timer);
  }

  attributeChangedCallback(name) {
    if (this.hasAttribute("rate")) {
      // Speed, place and whether it plays come together: the place is that of now.
      this.#anchor = number(this, "elapsed-ms");
      this.#anchoredAt = performance.now();
      this.#zero = Infinity;
    } else if (name === "elapsed-ms") {
      // Every anchor is late by the way to the browser; the earliest zero is the truest.
      this.#zero = Math.min(this.#zero, performance.now() - number(this, "elapsed-ms"));
    }

    if (this.#connected) {
      this.#restart();
    }
  }

  refresh() {
    const now = this.now;
    const span = this.hasAttribute("span-ms") ? axisSpan(number(this, "span-ms"), false) : axisSpan(now, this.hasAttribute("running"));
    for (const race of this.querySelectorAll("[data-race]")) {
      race.style.setProperty("--now", now.toFixed(0));
      race.style.setProperty("--span", span);
    }

    for (const name of ["race-axis", "elapsed-time", "stall-note", "speed-up", "replay-scrubber"]) {
      for (const element of this.getElementsByTagName(name)) {
        // A card that was retried has a clock of its own inside of this one.
        if (element.closest("race-clock") === this) {
          element.show?.(now, span);
        }
      }
    }
  }

  #restart() {
    clearInterval(this.#timer);
    this.refresh();
    if (this.hasAttribute("running")) {
      this.#timer = setInterval(() => document.hidden || isCutOff() || this.refresh(), frameMs);
    }
  }
}

const spans = [2, 3, 4, 6, 9, 12, 18, 24, 36, 48, 60, 90, 120, 180, 240, 360, 480, 600, 900, 1200, 1800, 3600, 7200].map(seconds => seconds * 1000);

// While it runs the axis is longer than what has been, in steps, so that bars grow instead of shrinking at every frame.
function axisSpan(now, running) {
  return running ? spans.find(span => now <= span * 0.92) ?? now * 1.1 : Math.max(200, now * 1.03);
}

const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800].map(seconds => seconds * 1000);

const digitWidth = 6;

class RaceAxis extends HTMLElement {
  #drawn = 0;

  show(now, span) {
    if (this.#drawn === span) {
      return;
    }

    this.#drawn = span;
    const most = Math.max(3, Math.min(10, Math.floor(this.clientWidth / 70)));
    const step = steps.find(candidate => span / candidate <= most) ?? span / most;
    const ticks = [];
    for (let at = 0; at <= span; at += step) {
      const tick = document.createElement("i");
      tick.style.setProperty("--from", at);
      // A label that does not fit in front of the axis's end would be cut in the middle of its number.
      const room = (span - at) / span * this.clientWidth;
      const text = axisText(at, step);
      tick.textContent = room >= text.length * digitWidth + 6 ? text : "";
      ticks.push(tick);
    }

    this.replaceChildren(...ticks);
  }
}

function axisText(ms, step) {
  if (ms === 0) {
    return "0";
  }

  const seconds = ms / 1000;
  return step >= 60000 ? `${seconds / 60} min` : `${step < 1000 ? seconds.toFixed(1) : seconds.toFixed(0)} s`;
}

// Elements that show a time of the clock around them. They are empty for the server, so it never touches what stands in them.
class ClockText extends HTMLElement {
  static observedAttributes = ["from-ms", "until-ms", "since-ms", "closed-ms", "open-count", "open-starts-ms"];

  connectedCallback() {
    const clock = this.closest("race-clock");
    if (clock?.refresh) {
      this.show(clock.now);
    }
  }

  attributeChangedCallback() {
    if (this.isConnected) {
      this.connectedCallback();
    }
  }
}

class ElapsedTime extends ClockText {
  show(now) {
    if (this.hasAttribute("until-ms")) {
      const left = number(this, "until-ms") - now;
      setText(this, left > 0 ? `in ${Math.ceil(left / 1000)} s` : "now");
      return;
    }

    // One digit: a clock that runs faster than it can be read is noise.
    const seconds = Math.max(0, now - number(this, "from-ms"));
    setText(this, seconds < 59950 ? `${(Math.floor(seconds / 100) / 10).toFixed(1)} s` : durationText(seconds));
  }
}

class StallNote extends ClockText {
  show(now) {
    const silence = now - number(this, "since-ms");
    setText(this, silence >= 5000 ? `nothing for ${Math.floor(silence / 1000)} s` : "");
  }
}

class SpeedUp extends ClockText {
  show(now) {
    const sum = number(this, "closed-ms") + number(this, "open-count") * now - number(this, "open-starts-ms");
    setText(this, `${(now > 0 ? Math.max(1, sum / now) : 1).toFixed(1)}×`);
  }
}

// A replay's place in time, which the reader can take hold of. The server hears of it as of any other input.
class ReplayScrubber extends HTMLElement {
  #heldUntil = 0;

  connectedCallback() {
    this.addEventListener("input", this.#onInput);
    const clock = this.closest("race-clock");
    if (clock?.refresh) {
      this.show(clock.now);
    }
  }

  disconnectedCallback() {
    this.removeEventListener("input", this.#onInput);
  }

  show(now) {
    const input = this.querySelector("input");
    const output = this.querySelector("output");
    if (!input || performance.now() < this.#heldUntil) {
      return;
    }

    input.value = now;
    input.setAttribute("aria-valuetext", `${(now / 1000).toFixed(1)} of ${(Number(input.max) / 1000).toFixed(1)} seconds`);
    setText(output, `${(now / 1000).toFixed(1)} / ${(Number(input.max) / 1000).toFixed(1)} s`);
  }

  // What the server says of places before this one is on its way yet.
  #onInput = event => {
    this.closest("race-clock").anchor(Number(event.target.value));
    this.#heldUntil = performance.now() + 250;
  };
}

// The prompt as the page's title: two lines, and all of it when asked for.
class PromptTitle extends HTMLElement {
  #resize = new ResizeObserver(() => this.#measure());

  connectedCallback() {
    this.#resize.observe(this);
    this.addEventListener("click", this.#onClick);
  }

  disconnectedCallback() {
    this.#resize.disconnect();
    this.removeEventListener("click", this.#onClick);
  }

  #onClick = event => {
    const button = event.target.closest("button");
    if (button) {
      const open = this.toggleAttribute("open");
      button.setAttribute("aria-expanded", open);
      button.textContent = open ? "less" : "more";
      button.setAttribute("aria-label", open ? "less of the prompt" : "more of the prompt");
    }
  };

  #measure() {
    const heading = this.querySelector("h1");
    if (heading && !this.hasAttribute("open")) {
      this.toggleAttribute("long", heading.scrollHeight > heading.clientHeight + 2);
    }
  }
}

const elements = {
  "race-axis": RaceAxis,
  "elapsed-time": ElapsedTime,
  "stall-note": StallNote,
  "speed-up": SpeedUp,
  "prompt-title": PromptTitle,
  "replay-scrubber": ReplayScrubber,
  "race-clock": RaceClock,
};
for (const [name, element] of Object.entries(elements)) {
  customElements.define(name, element);
}

function jumpTo(id) {
  const card = document.getElementById(id);
  if (!card?.checkVisibility()) {
    return;
  }

  card.scrollIntoView({ block: "nearest" });
  card.focus();
}

document.addEventListener("click", event => {
  const target = event.target.closest?.("[data-latest], [data-jump], [data-reload], [data-skip], #sidebar a");
  if (!target) {
    return;
  }

  if (target.matches("[data-latest]")) {
    target.closest(".card").querySelector("follow-end").toEnd();
  } else if (target.matches("[data-jump]")) {
    jumpTo(target.dataset.jump);
  } else if (target.matches("[data-reload]")) {
    location.reload();
  } else if (target.matches("[data-skip]")) {
    event.preventDefault();
    document.getElementById("main").focus();
  } else if (target.closest("#sidebar").matches(":popover-open")) {
    target.closest("#sidebar").hidePopover();
  }
});

// In a search box with a list, the arrows move in the list; the cursor stays where it is.
document.addEventListener("keydown", event => {
  if (event.target.matches?.("[role=combobox]") && /^(Arrow(Up|Down)|Page(Up|Down))$/.test(event.key)) {
    event.preventDefault();
  }
}, { capture: true });

// A dialog takes the cursor for its own frame, and a moment later than it appears. Where it has a first field, that has it; the model picker's search box keeps
// it for as long as no other dialog lies over it.
document.addEventListener("focusin", event => {
  const dialog = [...document.querySelectorAll(".mud-dialog")].at(-1);
  const first = dialog?.querySelector(".picker .search, [data-first]");
  if (first && !event.target.closest(".picker, form:has([data-first])")) {
    first.focus();
  }
});

window.compareIntel = {
  reveal: id => document.getElementById(id)?.scrollIntoView({ block: "nearest" }),
};
