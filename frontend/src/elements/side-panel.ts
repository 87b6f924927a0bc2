/** <side-panel id>: one matter beside the list; never covers the worked row. Below 1280 px links open the page instead. */
import htmx from "../htmx";
import { phrase } from "../phrases";

export const WIDE = window.matchMedia("(min-width: 1280px)");

export class SidePanel extends HTMLElement {
  private address = "";

  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      if ((event.target as Element).closest("[data-panel-close]")) this.close();
    });
    this.addEventListener("htmx:responseError", () => this.fail());
    this.addEventListener("htmx:sendError", () => this.fail());
  }

  get isOpen(): boolean {
    return !this.hidden;
  }

  async open(url: string): Promise<void> {
    if (url === this.address && this.isOpen) return;
    this.address = url;
    this.hidden = false;
    const waiting = window.setTimeout(() => this.setAttribute("aria-busy", "true"), 300);
    try {
      await htmx.ajax("get", url, { source: this, target: this, swap: "innerHTML" });
    } finally {
      window.clearTimeout(waiting);
      this.removeAttribute("aria-busy");
    }
    this.querySelector(".sw-panel__body")?.scrollTo(0, 0);
  }

  /** After a verb in the list: the same matter again, fresh. */
  refresh(): void {
    const url = this.address;
    this.address = "";
    if (this.isOpen && url) void this.open(url);
  }

  close(): void {
    if (!this.isOpen) return;
    this.hidden = true;
    this.address = "";
    this.replaceChildren();
    this.dispatchEvent(new CustomEvent("panel:closed", { bubbles: true }));
  }

  private fail(): void {
    const said = document.createElement("p");
    said.className = "sw-empty";
    said.textContent = phrase("panel_failed");
    this.replaceChildren(said);
    this.address = "";
  }
}
customElements.define("side-panel", SidePanel);
