// What the lists of stored comparisons do in the browser alone.

// Presses its button as soon as it comes into sight: the list goes on by itself, and without a pointer the button is there.
class LoadMore extends HTMLElement {
  #observer = new IntersectionObserver(entries => {
    if (entries.some(entry => entry.isIntersecting)) {
      this.querySelector("button:not(:disabled)")?.click();
    }
  }, { rootMargin: "600px" });

  // What stays in sight tells the observer nothing new: once a part has come, it looks again.
  #loaded = new MutationObserver(() => {
    this.#observer.unobserve(this);
    this.#observer.observe(this);
  });

  connectedCallback() {
    this.#observer.observe(this);
    this.#loaded.observe(this, { subtree: true, attributeFilter: ["disabled"] });
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    this.#loaded.disconnect();
  }
}

const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

// A point in time by the reader's own calendar. Empty for the server, so it never touches what stands in it.
class LocalTime extends HTMLElement {
  static observedAttributes = ["datetime"];

  attributeChangedCallback() {
    const at = new Date(this.getAttribute("datetime"));
    if (Number.isNaN(at.getTime())) {
      return;
    }

    const now = new Date();
    const isToday = at.toDateString() === now.toDateString();
    this.textContent = this.hasAttribute("whole") ? whole.format(at) : isToday ? time.format(at) : (at.getFullYear() === now.getFullYear() ? day : date).format(at);
    this.title = whole.format(at);
  }
}

customElements.define("load-more", LoadMore);
customElements.define("local-time", LocalTime);
