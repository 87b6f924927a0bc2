/** <case-live src seen>: tells every 20 s that the page is open and how far it was read; shows who else has it open. */
const EVERY = 20_000;

class CaseLive extends HTMLElement {
  static observedAttributes = ["src", "seen"];
  private timer = 0;

  connectedCallback(): void {
    document.addEventListener("visibilitychange", this.wake);
    void this.tell();
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.wake);
    window.clearTimeout(this.timer);
  }

  attributeChangedCallback(_name: string, before: string | null): void {
    if (before !== null && this.isConnected) void this.tell();
  }

  private readonly wake = (): void => {
    if (!document.hidden) void this.tell();
  };

  private get writing(): boolean {
    const place = this.closest("side-panel") ?? document;
    return [...place.querySelectorAll("textarea")].some((field) => field.value.trim() !== "" || field === document.activeElement);
  }

  private async tell(): Promise<void> {
    window.clearTimeout(this.timer);
    if (document.hidden) return;
    this.timer = window.setTimeout(() => void this.tell(), EVERY);
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
    const body = new URLSearchParams({ seen: this.getAttribute("seen") ?? "", writing: this.writing ? "1" : "" });
    try {
      const answer = await fetch(this.getAttribute("src") ?? "", { method: "POST", body, headers: { "X-CSRFToken": token, "HX-Request": "true", "X-Poll": "1" }, redirect: "error" });
      this.show(answer.ok ? await answer.text() : "");
    } catch {
      this.show("");
    }
  }

  private show(words: string): void {
    const sign = this.querySelector<HTMLElement>(".sw-who");
    if (!sign || sign.textContent === words) return;
    sign.textContent = words;
    sign.hidden = !words;
  }
}
customElements.define("case-live", CaseLive);
