// What is typed and not yet sent, one text per conversation. A tab has its own copy, so that two tabs never change each other's text; the copy that all
// tabs share holds what was typed last, for a tab that has none of its own.
const prefix = "compareintel.draft.";
const most = 50;

// Conversations whose text no storage would take: too long, or storage is blocked.
const unkept = new Set();

// Removes what an older version kept under a key without a conversation.
const oldKey = "compareintel.draft";

function own(key) {
  try {
    return sessionStorage.getItem(prefix + key) ?? (key === "new" ? sessionStorage.getItem(oldKey) : null);
  } catch {
    return null;
  }
}

function shared(key) {
  try {
    const entry = JSON.parse(localStorage.getItem(prefix + key));
    return typeof entry?.text === "string" ? entry.text : null;
  } catch {
    return null;
  }
}

function tryStore(write) {
  try {
    write();
    return true;
  } catch {
    return false;
  }
}

function forgetOldest() {
  const entries = Object.keys(localStorage).filter(name => name.startsWith(prefix));
  if (entries.length > most) {
    const ages = entries.map(name => ({ name, at: Number(/"at":(\d+)/.exec(localStorage.getItem(name).slice(0, 40))?.[1]) || 0 }));
    for (const { name } of ages.sort((one, other) => one.at - other.at).slice(0, entries.length - most)) {
      localStorage.removeItem(name);
    }
  }
}

// The text to show, and whether it is what another tab may have typed.
export function readDraft(key) {
  const text = own(key);
  return text === null ? { text: shared(key) ?? "", isShared: true } : { text, isShared: false };
}

export function writeDraft(key, text) {
  const isOwn = tryStore(() => {
    sessionStorage.removeItem(oldKey);
    sessionStorage.setItem(prefix + key, text);
  });
  if (!isOwn) {
    // Half a sentence that was kept before is not what is in the box.
    tryStore(() => sessionStorage.removeItem(prefix + key));
  }

  const isShared = tryStore(() => {
    if (text) {
      localStorage.setItem(prefix + key, JSON.stringify({ at: Date.now(), text }));
      forgetOldest();
    } else {
      localStorage.removeItem(prefix + key);
    }
  });
  if (isOwn || isShared || !text) {
    unkept.delete(key);
  } else {
    unkept.add(key);
  }
}

// This text has been sent. What another tab has typed meanwhile stays.
export function removeDraft(key, text) {
  unkept.delete(key);
  tryStore(() => {
    sessionStorage.setItem(prefix + key, "");
    sessionStorage.removeItem(oldKey);
    if (shared(key) === text) {
      localStorage.removeItem(prefix + key);
    }
  });
}

// Calls back when a tab has sent or deleted the text that all tabs share. Returns what ends that.
export function onSharedRemoved(callback) {
  const listen = event => {
    if (event.storageArea === localStorage && event.key?.startsWith(prefix) && event.newValue === null) {
      callback(event.key.slice(prefix.length));
    }
  };
  window.addEventListener("storage", listen);
  return () => window.removeEventListener("storage", listen);
}

export const areKept = () => unkept.size === 0;

window.addEventListener("beforeunload", event => {
  if (!areKept()) {
    event.preventDefault();
  }
});
