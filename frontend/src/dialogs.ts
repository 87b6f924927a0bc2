/** Native <dialog>, menus in <details>, submit buttons that say that they are busy. All by delegation. */
import { phrase } from "./phrases";

/** What a menu is opened for; boxes to tick in it leave it open. */
const ITEM = "button.sw-menu__item, a.sw-menu__item";

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const opener = target.closest<HTMLElement>("[data-opens]");
  if (opener) openDialog(opener.dataset.opens ?? "");
  if (target.closest("[data-closes]")) target.closest("dialog")?.close();
  if (target.closest("[data-print]")) window.print();
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.sw-drop[open]")) if (!menu.contains(target) || target.closest(ITEM)) menu.open = false;
});

/** What has the focus in an opened dialog: what is wrong, what the page names, the first field, a button. */
const FIRST = ["[aria-invalid=true]", "[autofocus]", ".sw-dialog__body :is(input:not([type=hidden]), select, textarea)", "button"];

export function openDialog(id: string): void {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
  dialog.showModal();
  FIRST.map((which) => dialog.querySelector<HTMLElement>(which)).find(Boolean)?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.sw-drop[open]")) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
    event.stopPropagation();
  }
});

/** A page form that is on its way is not sent twice; the width of its button stays. */
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const button = (event as SubmitEvent).submitter ?? form.querySelector("button[type=submit]");
  if (event.defaultPrevented || form.method !== "post" || !(button instanceof HTMLButtonElement)) return;
  if (button.ariaBusy === "true") return event.preventDefault();
  button.ariaBusy = "true";
  button.title = phrase("sending");
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});
document.addEventListener("htmx:afterRequest", (event) => {
  for (const button of (event.target as Element).querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});

/** After a swap: a form that came back with errors shows its dialog again; one that asks to close is closed. */
document.addEventListener("htmx:load", (event) => {
  const root = event.target as Element;
  for (const dialog of [root, ...root.querySelectorAll("dialog[data-open]")]) if (dialog instanceof HTMLDialogElement && dialog.hasAttribute("data-open")) openDialog(dialog.id);
});
document.addEventListener("close-dialog", () => document.querySelector<HTMLDialogElement>("dialog[open]")?.close());
for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[data-open]")) openDialog(dialog.id);
