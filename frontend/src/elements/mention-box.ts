/** <mention-box src label>: after `@` in any textarea marked data-mentions it offers colleagues; ↑ ↓ Enter or a click takes one. */
interface Colleague {
  name: string;
  number: string;
  unit: string;
}
const AT = /[@＠]([^\s@＠,，。;；:：]{1,12})$/;
const PAUSE = 150;

class MentionBox extends HTMLElement {
  private field: HTMLTextAreaElement | null = null;
  private list = document.createElement("ul");
  private timer = 0;
  private asked = 0;

  connectedCallback(): void {
    this.list.className = "sw-menu sw-mentions";
    this.list.id = "mentions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.getAttribute("label") ?? "");
    document.addEventListener("input", this.typed);
    document.addEventListener("keydown", this.pressed, true);
    document.addEventListener("focusout", this.left);
  }

  disconnectedCallback(): void {
    this.close();
    document.removeEventListener("input", this.typed);
    document.removeEventListener("keydown", this.pressed, true);
    document.removeEventListener("focusout", this.left);
  }

  private readonly typed = (event: Event): void => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement) || !field.matches("[data-mentions]")) return;
    window.clearTimeout(this.timer);
    const begun = AT.exec(field.value.slice(0, field.selectionStart))?.[1];
    if (!begun) return this.close();
    this.timer = window.setTimeout(() => void this.offer(field, begun), PAUSE);
  };

  private async offer(field: HTMLTextAreaElement, begun: string): Promise<void> {
    const turn = (this.asked += 1);
    const answer = await fetch(`${this.getAttribute("src") ?? ""}?q=${encodeURIComponent(begun)}`).catch(() => null);
    if (!answer?.ok || turn !== this.asked || document.activeElement !== field) return;
    const { people } = (await answer.json()) as { people: Colleague[] };
    this.list.replaceChildren(...people.map((person, n) => this.option(person, n)));
    if (!people.length) return this.close();
    this.field = field;
    field.after(this.list);
    field.setAttribute("aria-controls", this.list.id);
    this.point(0);
  }

  private option(person: Colleague, n: number): HTMLElement {
    const item = document.createElement("li");
    item.className = "sw-menu__item";
    item.id = `mention-${n}`;
    item.setAttribute("role", "option");
    item.dataset.said = `${person.name}(${person.number})`;
    item.textContent = `${person.name} ${person.number} ${person.unit}`;
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.take(item);
    });
    return item;
  }

  private get options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  private point(to: number): void {
    const n = this.options.length;
    this.options.forEach((item, i) => item.setAttribute("aria-selected", String(i === (to + n) % n)));
    this.field?.setAttribute("aria-activedescendant", `mention-${(to + n) % n}`);
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    if (!this.field || event.target !== this.field || event.isComposing || event.ctrlKey) return;
    const at = this.options.findIndex((item) => item.getAttribute("aria-selected") === "true");
    const keys: Record<string, () => void> = { ArrowDown: () => this.point(at + 1), ArrowUp: () => this.point(at - 1), Enter: () => this.take(this.options[at]), Tab: () => this.take(this.options[at]), Escape: () => this.close() };
    if (!(event.key in keys)) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]?.();
  };

  private take(item: HTMLElement | undefined): void {
    const field = this.field;
    if (!field || !item) return;
    const until = field.selectionStart;
    const begun = AT.exec(field.value.slice(0, until))?.[1] ?? "";
    field.setRangeText(`${item.dataset.said ?? ""} `, until - begun.length, until, "end");
    this.close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private readonly left = (event: FocusEvent): void => void (event.target === this.field && this.close());

  private close(): void {
    this.asked += 1;
    this.list.remove();
    this.field?.removeAttribute("aria-activedescendant");
    this.field?.removeAttribute("aria-controls");
    this.field = null;
  }
}
customElements.define("mention-box", MentionBox);
