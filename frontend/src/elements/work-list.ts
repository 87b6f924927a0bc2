/** <work-list panel="ID">: cursor J/K, ticks X, panel Enter. The ticks live here, never inside what is morphed. */
import { phrase } from "../phrases";
import { type SidePanel, WIDE } from "./side-panel";

export class WorkList extends HTMLElement {
  private readonly ticked = new Set<string>();
  private cursor = "";
  private following = 0;

  connectedCallback(): void {
    this.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("change", (event) => this.onTick(event));
    for (const name of ["htmx:afterSettle", "list:refreshed"]) this.addEventListener(name, () => this.paint());
    document.addEventListener("panel:closed", () => this.current?.querySelector<HTMLElement>("a")?.focus());
    this.cursor = this.rows.find((row) => row.ariaSelected === "true")?.dataset.id ?? this.rows[0]?.dataset.id ?? "";
    this.paint();
  }

  get rows(): HTMLTableRowElement[] {
    return [...this.querySelectorAll<HTMLTableRowElement>("tbody tr[data-id]")];
  }

  get current(): HTMLTableRowElement | undefined {
    return this.rows.find((row) => row.dataset.id === this.cursor);
  }

  private get panel(): SidePanel | null {
    return document.getElementById(this.getAttribute("panel") ?? "") as SidePanel | null;
  }

  /** Called by the key map. */
  step(by: number): void {
    const rows = this.rows;
    const at = rows.findIndex((row) => row.dataset.id === this.cursor);
    const row = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + by))];
    if (!row) return;
    this.select(row);
    row.scrollIntoView({ block: "nearest" });
    if (!this.panel?.isOpen) return;
    window.clearTimeout(this.following);
    this.following = window.setTimeout(() => this.open(), 120);
  }

  open(): void {
    const link = this.current?.querySelector<HTMLAnchorElement>("a[data-panel]") ?? this.current?.querySelector("a");
    const url = link?.dataset.panel;
    if (url && this.panel && WIDE.matches) void this.panel.open(url);
    else link?.click();
  }

  tick(row = this.current): void {
    const id = row?.dataset.id;
    if (!id || !row?.querySelector("input[data-tick]")) return;
    if (!this.ticked.delete(id)) this.ticked.add(id);
    this.paint();
  }

  clear(): void {
    this.ticked.clear();
    this.paint();
  }

  private select(row: HTMLTableRowElement): void {
    this.cursor = row.dataset.id ?? "";
    this.paint();
  }

  private onClick(event: MouseEvent): void {
    const target = event.target as Element;
    if (target.closest("[data-selection-clear]")) this.clear();
    const row = target.closest<HTMLTableRowElement>("tr[data-id]");
    if (!row || target.closest("input, button, label, summary")) return;
    const link = target.closest<HTMLAnchorElement>("a");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!plain || (link && !link.dataset.panel)) return;
    this.select(row);
    if (!WIDE.matches || !this.panel) return;
    event.preventDefault();
    this.open();
  }

  private onTick(event: Event): void {
    const box = event.target as HTMLInputElement;
    if (box.matches("[data-tick-all]")) this.tickAll(box.checked);
    else if (box.matches("[data-tick]")) this.tick(box.closest("tr") as HTMLTableRowElement);
  }

  private tickAll(on: boolean): void {
    for (const { dataset } of this.rows) if (dataset.id) this.ticked[on ? "add" : "delete"](dataset.id);
    this.paint();
  }

  /** Write the state onto whatever rows are there now. */
  paint(): void {
    const rows = this.rows;
    for (const row of rows) {
      const on = this.ticked.has(row.dataset.id ?? "");
      row.toggleAttribute("data-ticked", on);
      row.ariaSelected = row.dataset.id === this.cursor ? "true" : null;
      const box = row.querySelector<HTMLInputElement>("input[data-tick]");
      if (box) box.checked = on;
    }
    const here = rows.filter((row) => row.hasAttribute("data-ticked")).length;
    const all = this.querySelector<HTMLInputElement>("input[data-tick-all]");
    if (all) [all.checked, all.indeterminate] = [here > 0 && here === rows.length, here > 0 && here < rows.length];
    this.paintBar(this.ticked.size - here);
  }

  private paintBar(elsewhere: number): void {
    const count = this.ticked.size;
    const bar = this.querySelector<HTMLElement>(".sw-bulk");
    if (bar) bar.hidden = !count;
    const words = phrase(elsewhere ? "selected_elsewhere" : "selected", { count, elsewhere });
    for (const said of this.querySelectorAll("[data-selection]")) said.textContent = words;
    for (const box of document.querySelectorAll<HTMLInputElement>("input[data-selected]")) box.value = [...this.ticked].join(",");
    for (const said of document.querySelectorAll("[data-selected-count]")) said.textContent = String(count);
  }
}
customElements.define("work-list", WorkList);
