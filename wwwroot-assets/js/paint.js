// How long the browser takes from a change of the answers to its being painted, by its own clock. It tells that once, when it is asked; nothing here asks the
// server for anything.

// Watches the answers of the run that it stands in.
class PaintWatch extends HTMLElement {
  #changes = new MutationObserver(records => this.#onChange(records));
  #slowFrames = null;
  #painted = new MessageChannel();
  #since = 0;
  #isWaiting = false;
  #begun = new WeakSet();
  #firsts = new Set();
  #fresh = [];
  #told = [];
  #runs = new Set();
  #isTaken = false;
  #sum = none();
  #slow = null;
  #hidden = 0;

  connectedCallback() {
    // The task after a frame's own work: by then the frame is painted, as far as this thread is concerned.
    this.#painted.port1.onmessage = () => this.#onPainted();
    document.addEventListener("visibilitychange", this.#onVisibility);
    this.#changes.observe(this.closest("race-clock"), { subtree: true, childList: true, characterData: true });
    const type = ["long-animation-frame", "longtask"].find(name => PerformanceObserver.supportedEntryTypes.includes(name));
    if (type) {
      this.#slow = none();
      this.#slowFrames = new PerformanceObserver(list => list.getEntries().forEach(entry => add(this.#slow, entry.duration)));
      this.#slowFrames.observe({ type });
    }
  }

  disconnectedCallback() {
    this.#changes.disconnect();
    this.#slowFrames?.disconnect();
    document.removeEventListener("visibilitychange", this.#onVisibility);
    this.#painted.port1.onmessage = null;
  }

  // What was measured since it was taken before, and the first words of all. Waits for a change that is not painted yet, but not for long.
  async take() {
    for (let tries = 0; this.#isWaiting && tries < 20; tries++) {
      await new Promise(done => setTimeout(done, 25));
    }

    const taken = { ...this.#sum, hidden: this.#hidden, slow: this.#slow, lanes: this.#told };
    this.#isTaken = true;
    this.#startAnew();
    return taken;
  }

  #startAnew() {
    this.#sum = none();
    this.#hidden = 0;
    this.#slow &&= none();
  }

  #onChange(records) {
    let isAnswer = false;
    for (const { target, addedNodes } of records) {
      // Neither a card that was replaced in the same batch, nor the marks that the page puts where something will be, are anything to see.
      if (!target.isConnected || (addedNodes.length > 0 && [...addedNodes].every(node => node.nodeType === Node.COMMENT_NODE))) {
        continue;
      }

      // A first thought comes with all that is around it.
      const text = (target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)?.closest(".answer, .thoughts") ?? [...addedNodes].find(node => node.classList?.contains("think"));
      if (text) {
        isAnswer = true;
        if (!this.#begun.has(text)) {
          this.#begun.add(text);
          this.#noteFirst(text);
        }
      }
    }

    if (!isAnswer) {
      return;
    }

    if (document.hidden) {
      this.#hidden++;
      this.#fresh.length = 0;
    } else if (!this.#isWaiting) {
      this.#isWaiting = true;
      this.#since = performance.now();
      requestAnimationFrame(() => this.#painted.port2.postMessage(0));
    }
  }

  #noteFirst(text) {
    const card = text.closest(".card");
    // The run that the card shows: the first, or a retry.
    const run = card?.querySelector("[data-comparison]")?.dataset;
    if (run === undefined) {
      return;
    }

    if (!this.#runs.has(run.comparison)) {
      this.#runs.add(run.comparison);
      // The page went on after a run had ended, which is no part of the next one.
      if (this.#isTaken) {
        this.#isTaken = false;
        this.#startAnew();
      }
    }

    const key = `${run.comparison} ${run.lane}`;
    if (!this.#firsts.has(key)) {
      this.#firsts.add(key);
      // What the page does not show is not painted.
      if (card.checkVisibility()) {
        this.#fresh.push({ comparison: run.comparison, lane: Number(run.lane), since: performance.now() });
      }
    }
  }

  #onPainted() {
    if (!this.#isWaiting) {
      return;
    }

    const now = performance.now();
    this.#isWaiting = false;
    add(this.#sum, now - this.#since);
    for (const { comparison, lane, since } of this.#fresh) {
      this.#told.push({ comparison, lane, ms: now - since });
    }

    this.#fresh.length = 0;
  }

  // A frame that was asked for comes when the page is in sight again, which says nothing of the browser.
  #onVisibility = () => {
    if (document.hidden && this.#isWaiting) {
      this.#isWaiting = false;
      this.#hidden++;
      this.#fresh.length = 0;
    }
  };
}

function none() {
  return { count: 0, totalMs: 0, longestMs: 0 };
}

function add(sum, ms) {
  sum.count++;
  sum.totalMs += ms;
  sum.longestMs = Math.max(sum.longestMs, ms);
}

customElements.define("paint-watch", PaintWatch);

// Beside what elements.js offers, which has run before. Text, which costs the server the least to take.
window.compareIntel.takePaints = async () => {
  const watch = document.querySelector("paint-watch");
  return watch && JSON.stringify(await watch.take());
};
