// Typesets TeX with KaTeX, which is loaded when the first formula is there. Where it is missing, formulas stay as they were written.

// A formula in a few lines of prose takes a millisecond; one that is longer than this is not meant to be read.
const longest = 4000;
const frameBudgetMs = 8;

const options = { output: "htmlAndMathml", throwOnError: true, strict: "ignore", trust: false, maxSize: 20, maxExpand: 500 };

const own = `
  :host { position: relative; }
  .math { user-select: none; }
  .katex-display { margin: 0; }
  .katex { white-space: nowrap; }
  .source { display: contents; }
  .math:not(:empty) + .source { position: absolute; inset: 0 auto auto 0; display: block; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: pre; }
`;

// A network that is away for a moment is no reason to read TeX until the page is left.
const mostTries = 3;
const pauseMs = 1000;

let loading = null;
let tries = 0;
let style = null;
const waiting = new Set();
let frame = 0;

// Fonts belong to a document, rules to a shadow root: the stylesheet is loaded once and its rules are handed on.
function loadStyle() {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL("lib/katex/katex.min.css", document.baseURI).href;
    link.onload = () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync([...link.sheet.cssRules].filter(rule => !(rule instanceof CSSFontFaceRule)).map(rule => rule.cssText).join("\n") + own);
      resolve(sheet);
    };
    link.onerror = event => {
      link.remove();
      style = null;
      reject(event);
    };
    document.head.append(link);
  });
}

// A module that could not be fetched is kept as such under its address, so the next try has another one.
function load() {
  const again = tries > 0 ? `?try=${tries}` : "";
  loading ??= Promise.all([import(`../lib/katex/katex.mjs${again}`), style ??= loadStyle()])
    .then(([{ default: katex }, sheet]) => ({ katex, sheet }))
    .catch(() => {
      tries++;
      if (tries < mostTries) {
        loading = null;
      }

      return null;
    });
  return loading;
}

async function typesetWaiting() {
  const tools = await load();
  if (!tools && !loading) {
    setTimeout(typesetWaiting, pauseMs * tries);
    return;
  }

  frame = 0;
  const until = performance.now() + frameBudgetMs;
  for (const formula of waiting) {
    waiting.delete(formula);
    if (tools) {
      formula.typeset(tools);
    }

    if (performance.now() > until) {
      break;
    }
  }

  if (waiting.size > 0) {
    frame = requestAnimationFrame(typesetWaiting);
  }
}

// `display` sets it on lines of its own. The source stays what it holds: the server adds to it, and it is what is copied.
class TexMath extends HTMLElement {
  static observedAttributes = ["display"];
  #done = "";
  #math = null;
  #observer = new MutationObserver(() => this.#wait());

  connectedCallback() {
    this.#observer.observe(this, { childList: true, characterData: true, subtree: true });
    this.#wait();
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    waiting.delete(this);
  }

  attributeChangedCallback() {
    if (this.isConnected) {
      this.#wait();
    }
  }

  typeset({ katex, sheet }) {
    const source = this.textContent.trim();
    const displayMode = this.hasAttribute("display");
    const state = `${displayMode} ${source}`;
    if (state === this.#done) {
      return;
    }

    this.#done = state;
    if (!this.#math) {
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      this.#math = document.createElement("span");
      this.#math.className = "math";
      const holder = document.createElement("span");
      holder.className = "source";
      holder.append(document.createElement("slot"));
      root.append(this.#math, holder);
    }

    try {
      if (!source || source.length > longest) {
        throw new RangeError("nothing to typeset");
      }

      katex.render(source, this.#math, { ...options, displayMode });
      this.#show(true);
    } catch {
      this.#math.replaceChildren();
      this.#show(false);
    }
  }

  #show(isTypeset) {
    this.toggleAttribute("data-typeset", isTypeset);
    this.#math.nextElementSibling.ariaHidden = isTypeset ? "true" : null;
  }

  #wait() {
    waiting.add(this);
    frame ||= requestAnimationFrame(typesetWaiting);
  }
}

customElements.define("tex-math", TexMath);
