// What this browser remembers. Every read takes whatever stands there, also what another version or a person has put there.
const keys = { lineUp: "compareintel.line-up", view: "compareintel.view", theme: "compareintel.theme" };
const darkQuery = matchMedia("(prefers-color-scheme: dark)");
let themeWatcher = null;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

const settingTypes = { system: "string", temperature: "number", top_p: "number", max_output_tokens: "number" };

function laneOf(lane) {
  if (typeof lane !== "object" || typeof lane?.model !== "string") {
    return typeof lane === "string" ? lane : null;
  }

  const settings = Object.entries(settingTypes)
    .map(([name, type]) => [name, lane[name], type])
    .filter(([name, value, type]) => typeof value === type && (name !== "max_output_tokens" || (Number.isInteger(value) && value < 2 ** 31)));
  return Object.fromEntries([["model", lane.model], ...settings.map(([name, value]) => [name, value])]);
}

// A lane is its model's id, or an object where it has settings.
export function getLineUp() {
  const lanes = read(keys.lineUp);
  return Array.isArray(lanes) ? lanes.map(laneOf).filter(lane => lane !== null) : [];
}

export const setLineUp = lanes => write(keys.lineUp, JSON.stringify(lanes));

export const getMidnight = () => new Date().setHours(0, 0, 0, 0);

// The server knows which layouts there are.
export function getView() {
  const view = read(keys.view);
  return [view?.layout, view?.scrollLock].map(value => typeof value === "string" ? value : null);
}

export const setView = (layout, scrollLock) => write(keys.view, JSON.stringify({ layout, scrollLock }));

function themeChoice() {
  try {
    const choice = localStorage.getItem(keys.theme);
    return choice === "light" || choice === "dark" ? choice : "system";
  } catch {
    return "system";
  }
}

function applyTheme(choice) {
  const dark = choice === "dark" || (choice === "system" && darkQuery.matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  themeWatcher?.invokeMethodAsync("ThemeChanged", choice, dark).catch(() => { });
  return true;
}

export function setTheme(choice) {
  write(keys.theme, choice);
  return applyTheme(choice);
}

const onSystemTheme = () => applyTheme(themeChoice());

export function watchTheme(layout) {
  themeWatcher = layout;
  darkQuery.addEventListener("change", onSystemTheme);
  return applyTheme(themeChoice());
}

export function unwatchTheme() {
  themeWatcher = null;
  darkQuery.removeEventListener("change", onSystemTheme);
  return true;
}
