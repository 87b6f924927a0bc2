/** The controls of a page that name a key: what they are called, and what pressing them does. */
export type Control = { key: string; words: string; element: HTMLElement };

export const usable = (one: HTMLElement): boolean => one.checkVisibility() && !one.matches(":disabled, [aria-disabled=true]");

/** One a key: of the panel before the page, of the row in hand last. */
export function controlsHere(): Control[] {
  const found = new Map<string, Control>();
  for (const element of document.querySelectorAll<HTMLElement>("side-panel [data-key], [data-key], tr[aria-selected=true] [data-row-key]")) {
    const key = element.dataset.key ?? element.dataset.rowKey ?? "";
    if (usable(element) && (!found.has(key) || element.closest("side-panel"))) found.set(key, { key, words: wordsOf(element), element });
  }
  return [...found.values()];
}

/** What a person would call it: its own words without the key drawn beside them. */
export function wordsOf(element: HTMLElement): string {
  const said = element.dataset.keyLabel ?? element.ariaLabel ?? [...element.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join("");
  return said.replace(/\s+/g, " ").trim();
}

export function runControl(control: HTMLElement): void {
  if (control.matches("[role=radiogroup]")) control.querySelector<HTMLElement>(":checked, input")?.focus();
  else if (control.matches("input, textarea, select, quick-search")) control.focus();
  else control.click();
}
