/** <command-palette src>: Ctrl+K. What this page can do, the pages of the rail, saved views, cases; a combobox over one listbox. */
import { wordsOf } from "../controls";
import { drawn, entriesHere, told, type Entry } from "../entries";
import { phrase } from "../phrases";
import { fit } from "../pinyin";

const PAUSE = 150;

class CommandPalette extends HTMLElement {
  private entries: Entry[] = [];
  private told: HTMLElement[] = [];
  private readonly runs = new WeakMap<Element, () => void>();
  private asked = 0;
  private waiting = 0;
  private entered = false;

  connectedCallback(): void {
    this.dialog?.addEventListener("beforetoggle", (event) => event.newState === "open" && this.begin()); // "toggle" comes later and would wipe what was typed
    this.field.addEventListener("input", () => this.ask());
    this.addEventListener("keydown", (event) => this.onKey(event));
    this.addEventListener("click", (event) => this.run((event.target as Element).closest<HTMLElement>("[role=option]")));
  }

  private readonly dialog = this.closest("dialog");
  private readonly field = this.querySelector("input") as HTMLInputElement;

  private get options(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[role=option]")];
  }

  private begin(): void {
    this.entries = entriesHere();
    this.field.value = "";
    this.told = [];
    this.ask();
  }

  /** The page's own entries at once, the server's a moment later; an overtaken answer is dropped. */
  private ask(): void {
    window.clearTimeout(this.waiting);
    this.asked++;
    this.entered = false;
    this.told = this.told.filter((one) => one.dataset.group === "views");
    const typed = this.field.value.trim();
    this.show();
    if (typed.length === 1) return;
    this.waiting = window.setTimeout(() => void this.fetch(typed), typed ? PAUSE : 0);
  }

  private async fetch(typed: string): Promise<void> {
    const turn = this.asked;
    const found = await told(this.getAttribute("src") ?? "", typed);
    if (turn !== this.asked) return;
    this.told = typed ? [...this.told, ...found] : found;
    this.show();
    if (this.entered) this.run(this.options[0]);
  }

  private show(): void {
    const typed = this.field.value.trim();
    const views = this.told.filter((one) => one.dataset.group === "views" && (!typed || fit(wordsOf(one), typed)));
    const cases = typed ? this.told.filter((one) => one.dataset.group === "cases") : [];
    const own = this.entries.map((entry) => ({ entry, score: typed ? fit(entry.words, typed) : 1 })).filter(({ score }) => score);
    own.sort((a, b) => b.score - a.score);
    const options = [...own.map(({ entry }) => this.draw(entry)), ...views, ...cases];
    for (const group of this.querySelectorAll<HTMLElement>("[data-of]")) {
      const mine = options.filter((one) => one.dataset.group === group.dataset.of);
      group.replaceChildren(group.firstElementChild as Element, ...mine);
      group.hidden = !mine.length;
    }
    this.options.forEach((one, n) => (one.id = `palette-${n}`));
    (this.querySelector("[data-none]") as HTMLElement).hidden = options.length > 0;
    (this.querySelector("[data-said]") as HTMLElement).textContent = phrase("offered", { count: options.length });
    this.mark(this.options[0]);
  }

  private draw(entry: Entry): HTMLElement {
    const one = drawn(entry);
    this.runs.set(one, entry.run);
    return one;
  }

  private mark(option: HTMLElement | undefined): void {
    for (const one of this.options) one.ariaSelected = String(one === option);
    this.field.setAttribute("aria-activedescendant", option?.id ?? "");
    option?.scrollIntoView({ block: "nearest" });
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    const options = this.options;
    const at = options.findIndex((one) => one.ariaSelected === "true");
    this.entered = event.key === "Enter" && at < 0; // faster than the search: its first case is taken when it comes
    if (event.key === "Enter") this.run(options[at]);
    else if (event.key === "ArrowDown") this.mark(options[(at + 1) % options.length]);
    else if (event.key === "ArrowUp") this.mark(options.at(at <= 0 ? -1 : at - 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The dialog closes first: what is run finds the focus where the person had it. */
  private run(option: HTMLElement | null | undefined): void {
    if (!option) return;
    this.dialog?.close();
    if (option.dataset.href) location.assign(option.dataset.href);
    else this.runs.get(option)?.();
  }
}
customElements.define("command-palette", CommandPalette);
