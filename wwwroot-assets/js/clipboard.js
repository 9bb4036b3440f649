// Copying, and saying to a screen reader that it has been done.

/** Copies a text, or what a promise of one gives. Called while a press is handled: Safari lets nobody write who has waited before. */
export async function copyText(text) {
  const promise = Promise.resolve(text);
  promise.catch(() => { });
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": promise.then(value => new Blob([value], { type: "text/plain" })) })]);
  } catch {
    copyBySelection(await promise);
  }
}

// Without a secure connection there is no clipboard to write to.
function copyBySelection(text) {
  const box = document.createElement("textarea");
  box.value = text;
  box.style.cssText = "position:fixed;opacity:0";
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  if (!done) {
    throw new Error("copying was refused");
  }
}

export function announce(text) {
  let region = document.getElementById("announcer");
  if (!region) {
    region = document.createElement("p");
    region.id = "announcer";
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }

  region.textContent = "";
  setTimeout(() => region.textContent = text, 50);
}
