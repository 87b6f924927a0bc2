/** <roster-grid set="URL" target="#roster">: arrows move between cells, digits set a shift, 0 clears; a click opens the same choices.
 *
 * What is pressed fast is sent in order, one after the other; the cell in hand keeps the focus through every morph. */
import htmx from "../htmx";
import { standBeside } from "../placing";

const MOVES: Record<string, [number, number]> = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export class RosterGrid extends HTMLElement {
  private sending: Promise<unknown> = Promise.resolve();
  private here = "";
  private readonly watcher = new MutationObserver(() => this.paint());

  constructor() {
    super();
    this.addEventListener("keydown", (event) => this.onKey(event));
    this.addEventListener("focusin", (event) => this.enter(event.target as Element));
    this.addEventListener("click", (event) => this.onClick(event));
  }

  connectedCallback(): void {
    this.watcher.observe(this, { childList: true, subtree: true, attributes: true, attributeFilter: ["tabindex"] });
    this.paint();
  }

  disconnectedCallback(): void {
    this.watcher.disconnect();
  }

  private get cells(): HTMLButtonElement[] {
    return [...this.querySelectorAll<HTMLButtonElement>("button[data-cell]")];
  }

  private get menu(): HTMLElement | null {
    return this.querySelector<HTMLElement>("[popover]");
  }

  private get current(): HTMLButtonElement | undefined {
    const cells = this.cells;
    return cells.find((cell) => cell.id === this.here) ?? cells[0];
  }

  /** One cell is in the order of the tab key, the one in hand. */
  private paint(): void {
    const current = this.current;
    for (const cell of this.cells) {
      const wanted = cell === current ? "0" : "-1";
      if (cell.getAttribute("tabindex") !== wanted) cell.setAttribute("tabindex", wanted);
    }
  }

  private enter(target: Element): void {
    const cell = target.closest<HTMLButtonElement>("button[data-cell]");
    if (!cell) return;
    this.here = cell.id;
    this.paint();
  }

  private onKey(event: KeyboardEvent): void {
    const cell = (event.target as Element).closest<HTMLButtonElement>("button[data-cell]");
    if (!cell || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = MOVES[event.key];
    if (move) this.step(cell, ...move);
    else if (/^[1-9]$/.test(event.key)) this.choose(cell, this.codes[Number(event.key) - 1]);
    else if (["0", "Delete", "Backspace"].includes(event.key)) this.choose(cell, "");
    else return;
    event.preventDefault();
  }

  private get codes(): string[] {
    return (this.getAttribute("shifts") ?? "").split(" ").filter(Boolean);
  }

  private step(cell: HTMLButtonElement, down: number, right: number): void {
    const [row, column] = [Number(cell.dataset.row) + down, Number(cell.dataset.column) + right];
    this.cells.find((one) => Number(one.dataset.row) === row && Number(one.dataset.column) === column)?.focus();
  }

  private onClick(event: MouseEvent): void {
    const target = event.target as Element;
    const choice = target.closest<HTMLElement>("[data-shift-code]");
    const cell = target.closest<HTMLButtonElement>("button[data-cell]");
    if (choice) {
      this.menu?.hidePopover();
      if (this.current) this.choose(this.current, choice.dataset.shiftCode);
    } else if (cell && !cell.ariaDisabled) this.offer(cell);
  }

  private offer(cell: HTMLButtonElement): void {
    const menu = this.menu;
    if (!menu) return;
    this.enter(cell);
    menu.showPopover();
    standBeside(menu, cell);
    menu.querySelector<HTMLElement>("[data-shift-code]")?.focus();
  }

  private choose(cell: HTMLButtonElement, shift: string | undefined): void {
    if (shift === undefined || cell.ariaDisabled) return;
    const values = { staff: cell.dataset.staff ?? "", on: cell.dataset.on ?? "", shift };
    const url = this.getAttribute("set") ?? "";
    const target = this.getAttribute("target") ?? "";
    cell.focus();
    cell.ariaBusy = "true";
    this.sending = this.sending.then(() => htmx.ajax("post", url, { target, swap: "morph", values })).catch(() => undefined);
  }
}

customElements.define("roster-grid", RosterGrid);
