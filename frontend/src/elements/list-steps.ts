/** <list-steps>: where a page stands among the rows it was opened from; and the panel's two buttons.
 *
 * Which page is next, the server says: the address carries the list. A list that is left keeps the addresses
 * of its rows for this tab: numbers of pages, nothing of what stands on them. */
import type { WorkList } from "./work-list";

const KEPT = "sw:list";
type Left = { account: string; pages: string[] };

class ListSteps extends HTMLElement {
  connectedCallback(): void {
    const pages = left();
    const at = pages.indexOf(location.pathname);
    if (at < 0) return;
    const said = this.querySelector("[data-place]");
    if (said) said.textContent = `${at + 1} / ${pages.length}`;
  }
}
customElements.define("list-steps", ListSteps);

function left(): string[] {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Left | null;
  return kept && kept.account === document.body.dataset.account ? kept.pages : [];
}

window.addEventListener("pagehide", () => {
  const links = document.querySelectorAll<HTMLAnchorElement>("work-list tbody tr[data-id] a[data-panel]");
  const kept: Left = { account: document.body.dataset.account ?? "", pages: [...links].map((link) => link.pathname) };
  if (document.querySelector("work-list")) sessionStorage.setItem(KEPT, JSON.stringify(kept));
});

document.addEventListener("click", (event) => {
  const by = (event.target as Element).closest<HTMLElement>("[data-step]")?.dataset.step;
  if (by) document.querySelector<WorkList>("work-list")?.step(Number(by));
});
