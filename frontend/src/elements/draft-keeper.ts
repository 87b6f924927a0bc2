/** <draft-keeper key [server]>: what is typed is never lost: kept in this browser, and on the server where one is named, until the form has been accepted. */
import { phrase } from "../phrases";

interface Draft {
  at: number;
  fields: Record<string, string>;
}
const EVERY = 3_000;
const KEEP = 7 * 86_400_000;
const SKIP = /^(csrfmiddlewaretoken|password.*)$/;

class DraftKeeper extends HTMLElement {
  private timer = 0;
  private sending = 0;
  private request: AbortController | null = null;
  private restored: Draft["fields"] = {};

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
    this.addEventListener("submit", () => this.hush());
    this.addEventListener("htmx:afterSettle", () => this.fill());
    queueMicrotask(() => this.restore());
  }

  private save(): void {
    const fields: Record<string, string> = {};
    for (const field of this.fields) {
      if (field instanceof HTMLInputElement && /radio|checkbox/.test(field.type)) {
        if (field.checked) fields[`${field.name}=${field.value}`] = "on";
      } else if (field.value && field.value !== (field as HTMLInputElement).defaultValue) fields[field.name] = field.value;
    }
    if (!Object.values(fields).some((value) => value !== "on")) return this.forget();
    const at = Date.now();
    localStorage.setItem(this.place, JSON.stringify({ at, fields } satisfies Draft));
    this.say(phrase("draft_saved", { time: this.hour(at) }), false);
    if (this.hasAttribute("server")) this.sending ||= window.setTimeout(() => void this.send(fields), EVERY);
  }

  /** The newest words go to the server a few seconds after the first of them. */
  private async send(first: Draft["fields"]): Promise<void> {
    this.sending = 0;
    const kept = localStorage.getItem(this.place);
    const fields = kept ? (JSON.parse(kept) as Draft).fields : first;
    const answer = await this.ask("POST", JSON.stringify(fields));
    if (answer?.ok) this.say(phrase("draft_saved", { time: this.hour(((await answer.json()) as { at: number }).at) }), false);
  }

  private async ask(method: string, body?: string): Promise<Response | null> {
    const server = this.getAttribute("server");
    if (!server) return null;
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
    this.request = new AbortController();
    const headers = { "X-CSRFToken": token, "HX-Request": "true" };
    return fetch(server, { method, body: body ?? null, headers, cache: "no-store", redirect: "error", signal: this.request.signal }).catch(() => null);
  }

  private restore(): void {
    const kept = localStorage.getItem(this.place);
    const draft = kept ? (JSON.parse(kept) as Draft) : null;
    // The server says in a success message which draft it has taken.
    const taken = document.querySelector(`[data-draft-done="${CSS.escape(this.getAttribute("key") ?? "")}"]`);
    if (!draft || taken || Date.now() - draft.at > KEEP) this.drop();
    else this.bring(draft);
    if (!taken && this.hasAttribute("server")) void this.fetch(draft?.at ?? 0);
  }

  /** What was typed elsewhere, if it is newer than what this browser has. */
  private async fetch(since: number): Promise<void> {
    const answer = await this.ask("GET");
    if (answer?.status !== 200) return;
    const draft = (await answer.json()) as Draft;
    if (draft.at > since) this.bring(draft);
  }

  private bring(draft: Draft): void {
    this.restored = { ...draft.fields };
    const changed = this.fill();
    if (changed.length) this.say(phrase("draft_restored", { time: this.hour(draft.at) }), true);
    const tell = (): void => changed.forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));
    if (document.readyState === "complete") tell();
    else window.addEventListener("load", tell, { once: true });
  }

  /** Fill what is empty, each field once: those of a type come later than the others. Says which were filled. */
  private fill(): HTMLElement[] {
    const changed: HTMLElement[] = [];
    for (const field of this.fields) {
      const tick = field instanceof HTMLInputElement && /radio|checkbox/.test(field.type);
      const name = tick ? `${field.name}=${field.value}` : field.name;
      const words = this.restored[name];
      delete this.restored[name];
      if (!words || (tick ? field.checked : field.value)) continue;
      if (tick) field.checked = true;
      else field.value = words;
      changed.push(field);
    }
    return changed;
  }

  private say(words: string, droppable: boolean): void {
    const note = this.querySelector<HTMLElement>("[data-draft-note]");
    if (!note) return;
    note.textContent = `${words} `;
    if (droppable) note.append(Object.assign(document.createElement("button"), { type: "button", className: "sw-plain", textContent: phrase("draft_drop") }));
    note.querySelector("button")?.setAttribute("data-draft-drop", "");
  }

  private hour(at: number): string {
    return new Date(at).toTimeString().slice(0, 8);
  }

  /** No more words are on their way: the form is being sent, or is empty. */
  private hush(): void {
    window.clearTimeout(this.timer);
    window.clearTimeout(this.sending);
    this.sending = 0;
    this.request?.abort();
  }

  private forget(): void {
    this.hush();
    this.restored = {};
    this.drop();
    void this.ask("DELETE");
  }

  private drop(): void {
    localStorage.removeItem(this.place);
  }

  private discard(): void {
    this.forget();
    this.querySelector("form")?.reset();
    this.say("", false);
  }
}
customElements.define("draft-keeper", DraftKeeper);

/** A page that tells of success, wherever it is, forgets the draft that was taken. */
for (const done of document.querySelectorAll<HTMLElement>("[data-draft-done]")) localStorage.removeItem(`draft:${document.body.dataset.account ?? ""}:${done.dataset.draftDone ?? ""}`);
