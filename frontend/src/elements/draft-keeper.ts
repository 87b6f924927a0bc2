/** <draft-keeper key>: what is typed is never lost: kept in this browser until the form has been accepted. */
import { phrase } from "../phrases";

interface Draft {
  at: number;
  fields: Record<string, string>;
}
const KEEP = 7 * 86_400_000;
const SKIP = /^(csrfmiddlewaretoken|password.*)$/;

class DraftKeeper extends HTMLElement {
  private timer = 0;

  private get place(): string {
    return `draft:${document.body.dataset.account ?? ""}:${this.getAttribute("key") ?? ""}`;
  }

  private get fields(): (HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[] {
    const named = this.querySelectorAll<HTMLInputElement>("input[name]:not([type=hidden],[type=password],[type=file]), textarea[name], select[name]");
    return [...named].filter((field) => !SKIP.test(field.name) && !field.hasAttribute("data-no-draft"));
  }

  connectedCallback(): void {
    this.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.save(), 300);
    });
    this.addEventListener("htmx:afterRequest", (event) => {
      const { successful, xhr } = (event as CustomEvent).detail as { successful: boolean; xhr: XMLHttpRequest };
      if (successful && xhr.status < 400 && event.target instanceof HTMLFormElement) this.drop();
    });
    this.addEventListener("click", (event) => {
      if ((event.target as Element).closest("[data-draft-drop]")) this.discard();
    });
    queueMicrotask(() => this.restore());
  }

  private save(): void {
    const fields: Record<string, string> = {};
    for (const field of this.fields) {
      if (field instanceof HTMLInputElement && /radio|checkbox/.test(field.type)) {
        if (field.checked) fields[`${field.name}=${field.value}`] = "on";
      } else if (field.value && field.value !== (field as HTMLInputElement).defaultValue) fields[field.name] = field.value;
    }
    if (!Object.values(fields).some((value) => value !== "on")) return this.drop();
    const at = Date.now();
    localStorage.setItem(this.place, JSON.stringify({ at, fields } satisfies Draft));
    this.say(phrase("draft_saved", { time: this.hour(at) }), false);
  }

  private restore(): void {
    const kept = localStorage.getItem(this.place);
    const draft = kept ? (JSON.parse(kept) as Draft) : null;
    // The server says in a success message which draft it has taken.
    if (!draft || document.querySelector(`[data-draft-done="${CSS.escape(this.getAttribute("key") ?? "")}"]`) || Date.now() - draft.at > KEEP) return this.drop();
    for (const field of this.fields) {
      const ticked = draft.fields[`${field.name}=${field.value}`];
      if (field instanceof HTMLInputElement && /radio|checkbox/.test(field.type)) field.checked ||= Boolean(ticked);
      else if (!field.value && draft.fields[field.name]) field.value = draft.fields[field.name] as string;
    }
    this.say(phrase("draft_restored", { time: this.hour(draft.at) }), true);
  }

  private say(words: string, droppable: boolean): void {
    const note = this.querySelector<HTMLElement>("[data-draft-note]");
    if (!note) return;
    note.textContent = `${words} `;
    if (droppable) note.append(Object.assign(document.createElement("button"), { type: "button", className: "sw-plain", textContent: phrase("draft_drop") }));
    note.querySelector("button")?.setAttribute("data-draft-drop", "");
  }

  private hour(at: number): string {
    return new Date(at).toTimeString().slice(0, 5);
  }

  private drop(): void {
    localStorage.removeItem(this.place);
  }

  private discard(): void {
    this.drop();
    this.querySelector("form")?.reset();
    this.say("", false);
  }
}
customElements.define("draft-keeper", DraftKeeper);

/** A page that tells of success, wherever it is, forgets the draft that was taken. */
for (const done of document.querySelectorAll<HTMLElement>("[data-draft-done]")) localStorage.removeItem(`draft:${document.body.dataset.account ?? ""}:${done.dataset.draftDone ?? ""}`);
