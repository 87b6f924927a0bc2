/** <sla-clock data-due data-warn data-start data-state>: the words tick without moving the layout; the server decides the rest. */
import { now, phrase, span } from "../phrases";

const SOON = 2 * 3600_000;
const SIGNS: Record<string, string> = { ok: "clock", warn: "alert-triangle", late: "alert-circle" };
const clocks = new Set<SlaClock>();
let timer = 0;

class SlaClock extends HTMLElement {
  static observedAttributes = ["data-due"];

  connectedCallback(): void {
    if (!this.dataset.due) return;
    clocks.add(this);
    this.tick();
    timer ||= window.setInterval(() => clocks.forEach((clock) => clock.tick()), 15_000);
  }

  disconnectedCallback(): void {
    clocks.delete(this);
    if (clocks.size) return;
    window.clearInterval(timer);
    timer = 0;
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.connectedCallback();
  }

  tick(): void {
    const due = Date.parse(this.dataset.due ?? "");
    if (Number.isNaN(due)) return;
    const left = due - now();
    const words = this.querySelector(".sw-clock__words");
    const text = left < 0 ? phrase("late", { time: span(-left) }) : phrase("left", { time: span(left) });
    if (words && words.textContent !== text) words.textContent = text;
    const soon = left <= SOON || now() >= Date.parse(this.dataset.warn ?? "") || this.dataset.state === "warn";
    this.turn(left < 0 ? "late" : soon ? "warn" : "ok");
    this.burn(due);
  }

  private turn(state: string): void {
    if (this.dataset.state === state) return;
    this.dataset.state = state;
    const card = this.closest<HTMLElement>(".sw-clockcard");
    if (card) card.dataset.state = state;
    const use = this.querySelector("use");
    if (use) use.setAttribute("href", (use.getAttribute("href") ?? "").replace(/#.*/, `#i-${SIGNS[state]}`));
  }

  private burn(due: number): void {
    const start = Date.parse(this.dataset.start ?? "");
    const bar = (this.closest(".sw-clockcard") ?? this).querySelector(".sw-fuse rect");
    if (!bar || Number.isNaN(start) || due <= start) return;
    const share = Math.round((100 * (now() - start)) / (due - start));
    bar.setAttribute("width", `${Math.max(0, Math.min(100, share))}%`);
  }
}
customElements.define("sla-clock", SlaClock);
