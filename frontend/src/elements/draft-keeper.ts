/** <draft-keeper key [server]>: what is typed is never lost: kept in this browser, and on the server where one is named, until the form has been accepted. */
import { type Draft, DraftServer, fieldsOf, fill, placeOf, written } from "../drafts";
import { phrase } from "../phrases";

const EVERY = 3_000;
const KEEP = 7 * 86_400_000;

const hour = (at: number): string => new Date(at).toTimeString().slice(0, 8);

class DraftKeeper extends HTMLElement {
  private timer = 0;
  private sending = 0;
  private server: DraftServer | null = null;
  private restored: Draft["fields"] = {};

  private place = "";

  connectedCallback(): void {
    this.place = placeOf(this.getAttribute("key"));
    const address = this.getAttribute("server");
    if (address) this.server = new DraftServer(address);
    this.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.save(), 300);
    });
    this.addEventListener("htmx:afterRequest", (event) => {
      const { successful, xhr } = (event as CustomEvent).detail as { successful: boolean; xhr: XMLHttpRequest };
      if (successful && xhr.status < 400 && event.target instanceof HTMLFormElement) localStorage.removeItem(this.place);
    });
    this.addEventListener("click", (event) => {
      if (!(event.target as Element).closest("[data-draft-drop]")) return;
      this.forget();
      this.querySelector("form")?.reset();
      this.say("", false);
    });
    this.addEventListener("submit", () => this.hush());
    this.addEventListener("htmx:afterSettle", () => fill(fieldsOf(this), this.restored));
    queueMicrotask(() => this.restore());
  }

  private save(): void {
    const fields = written(fieldsOf(this));
    if (!Object.values(fields).some((value) => value !== "on")) return this.forget();
    const at = Date.now();
    localStorage.setItem(this.place, JSON.stringify({ at, fields } satisfies Draft));
    this.say(phrase("draft_saved", { time: hour(at) }), false);
    if (this.server) this.sending ||= window.setTimeout(() => void this.send(fields), EVERY);
  }

  /** The newest words go to the server a few seconds after the first of them. */
  private async send(first: Draft["fields"]): Promise<void> {
    this.sending = 0;
    const kept = localStorage.getItem(this.place);
    const fields = kept ? (JSON.parse(kept) as Draft).fields : first;
    const answer = await this.server?.ask("POST", JSON.stringify(fields));
    if (answer?.ok) this.say(phrase("draft_saved", { time: hour(((await answer.json()) as { at: number }).at) }), false);
  }

  private restore(): void {
    const draft = JSON.parse(localStorage.getItem(this.place) ?? "null") as Draft | null;
    // The server says in a success message which draft it has taken.
    const taken = document.querySelector(`[data-draft-done="${CSS.escape(this.getAttribute("key") ?? "")}"]`);
    if (!draft || taken || Date.now() - draft.at > KEEP) localStorage.removeItem(this.place);
    else this.bring(draft);
    if (!taken && this.server) void this.fetch(draft?.at ?? 0);
  }

  /** What was typed elsewhere, if it is newer than what this browser has. */
  private async fetch(since: number): Promise<void> {
    const answer = await this.server?.ask("GET");
    if (answer?.status !== 200) return;
    const draft = (await answer.json()) as Draft;
    if (draft.at > since) this.bring(draft);
  }

  private bring(draft: Draft): void {
    this.restored = { ...draft.fields };
    const changed = fill(fieldsOf(this), this.restored);
    if (changed.length) this.say(phrase("draft_restored", { time: hour(draft.at) }), true);
    const tell = (): void => changed.forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));
    if (document.readyState === "complete") tell();
    else window.addEventListener("load", tell, { once: true });
  }

  private say(words: string, droppable: boolean): void {
    const note = this.querySelector<HTMLElement>("[data-draft-note]");
    if (!note) return;
    note.textContent = `${words} `;
    if (droppable) note.append(Object.assign(document.createElement("button"), { type: "button", className: "sw-plain", textContent: phrase("draft_drop") }));
    note.querySelector("button")?.setAttribute("data-draft-drop", "");
  }

  /** No more words are on their way: the form is being sent, or is empty. */
  private hush(): void {
    [this.timer, this.sending].forEach((one) => window.clearTimeout(one));
    this.sending = 0;
    this.server?.abort();
  }

  private forget(): void {
    this.hush();
    this.restored = {};
    localStorage.removeItem(this.place);
    void this.server?.ask("DELETE");
  }
}
customElements.define("draft-keeper", DraftKeeper);

/** A page that tells of success, wherever it is, forgets the draft that was taken. */
for (const done of document.querySelectorAll<HTMLElement>("[data-draft-done]")) localStorage.removeItem(placeOf(done.dataset.draftDone));
