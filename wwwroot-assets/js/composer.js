// The prompt's text box. Its text is the browser's until it is sent.
import { announce } from "./clipboard.js";
import { onSharedRemoved, readDraft, removeDraft, writeDraft } from "./drafts.js";
import { returnFocus } from "./places.js";

// UTF-16 units that fit into one message to the server however they are written; longer texts go in pieces.
const mostAtOnce = 4000;

// Above this the box keeps its height and one direction, and the draft is written when the typing pauses. A browser takes half a minute to find out the
// direction of each of 80,000 lines, and storing or measuring so much at every key can be felt.
const longText = 20000;
const draftPauseMs = 400;

// Half of a surrogate pair can't be sent as UTF-8, and the message would be lost without a word.
const wellFormed = text => text.toWellFormed?.() ?? text.replace(/\p{Surrogate}/gu, "\uFFFD");

function countCharacters(text) {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    if ((text.charCodeAt(index) & 0xFC00) === 0xD800 && (text.charCodeAt(index + 1) & 0xFC00) === 0xDC00) {
      count--;
      index++;
    }
  }

  return count;
}

const isRightToLeft = text => /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/.test(/\p{L}/u.exec(text)?.[0] ?? "");

const isCutOff = () => document.body.dataset.connection !== undefined;

// A page has one. That of a circuit which has been put away is never told to go.
let current = null;

// Send was pressed while nobody listened: between a circuit that is gone and the one that takes its place.
let isSendWanted = false;

export function attach(box, button, composer, key) {
  let busy = false;
  let refused = false;
  let pending = 0;
  let isStale = false;

  // The text is what another tab may have typed, and nobody has changed it here.
  let isShared = false;
  let giveUp = () => { };
  current?.dispose();

  // Before the text is put in: what the browser lays out once as a short text takes it long enough.
  const prepare = (text, length) => {
    const isLong = length > longText;
    if (isLong !== box.hasAttribute("data-long")) {
      box.toggleAttribute("data-long", isLong);
      box.dir = !isLong ? "auto" : isRightToLeft(text) ? "rtl" : "ltr";
    }
  };

  const grow = () => {
    if (!box.hasAttribute("data-long") && !CSS.supports("field-sizing", "content")) {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight}px`;
    } else {
      box.style.height = "";
    }
  };

  const put = text => {
    prepare(text, text.length);
    box.value = text;
    grow();
  };

  const keep = () => {
    clearTimeout(pending);
    pending = 0;
    writeDraft(key, box.value);
  };

  const keepPending = () => {
    if (pending) {
      keep();
    }
  };

  const load = () => {
    const draft = readDraft(key);
    isShared = draft.isShared && draft.text !== "";
    put(draft.text);
  };

  const setText = text => {
    put(text);
    isShared = false;
    keep();
  };

  // Does not wait for an answer that can't come any more.
  const untilCutOff = promise => Promise.race([promise, new Promise((resolve, reject) => {
    giveUp = () => reject(new Error("the connection was lost"));
  })]);

  const send = async text => {
    const limit = Number(box.dataset.limit);
    const length = text.length > limit ? countCharacters(text) : 0;
    if (length > limit) {
      await composer.invokeMethodAsync("RefuseLength", length);
      return false;
    }

    return text.length > mostAtOnce
      ? composer.invokeMethodAsync("SubmitLongAsync", DotNet.createJSStreamReference(new Blob([text])))
      : composer.invokeMethodAsync("SubmitAsync", wellFormed(text));
  };

  const submit = async () => {
    if (busy) {
      return;
    }

    keepPending();
    if (isCutOff()) {
      announce("Not sent: there is no connection. The prompt is kept.");
      return;
    }

    if (isStale) {
      isSendWanted = true;
      return;
    }

    busy = true;
    button.setAttribute("aria-disabled", "true");
    const [text, sentKey] = [box.value, key];
    try {
      const isSent = await untilCutOff(send(text));
      refused = !isSent;
      if (isSent) {
        removeDraft(sentKey, text);
        if (box.value === text && key === sentKey) {
          put("");
          isShared = false;
        }
      }
    } catch {
      announce("Not sent: the connection was lost. The prompt is kept.");
    } finally {
      busy = false;
      button.removeAttribute("aria-disabled");
      box.focus();
    }
  };

  const onKeyDown = event => {
    // 229: some input methods confirm a word with Enter after their composition has ended.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      submit();
    }
  };

  const onBeforeInput = event => {
    const added = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
    if (added.length > longText) {
      prepare(box.value + added, box.value.length + added.length);
    }
  };

  const onInput = () => {
    isShared = false;
    prepare(box.value, box.value.length);
    if (box.value.length > longText) {
      clearTimeout(pending);
      pending = setTimeout(keep, draftPauseMs);
    } else {
      keep();
    }

    grow();
    if (refused && !isStale && !isCutOff()) {
      refused = false;
      composer.invokeMethodAsync("ForgetRefusal");
    }
  };

  const onConnectionChange = () => isCutOff() && giveUp();
  const onCircuitReplaced = () => {
    isStale = true;
    box.removeAttribute("data-ready");
  };
  const stopListening = onSharedRemoved(removed => {
    if (removed === key && isShared) {
      load();
    }
  });
  box.addEventListener("keydown", onKeyDown);
  box.addEventListener("beforeinput", onBeforeInput);
  box.addEventListener("input", onInput);
  button.addEventListener("click", submit);
  document.addEventListener("connectionchange", onConnectionChange);
  document.addEventListener("circuitreplaced", onCircuitReplaced);
  document.addEventListener("visibilitychange", keepPending);
  window.addEventListener("pagehide", keepPending);
  if (box.value) {
    // Typed before this was there.
    keep();
    prepare(box.value, box.value.length);
    grow();
  } else {
    load();
  }

  box.toggleAttribute("data-ready", true);
  // A keyboard that slides up unasked hides half of a phone's page.
  if (!returnFocus(box) && matchMedia("(hover: hover)").matches) {
    box.focus({ preventScroll: true });
  }

  current = {
    // The page shows another conversation: its draft takes the place of this one's, which is kept.
    change(to) {
      keepPending();
      key = to;
      load();
    },
    returnFromPicker() {
      if (document.querySelector(".picker")) {
        requestAnimationFrame(() => this.returnFromPicker());
      } else if (matchMedia("(hover: hover)").matches) {
        box.focus();
      }
    },
    fill(text) {
      setText(text);
      box.focus();
      box.setSelectionRange(text.length, text.length);
    },
    dispose() {
      keepPending();
      stopListening();
      box.removeEventListener("keydown", onKeyDown);
      box.removeEventListener("beforeinput", onBeforeInput);
      box.removeEventListener("input", onInput);
      button.removeEventListener("click", submit);
      document.removeEventListener("connectionchange", onConnectionChange);
      document.removeEventListener("circuitreplaced", onCircuitReplaced);
      document.removeEventListener("visibilitychange", keepPending);
      window.removeEventListener("pagehide", keepPending);
    },
  };
  if (isSendWanted) {
    isSendWanted = false;
    setTimeout(submit);
  }

  return current;
}
