// Runs before the first paint, so that the page never flashes in the other theme. Everything else about the theme is in store.js.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem("compareintel.theme");
  } catch {
    // Storage is blocked: the system's theme it is.
  }

  const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
