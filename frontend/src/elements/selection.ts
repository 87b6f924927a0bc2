/** Which rows are ticked: ids in memory, so that a poll, a filter or another page never loses them. */
import { phrase } from "../phrases";

export class Selection {
  private readonly ids = new Set<string>();

  has(id: string | undefined): boolean {
    return id !== undefined && this.ids.has(id);
  }

  toggle(id: string): void {
    if (!this.ids.delete(id)) this.ids.add(id);
  }

  set(ids: string[], on: boolean): void {
    for (const id of ids) this.ids[on ? "add" : "delete"](id);
  }

  /** What has just been loaded: forms that act on the ticks, or rows the server names (data-ticks), whether there are any. */
  take(loaded: HTMLElement): boolean {
    this.fill(loaded);
    const ids = loaded.dataset.ticks?.split(",").filter(Boolean) ?? [];
    this.set(ids, true);
    return ids.length > 0;
  }

  clear(): void {
    this.ids.clear();
  }

  /** Write the ticks onto whatever rows are in the list now, and the words onto its bulk bar. */
  paint(list: HTMLElement, rows: HTMLTableRowElement[]): void {
    for (const row of rows) {
      const on = this.has(row.dataset.id);
      row.toggleAttribute("data-ticked", on);
      const box = row.querySelector<HTMLInputElement>("input[data-tick]");
      if (box) box.checked = on;
    }
    const here = rows.filter((row) => this.has(row.dataset.id)).length;
    const all = list.querySelector<HTMLInputElement>("input[data-tick-all]");
    if (all) [all.checked, all.indeterminate] = [here > 0 && here === rows.length, here > 0 && here < rows.length];
    this.paintBar(list, this.ids.size - here);
  }

  private paintBar(list: HTMLElement, elsewhere: number): void {
    const count = this.ids.size;
    const bar = list.querySelector<HTMLElement>(".sw-bulk");
    if (bar) bar.hidden = !count;
    const words = phrase(elsewhere ? "selected_elsewhere" : "selected", { count, elsewhere });
    for (const said of list.querySelectorAll("[data-selection]")) if (said.textContent !== words) said.textContent = words;
    this.fill(document);
  }

  /** The hidden fields of the forms that act on the ticked rows. */
  fill(root: ParentNode): void {
    for (const box of root.querySelectorAll<HTMLInputElement>("input[data-selected]")) box.value = [...this.ids].join(",");
    for (const said of root.querySelectorAll("[data-selected-count]")) said.textContent = String(this.ids.size);
  }
}
