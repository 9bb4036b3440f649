// What the lists of stored comparisons do in the browser alone.

// Presses its button for as long as it is in sight: the list goes on by itself, and without a pointer the button is there.
class LoadMore extends HTMLElement {
  #timer = 0;
  #observer = new IntersectionObserver(entries => {
    clearInterval(this.#timer);
    if (entries.at(-1).isIntersecting) {
      this.#press();
      // Whether a press has brought a part is not known here, nor whether the end has stayed in sight because of it.
      this.#timer = setInterval(() => this.#press(), 250);
    }
  });

  connectedCallback() {
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    clearInterval(this.#timer);
  }

  #press() {
    this.querySelector("button:not(:disabled)")?.click();
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

// Takes files to the server, one after another, and says what has become of each.
class ImportFiles extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", event => this.#import([...event.target.files], event.target));
  }

  async #import(files, input) {
    const report = document.getElementById(this.getAttribute("report") ?? "import-report");
    const faults = [];
    let taken = 0;
    input.disabled = true;
    for (const [index, file] of files.entries()) {
      report.textContent = `Importing ${index + 1} of ${files.length}: ${file.name}`;
      try {
        const response = await fetch(this.getAttribute("to") ?? "/api/v1/comparisons/import", { method: "POST", body: file, headers: { "Content-Type": "application/json" } });
        if (response.ok) {
          taken++;
        } else {
          const problem = await response.json().catch(() => ({}));
          faults.push(`${file.name}: ${problem.detail ?? `refused with ${response.status}`}`);
        }
      } catch {
        faults.push(`${file.name}: the server can't be reached. Try again.`);
      }
    }

    const done = taken > 0 ? [`${taken} imported.`] : [];
    report.replaceChildren(...[...done, ...faults].map(text => Object.assign(document.createElement("p"), { textContent: text })));
    input.disabled = false;
    input.value = "";
    // What shows the imported, where it does not hear of it otherwise.
    this.parentElement.querySelector("[data-imported]")?.click();
  }
}

customElements.define("import-files", ImportFiles);
