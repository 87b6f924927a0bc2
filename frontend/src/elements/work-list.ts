/** <work-list panel="ID">: cursor J/K, ticks X, panel Enter. Its state lives here, never inside what is morphed. */
import { Selection } from "./selection";
import { type SidePanel, WIDE } from "./side-panel";

const WATCHED: MutationObserverInit = { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden", "data-ticked", "aria-selected", "data-id"] };
const plain = (event: MouseEvent): boolean => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

export class WorkList extends HTMLElement {
  private readonly selection = new Selection();
  private cursor = "";
  private following = 0;
  private readonly watcher = new MutationObserver(() => this.paint());

  constructor() {
    super();
    this.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("change", (event) => this.onTick(event.target as HTMLInputElement));
    document.addEventListener("htmx:load", (event) => this.selection.take(event.target as HTMLElement) && this.paint());
    document.addEventListener("clear-selection", () => this.clear());
  }

  connectedCallback(): void {
    this.cursor ||= this.rows[0]?.dataset.id ?? "";
    this.paint();
  }

  private get rows(): HTMLTableRowElement[] {
    return [...this.querySelectorAll<HTMLTableRowElement>("tbody tr[data-id]")];
  }

  private get current(): HTMLTableRowElement | undefined {
    return this.rows.find((row) => row.dataset.id === this.cursor);
  }

  private get panel(): SidePanel | null {
    return document.getElementById(this.getAttribute("panel") ?? "") as SidePanel | null;
  }

  step(by: number): void {
    const rows = this.rows;
    const at = rows.findIndex((row) => row.dataset.id === this.cursor);
    this.select(rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + by))]);
    if (!this.panel?.isOpen) return;
    window.clearTimeout(this.following);
    this.following = window.setTimeout(() => this.open(), 120);
  }

  open(): void {
    const link = this.current?.querySelector<HTMLAnchorElement>("a[data-panel]") ?? this.current?.querySelector("a");
    if (link?.dataset.panel && this.panel && WIDE.matches) void this.panel.open(link.dataset.panel);
    else if (link) location.assign(link.href);
  }

  tick(row = this.current): void {
    if (row?.dataset.id && row.querySelector("input[data-tick]")) this.selection.toggle(row.dataset.id);
    this.paint();
  }

  /** The whole list, on whatever pages; where it is one page, that. */
  tickAll(): void {
    (this.querySelector<HTMLElement>("[data-tick-matching]") ?? this.querySelector<HTMLElement>("[data-tick-all]"))?.click();
  }

  /** A verb of the row in hand, named by its data-row-key. */
  press(key: string): boolean {
    const control = this.current?.querySelector<HTMLElement>(`[data-row-key="${CSS.escape(key)}"]:not(:disabled)`);
    control?.click();
    return Boolean(control);
  }

  clear(): void {
    this.selection.clear();
    this.paint();
  }

  private select(row: HTMLTableRowElement | undefined): void {
    if (!row) return;
    this.cursor = row.dataset.id ?? "";
    this.paint();
    row.scrollIntoView({ block: "nearest" });
  }

  private onClick(event: MouseEvent): void {
    const target = event.target as Element;
    if (target.closest("[data-selection-clear]")) return this.clear();
    const row = target.closest<HTMLTableRowElement>("tr[data-id]");
    const link = target.closest<HTMLAnchorElement>("a");
    if (!row || !plain(event) || target.closest("input, button, label, summary") || (link && !link.dataset.panel)) return;
    this.select(row);
    if (!WIDE.matches || !this.panel) return;
    event.preventDefault();
    this.open();
  }

  private onTick(box: HTMLInputElement): void {
    if (box.matches("[data-tick]")) return this.tick(box.closest("tr") as HTMLTableRowElement);
    if (box.matches("[data-tick-all]")) this.selection.set(this.rows.map((row) => row.dataset.id ?? ""), box.checked);
    this.paint();
  }

  private paint(): void {
    this.watcher.disconnect();
    const rows = this.rows;
    if (!this.current) this.cursor = rows[0]?.dataset.id ?? "";
    for (const row of rows) row.ariaSelected = row.dataset.id === this.cursor ? "true" : null;
    this.selection.paint(this, rows);
    this.watcher.observe(this, WATCHED);
  }
}
customElements.define("work-list", WorkList);
