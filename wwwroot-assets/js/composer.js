// The prompt's text box. Its text is the browser's until it is sent.
import { announce } from "./clipboard.js";
import { onSharedRemoved, readDraft, removeDraft, writeDraft } from "./drafts.js";
import { returnFocus } from "./places.js";

// UTF-16 units that fit into one message to the server however they are written; longer texts go in pieces.
const mostAtOnce = 4000;

// Above this the box keeps its height and the draft is written when the typing pauses: laying out and storing so much at every key can be felt.
const longText = 50000;
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

const isCutOff = () => document.body.dataset.connection !== undefined;

// A page has one. That of a circuit which has been put away is never told to go.
let current = null;

export function attach(box, button, composer, key) {
  let busy = false;
  let refused = false;
  let pending = 0;

  // The text is what another tab may have typed, and nobody has changed it here.
  let isShared = false;
  let giveUp = () => { };
  current?.dispose();

  const grow = () => {
    const isLong = box.value.length > longText;
    box.toggleAttribute("data-long", isLong);
    if (!isLong && !CSS.supports("field-sizing", "content")) {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight}px`;
    } else {
      box.style.height = "";
    }
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
    box.value = draft.text;
    grow();
  };

  const setText = text => {
    box.value = text;
    isShared = false;
    keep();
    grow();
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

    busy = true;
    button.setAttribute("aria-disabled", "true");
    const [text, sentKey] = [box.value, key];
    try {
      const isSent = await untilCutOff(send(text));
      refused = !isSent;
      if (isSent) {
        removeDraft(sentKey, text);
        if (box.value === text && key === sentKey) {
          box.value = "";
          isShared = false;
          grow();
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

  const onInput = () => {
    isShared = false;
    if (box.value.length > longText) {
      clearTimeout(pending);
      pending = setTimeout(keep, draftPauseMs);
    } else {
      keep();
    }

    grow();
    if (refused && !isCutOff()) {
      refused = false;
      composer.invokeMethodAsync("ForgetRefusal");
    }
  };

  const onConnectionChange = () => isCutOff() && giveUp();
  const stopListening = onSharedRemoved(removed => {
    if (removed === key && isShared) {
      load();
    }
  });
  box.addEventListener("keydown", onKeyDown);
  box.addEventListener("input", onInput);
  button.addEventListener("click", submit);
  document.addEventListener("connectionchange", onConnectionChange);
  document.addEventListener("visibilitychange", keepPending);
  window.addEventListener("pagehide", keepPending);
  if (box.value) {
    // Typed before this was there.
    keep();
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
      box.removeEventListener("input", onInput);
      button.removeEventListener("click", submit);
      document.removeEventListener("connectionchange", onConnectionChange);
      document.removeEventListener("visibilitychange", keepPending);
      window.removeEventListener("pagehide", keepPending);
    },
  };
  return current;
}
