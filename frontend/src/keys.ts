/** The keys. A control names its own with data-key ("D", "/", "Alt+1", "F8", "Ctrl+Enter"); lists have J K X Enter Esc.
 *
 * Single keys never work in fields, while an input method composes, or when the person has turned them off. */
import { controlsHere, runControl, usable } from "./controls";
import { openDialog } from "./dialogs";
import type { SidePanel } from "./elements/side-panel";
import type { WorkList } from "./elements/work-list";

const CODES: Record<string, string> = { Slash: "/", Escape: "Esc", ArrowDown: "Down", ArrowUp: "Up" };
const name = ({ code }: KeyboardEvent): string => CODES[code] ?? code.replace(/^(Key|Digit|Numpad)/, "");
const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox],[type=radio],[type=button]), textarea, select"));

function combination(event: KeyboardEvent): string {
  const mods = [event.ctrlKey || event.metaKey ? "Ctrl+" : "", event.altKey ? "Alt+" : "", event.shiftKey ? "Shift+" : ""];
  return mods.join("") + name(event);
}

function press(keys: string): boolean {
  const scope = document.querySelector("dialog[open]") ?? document.querySelector("side-panel:not([hidden])");
  const find = (root: ParentNode): HTMLElement | undefined =>
    [...root.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(keys)}"]`)].find(usable);
  const control = (scope && find(scope)) ?? (document.querySelector("dialog[open]") ? undefined : find(document));
  if (!control) return false;
  runControl(control);
  return true;
}

const LIST: Record<string, (list: WorkList) => void> = {
  J: (list) => list.step(1),
  K: (list) => list.step(-1),
  Down: (list) => list.step(1),
  Up: (list) => list.step(-1),
  X: (list) => list.tick(),
  "Shift+X": (list) => list.tickAll(),
  Enter: (list) => list.open(),
};

function single(event: KeyboardEvent, key: string): boolean {
  const list = document.querySelector<WorkList>("work-list");
  const onControl = event.target instanceof Element && event.target.closest("a, button, summary, input, [role=tab]");
  if (list && LIST[key] && !(key === "Enter" && onControl)) return (LIST[key]?.(list), true);
  if (list?.press(key)) return true;
  if (key === "Esc") {
    const panel = document.querySelector<SidePanel>("side-panel:not([hidden])");
    return panel ? (panel.close(), true) : false;
  }
  return press(key);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  const keys = combination(event);
  const modified = event.ctrlKey || event.metaKey || event.altKey || /^F\d/.test(event.code);
  let done = false;
  if (keys === "Ctrl+Enter") done = press(keys) || submit(event.target);
  else if (keys === "Ctrl+K") done = palette() || press("/");
  else if (modified) done = press(keys);
  else if (inField(event.target) || (event.repeat && event.code === "KeyX")) done = false;
  else if (document.querySelector("dialog[open]")) done = false;
  else if (event.key === "?" || (event.shiftKey && event.code === "Slash")) done = sheet();
  else if (document.body.dataset.singleKeys === "on" || /^(Esc|Enter|Up|Down)$/.test(keys)) done = single(event, keys);
  if (done) event.preventDefault();
});

function submit(target: EventTarget | null): boolean {
  const form = (target as Element | null)?.closest?.("form");
  if (!form || form.method !== "post") return false;
  form.requestSubmit();
  return true;
}

/** The palette stands alone: never above a dialog whose words wait to be sent. */
function palette(): boolean {
  if (document.querySelector("dialog[open]")) return true;
  openDialog("palette");
  return Boolean(document.querySelector("#palette[open]"));
}

/** The sheet of keys: the list's own, and every control on this page that names one. */
function sheet(): boolean {
  const rows = document.querySelector<HTMLElement>("#keys [data-keys-here]");
  if (!rows) return false;
  rows.replaceChildren(...controlsHere().map(({ key, words }) => line(key, words)));
  openDialog("keys");
  return true;
}

function line(key: string, words: string): HTMLElement {
  const row = document.createElement("div");
  const kbd = Object.assign(document.createElement("kbd"), { textContent: key.replaceAll("+", " ").replace("Enter", "⏎") });
  const term = document.createElement("dt");
  term.append(kbd);
  row.append(term, Object.assign(document.createElement("dd"), { textContent: words }));
  return row;
}
