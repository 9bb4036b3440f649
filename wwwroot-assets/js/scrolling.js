// How the texts of the cards scroll: each follows its own end until the reader scrolls up, keeps the reader's place while blocks above it change, and
// takes the other cards along when the reader has locked them together. Nothing here ever moves the page or the grid.
//
// All cards are measured first and moved after that, once a frame: a write between two reads would lay the page out once per card.

import { takePlace } from "./places.js";

// How far from the end a reader who scrolls down has reached it.
const nearEnd = 24;

// Positions are fractions at some zoom levels, and are rounded differently by what reports them.
const slack = 1.5;

// How long following waits for what the wheel or a key is going to do.
const patienceMs = 160;

const upKeys = new Set(["ArrowUp", "PageUp", "Home"]);

// Elements whose children are blocks of their own. Whatever may stick to the edge while it is scrolled is measured as a whole.
const containers = "details, .thoughts, .answer, ul, ol, li, blockquote, section, .table-scroll, table, tbody";

const waiting = new Set();
const places = new WeakMap();
let frame = 0;

function schedule(text) {
  waiting.add(text);
  frame ||= requestAnimationFrame(flush);
}

function flush() {
  cancelAnimationFrame(frame);
  frame = 0;
  const texts = [...waiting];
  waiting.clear();
  for (const text of texts) {
    text.measure();
  }

  const leader = texts.find(text => text.isLeading);
  if (leader) {
    lead(leader, texts);
  }

  for (const text of texts) {
    text.remember();
  }

  for (const text of texts) {
    text.move();
  }

  for (const text of texts) {
    text.mark();
  }
}

// One observer for all: its call comes after the layout of the frame and before it is painted, when measuring costs nothing.
const sizes = new ResizeObserver(entries => {
  for (const { target } of entries) {
    const text = target.closest("follow-end");
    if (text) {
      waiting.add(text);
    }
  }

  flush();
});

function lead(leader, texts) {
  const place = leader.place();
  places.set(leader.grid, place);
  for (const text of leader.grid.querySelectorAll("follow-end")) {
    if (text !== leader) {
      if (!texts.includes(text)) {
        text.measure();
        texts.push(text);
      }

      text.align(place);
    }
  }
}

const wordsOf = element => element.textContent.trim().toLowerCase();

class FollowEnd extends HTMLElement {
  static observedAttributes = ["following"];

  // Whether the end is where the reader wants to be.
  #isPinned = false;

  // Where the text stood when this last saw or moved it. What differs from it is the reader's doing.
  #top = 0;
  #most = 0;

  // What is in sight while the reader is not at the end, with its place in the text.
  #anchors = [];

  // Without a box, as in a card that a narrow page does not show, an element forgets where it stood.
  #isAway = true;
  #isDown = false;
  #patientUntil = 0;
  #isAsked = false;
  #seen = null;
  #now = { height: 0, most: 0, top: 0, target: 0, hasMoved: false };

  // Where the reader was before the page was built anew, until there is enough text to go there.
  #kept = null;
  #children = new MutationObserver(() => this.#watchChildren());

  get grid() {
    return this.closest(".grid");
  }

  // Where the reader is, in words that a text built anew can be held against.
  get kept() {
    return this.#kept ?? { isEnd: this.#isPinned, top: this.#top, most: this.#most, anchors: this.#anchors.map(({ element, at, words }) => ({ name: element.localName, at, words })) };
  }

  // The reader has scrolled this one, and others go with it.
  get isLeading() {
    return this.#now.hasMoved && (this.grid?.hasAttribute("data-scroll-lock") ?? false);
  }

  get #isFollowing() {
    return this.#isPinned && !this.#isDown && performance.now() >= this.#patientUntil;
  }

  connectedCallback() {
    this.#kept = takePlace(this);
    this.addEventListener("scroll", this.#onScroll, { passive: true });
    this.addEventListener("wheel", this.#onWheel, { passive: true });
    this.addEventListener("keydown", this.#onKeyDown);
    this.addEventListener("pointerdown", this.#onPointerDown);
    this.addEventListener("click", this.#onClick);
    this.#children.observe(this, { childList: true });
    sizes.observe(this);
    this.#watchChildren();
  }

  disconnectedCallback() {
    this.removeEventListener("scroll", this.#onScroll);
    this.removeEventListener("wheel", this.#onWheel);
    this.removeEventListener("keydown", this.#onKeyDown);
    this.removeEventListener("pointerdown", this.#onPointerDown);
    this.removeEventListener("click", this.#onClick);
    this.#children.disconnect();
    sizes.unobserve(this);
    for (const child of this.children) {
      sizes.unobserve(child);
    }

    this.#release();
    this.#isAway = true;
    waiting.delete(this);
  }

  attributeChangedCallback(name, before, now) {
    if (before === null && now !== null) {
      this.#isPinned = true;
    }

    // A reader at the end stays there when the answer has ended: its last words, the buttons and the summary come after this. See #rest.
    schedule(this);
  }

  toEnd() {
    this.#isPinned = true;
    this.#isDown = false;
    this.#patientUntil = 0;
    this.#isAsked = true;
    // The button goes away, and would take the focus with it.
    if (document.activeElement?.matches("[data-latest]") && this.closest(".card")?.contains(document.activeElement)) {
      this.focus({ preventScroll: true });
    }

    waiting.add(this);
    flush();
  }

  measure() {
    const height = this.clientHeight;
    if (height === 0) {
      this.#isAway = true;
      this.#now = { height, most: this.#most, top: this.#top, target: this.#top, hasMoved: false };
      return;
    }

    const most = Math.max(0, this.scrollHeight - height);
    const top = this.scrollTop;
    this.#takeUpKept(most);
    let from = top;
    let hasMoved = this.#isAsked;
    if (this.#isAway) {
      from = this.#top;
    } else if (Math.abs(top - this.#top) > slack && !(top < this.#top && top >= most - slack)) {
      // The text has not just become too short for where it stood.
      hasMoved = true;
      // The end that the reader has reached may have moved on in the same frame.
      this.#isPinned = top < this.#top ? most - top <= slack : Math.min(most, this.#most) - top < nearEnd;
      this.#patientUntil = 0;
    }

    const target = this.#isFollowing ? most : this.#keep(top, from, most);
    this.#now = { height, most, top, target: Math.max(0, Math.min(most, target)), hasMoved };
    if (this.#isAway) {
      const place = places.get(this.grid);
      if (place && place !== this.#seen && place.lock === this.grid.getAttribute("data-scroll-lock")) {
        this.align(place);
      }
    }

    this.#isAway = false;
    this.#isAsked = false;
    this.#most = most;
  }

  #takeUpKept(most) {
    const kept = this.#kept;
    if (kept === null || (!kept.isEnd && most < kept.top - slack)) {
      return;
    }

    this.#kept = null;
    this.#isPinned = kept.isEnd;
    if (!kept.isEnd) {
      this.#anchors = kept.anchors.map(({ name, at, words }) => ({ element: document.createElement(name), at, words }));
      this.#top = kept.top;
      this.#most = kept.most;
      this.#isAway = true;
    }
  }

  // Where this one stands, in words that fit the others as well.
  place() {
    const { most, target } = this.#now;
    const lock = this.grid.getAttribute("data-scroll-lock");
    const place = { lock, isEnd: this.#isPinned, part: most > 0 ? target / most : 0, heading: null };
    if (lock === "heading") {
      const headings = this.#headings();
      const ordinal = headings.findLastIndex(heading => heading.at <= target + slack);
      const words = headings[ordinal]?.words;
      place.heading = headings.length === 0 ? null : {
        ordinal,
        words,
        // The same words may stand above several parts.
        occurrence: headings.slice(0, ordinal).filter(heading => heading.words === words).length,
        offset: ordinal < 0 ? target : target - headings[ordinal].at,
      };
    }

    this.#seen = place;
    return place;
  }

  align(place) {
    this.#seen = place;
    if (this.#now.height === 0) {
      this.#seen = null;
      return;
    }

    const { most } = this.#now;
    this.#isPinned = place.isEnd;
    this.#now.hasMoved = false;
    this.#now.target = Math.max(0, Math.min(most, place.isEnd ? most : this.#headingPlace(place.heading) ?? place.part * most));
  }

  remember() {
    if (this.#now.height === 0) {
      return;
    }

    const { target, top } = this.#now;
    const toText = this.getBoundingClientRect().top - top;
    if (this.#isFollowing || target <= slack) {
      this.#anchors = [];
      return;
    }

    const first = this.#anchors[0]?.element;
    const rect = first?.isConnected && this.contains(first) ? first.getBoundingClientRect() : null;
    if (rect && rect.top - toText <= target + slack && rect.bottom - toText > target + slack) {
      for (const anchor of this.#anchors) {
        anchor.at = anchor.element.getBoundingClientRect().top - toText;
      }

      this.#anchors = this.#anchors.filter(anchor => this.contains(anchor.element));
    } else {
      this.#anchors = this.#blocksFrom(target + slack, toText);
    }
  }

  move() {
    const { height, top, target } = this.#now;
    if (height === 0) {
      return;
    }

    if (Math.abs(target - top) > 0.5) {
      this.scrollTop = target;
    }

    this.#top = this.scrollTop;
  }

  mark() {
    const { height, most } = this.#now;
    if (height > 0) {
      this.closest(".card")?.toggleAttribute("data-behind", !this.#isPinned && this.hasAttribute("following") && most - this.#top > slack);
    }
  }

  // The reader's place: as far from what was in sight as before, whatever has become of the text above it.
  #keep(top, from, most) {
    const toText = this.getBoundingClientRect().top - top;
    for (const { element, at } of this.#anchors) {
      if (this.contains(element)) {
        return from + element.getBoundingClientRect().top - toText - at;
      }
    }

    // All of it was put in anew: look for the same words.
    for (const { element, at, words } of this.#anchors) {
      const same = words && [...this.getElementsByTagName(element.localName)].filter(other => other.textContent.startsWith(words));
      if (same?.length > 0) {
        const found = same.map(other => other.getBoundingClientRect().top - toText).sort((one, other) => Math.abs(one - at) - Math.abs(other - at));
        return from + found[0] - at;
      }
    }

    return this.#anchors.length > 0 && this.#most > 0 ? from / this.#most * most : from;
  }

  // The first block in sight and some behind it, from the outermost element down to the one that stands at the edge.
  #blocksFrom(edge, toText) {
    let first = this.#firstChildBelow(this, edge, toText);
    while (first?.matches(containers)) {
      const child = this.#firstChildBelow(first, edge, toText);
      if (!child) {
        break;
      }

      first = child;
    }

    const anchors = [];
    for (let element = first; element && anchors.length < 4; element = this.#next(element)) {
      if (getComputedStyle(element).position !== "sticky") {
        anchors.push({ element, at: element.getBoundingClientRect().top - toText, words: element.textContent.slice(0, 60) });
      }
    }

    return anchors;
  }

  #firstChildBelow(parent, edge, toText) {
    for (const child of parent.children) {
      const rect = child.getBoundingClientRect();
      if (rect.height > 0 && rect.bottom - toText > edge) {
        return child;
      }
    }

    return null;
  }

  #next(element) {
    for (let at = element; at && at !== this; at = at.parentElement) {
      if (at.nextElementSibling) {
        return at.nextElementSibling;
      }
    }

    return null;
  }

  #headings() {
    const toText = this.getBoundingClientRect().top - this.#now.top;
    return [...this.querySelectorAll(".answer :is(h3, h4, h5, h6)")]
      .map(element => ({ words: wordsOf(element), at: element.getBoundingClientRect().top - toText }));
  }

  #headingPlace(heading) {
    const own = heading && this.#headings();
    if (!own?.length) {
      return null;
    }

    if (heading.ordinal < 0) {
      return Math.min(heading.offset, own[0].at);
    }

    const same = own.filter(other => other.words === heading.words);
    const found = same[heading.occurrence] ?? same[0] ?? own[heading.ordinal];
    if (!found) {
      return null;
    }

    // Not past the end of a part that is shorter here.
    const next = own[own.indexOf(found) + 1];
    return found.at + (next ? Math.min(heading.offset, Math.max(0, next.at - found.at - slack * 2)) : heading.offset);
  }

  #watchChildren() {
    for (const child of this.children) {
      // Observing one that is observed already does nothing.
      sizes.observe(child);
    }

    schedule(this);
  }

  // After the end of an answer nothing more comes by itself. From the reader's next step on, their place counts, not the end.
  #rest() {
    this.#kept = null;
    if (this.#isPinned && !this.hasAttribute("following")) {
      this.#isPinned = false;
      schedule(this);
    }
  }

  #waitForReader() {
    this.#rest();
    if (this.#isPinned && this.#top > 0) {
      this.#patientUntil = performance.now() + patienceMs;
      setTimeout(() => this.isConnected && schedule(this), patienceMs + 1);
    }
  }

  #onScroll = () => schedule(this);

  // Following would stop a scroll upwards that is only just beginning.
  #onWheel = event => {
    if (event.deltaY < 0 && !event.ctrlKey && !event.shiftKey && Math.abs(event.deltaY) > Math.abs(event.deltaX)) {
      this.#waitForReader();
    }
  };

  #onKeyDown = event => {
    if (upKeys.has(event.key) || (event.key === " " && event.shiftKey)) {
      this.#waitForReader();
    } else {
      this.#rest();
    }
  };

  // Text does not move away under a finger, or while some of it is being selected.
  #onPointerDown = event => {
    this.#rest();
    // The browser does not say when the scroll bar is let go.
    const isOnScrollBar = event.target === this && event.offsetX >= this.clientWidth;
    if (event.button === 0 && !isOnScrollBar) {
      this.#isDown = true;
      for (const name of ["pointerup", "pointercancel", "dragend", "blur"]) {
        window.addEventListener(name, this.#release);
      }
    }
  };

  #release = event => {
    for (const name of ["pointerup", "pointercancel", "dragend", "blur"]) {
      window.removeEventListener(name, this.#release);
    }

    if (this.#isDown) {
      this.#isDown = false;
      const selection = getSelection();
      if (selection && !selection.isCollapsed && this.contains(selection.anchorNode)) {
        this.#isPinned = false;
      }

      if (event?.type === "pointercancel") {
        // The browser takes the finger over to scroll.
        this.#waitForReader();
      }

      schedule(this);
    }
  };

  // Who opens the thoughts wants to read them, and not to be taken to the end that they push away.
  #onClick = event => {
    const details = event.target.closest?.("summary")?.parentElement;
    if (details && !details.open) {
      this.#isPinned = false;
      schedule(this);
    }
  };
}

customElements.define("follow-end", FollowEnd);
