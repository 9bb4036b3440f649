// What formatted answers do by themselves: colours and buttons of code, formulas, images that wait to be asked for, footnotes.
import { announce, copyText } from "./clipboard.js";
import { canColour, colour } from "./code-colours.js";
import "./tex.js";

// Colours cost the browser time while they exist, so only the blocks around the reader's place have them.
const margin = "600px 0px";
const nearby = canColour
  ? new IntersectionObserver(entries => entries.forEach(({ target, isIntersecting }) => target.comeNear(isIntersecting)), { rootMargin: margin, scrollMargin: margin })
  : null;

class CodeBlock extends HTMLElement {
  static observedAttributes = ["tokens"];
  #near = false;
  #clear = null;
  #observer = new MutationObserver(() => this.#paint());

  connectedCallback() {
    nearby?.observe(this);
  }

  disconnectedCallback() {
    nearby?.unobserve(this);
    this.comeNear(false);
  }

  attributeChangedCallback() {
    this.#paint();
  }

  comeNear(isNear) {
    this.#near = isNear;
    this.#paint();
  }

  #paint() {
    this.#clear?.();
    this.#clear = null;
    this.#observer.disconnect();
    const tokens = this.getAttribute("tokens");
    if (!this.#near || !tokens) {
      return;
    }

    // Ranges do not move with the text, and the text may come after the tokens.
    this.#observer.observe(this, { childList: true, characterData: true, subtree: true });
    const code = this.querySelector("code");
    if (code) {
      this.#clear = colour(code, tokens);
    }
  }
}

// An image's address would tell its server who reads what and when: it is asked for by a click and never before.
class RemoteImage extends HTMLElement {
  static observedAttributes = ["address"];
  #root = this.attachShadow({ mode: "open" });

  connectedCallback() {
    this.#offer();
  }

  attributeChangedCallback(name, before, now) {
    if (this.isConnected && before !== now) {
      this.#offer();
    }
  }

  get #address() {
    const address = URL.parse?.(this.getAttribute("address")) ?? null;
    return address && /^https?:$/.test(address.protocol) ? address : null;
  }

  #offer() {
    const address = this.#address;
    const text = document.createElement("span");
    text.append(document.createElement("slot"));
    if (!address) {
      this.#root.replaceChildren(text);
      return;
    }

    const button = document.createElement("button");
    button.type = "button";
    button.part = "button";
    button.textContent = `Show image from ${address.host}`;
    button.addEventListener("click", () => this.#load(address));
    this.#root.replaceChildren(button, " ", text);
  }

  #load(address) {
    const image = document.createElement("img");
    image.part = "image";
    image.alt = this.textContent.trim();
    image.title = this.title;
    image.referrerPolicy = "no-referrer";
    image.loading = "lazy";
    image.decoding = "async";
    image.tabIndex = -1;
    image.addEventListener("error", () => {
      const note = document.createElement("span");
      note.part = "note";
      note.textContent = `The image from ${address.host} could not be loaded. `;
      const text = document.createElement("span");
      text.append(document.createElement("slot"));
      this.#root.replaceChildren(note, text);
    });
    image.src = address.href;
    this.#root.replaceChildren(image);
    image.focus({ preventScroll: true });
  }
}

customElements.define("code-block", CodeBlock);
customElements.define("remote-image", RemoteImage);

async function copyCode(button) {
  // The text belongs to the server's button: it is changed in place and given back.
  const label = button.firstChild;
  const before = button.dataset.label ??= label.data;
  try {
    await copyText(button.closest("code-block").querySelector("code").textContent);
    label.data = "Copied";
  } catch {
    label.data = "Not copied";
  }

  announce(label.data);
  button.focus();
  button.toggleAttribute("data-copied", true);
  clearTimeout(button.copied);
  button.copied = setTimeout(() => {
    label.data = before;
    button.removeAttribute("data-copied");
  }, 1600);
}

function toggleWrap(button) {
  button.setAttribute("aria-pressed", button.closest("code-block").classList.toggle("wrap"));
}

// By number within one answer: ids would meet those of the answers beside it.
function goTo(button, selector) {
  const target = button.closest(".markdown")?.querySelector(selector);
  if (!target) {
    return;
  }

  if (!target.matches("button")) {
    target.tabIndex = -1;
  }

  target.scrollIntoView({ block: "nearest" });
  target.focus({ preventScroll: true });
}

document.addEventListener("click", event => {
  const button = event.target.closest?.("[data-code-copy], [data-code-wrap], [data-fn], [data-fn-back]");
  if (!button) {
    return;
  }

  if (button.matches("[data-code-copy]")) {
    copyCode(button);
  } else if (button.matches("[data-code-wrap]")) {
    toggleWrap(button);
  } else if (button.matches("[data-fn]")) {
    goTo(button, `[data-fn-id="${CSS.escape(button.dataset.fn)}"]`);
  } else {
    goTo(button, `[data-fn="${CSS.escape(button.dataset.fnBack)}"]`);
  }
});
