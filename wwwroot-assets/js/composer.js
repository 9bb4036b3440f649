// The prompt's text box. Its text is the browser's until it is sent.
const draftKey = "compareintel.draft";

function readDraft() {
  try {
    return sessionStorage.getItem(draftKey) ?? "";
  } catch {
    return "";
  }
}

function writeDraft(text) {
  try {
    if (text) {
      sessionStorage.setItem(draftKey, text);
    } else {
      sessionStorage.removeItem(draftKey);
    }
  } catch {
    // Without storage a draft lives as long as the page.
  }
}

// Half of a surrogate pair can't be sent as UTF-8, and the message would be lost without a word.
const wellFormed = text => text.toWellFormed?.() ?? text.replace(/\p{Surrogate}/gu, "\uFFFD");

export function attach(box, button, composer, maxLength) {
  let busy = false;
  let refused = false;

  const grow = () => {
    if (!CSS.supports("field-sizing", "content")) {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight}px`;
    }
  };

  const setText = text => {
    box.value = text;
    writeDraft(text);
    grow();
  };

  const submit = async () => {
    if (busy) {
      return;
    }

    busy = true;
    button.setAttribute("aria-disabled", "true");
    try {
      const text = box.value;
      const length = [...text].length;
      if (length > maxLength) {
        // Longer than a message to the server may be: say so without sending it.
        refused = true;
        await composer.invokeMethodAsync("RefuseLength", length);
      } else if (await composer.invokeMethodAsync("SubmitAsync", wellFormed(text))) {
        refused = false;
        if (box.value === text) {
          setText("");
        }
      } else {
        refused = true;
      }
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
    writeDraft(box.value);
    grow();
    if (refused) {
      refused = false;
      composer.invokeMethodAsync("ForgetRefusal");
    }
  };

  box.addEventListener("keydown", onKeyDown);
  box.addEventListener("input", onInput);
  button.addEventListener("click", submit);
  if (!box.value) {
    setText(readDraft());
  }

  box.toggleAttribute("data-ready", true);
  // A keyboard that slides up unasked hides half of a phone's page.
  if (matchMedia("(hover: hover)").matches) {
    box.focus({ preventScroll: true });
  }

  return {
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
      box.removeEventListener("keydown", onKeyDown);
      box.removeEventListener("input", onInput);
      button.removeEventListener("click", submit);
    },
  };
}
