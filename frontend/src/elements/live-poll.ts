/** <live-poll src every target topic calm>: fetch again with ETag and morph the target; says so when the data has grown old.
 *
 * With topics it also fetches when the stream has news of one, and only every ``calm`` seconds while the stream is open. */
import { morph } from "../htmx";
import { follow, listening } from "../live";
import { logInAgainWhenIdle } from "../login-again";
import { phrase } from "../phrases";

const RETRY = 2; // seconds until news that came while a dialog was open or a fetch under way are looked at again

class LivePoll extends HTMLElement {
  static observedAttributes = ["src", "every"];
  private timer = 0;
  private etag = "";
  private running = false;
  private news = false;

  connectedCallback(): void {
    document.addEventListener("visibilitychange", this.wake);
    document.addEventListener("live:changed", this.hear);
    document.addEventListener("live:open", this.hear);
    if (this.hasAttribute("topic")) follow();
    this.schedule();
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.wake);
    document.removeEventListener("live:changed", this.hear);
    document.removeEventListener("live:open", this.hear);
    window.clearTimeout(this.timer);
  }

  attributeChangedCallback(name: string): void {
    if (name === "src") this.etag = "";
    if (this.isConnected) this.schedule();
  }

  private readonly wake = (): void => {
    if (!document.hidden) void this.poll();
  };

  /** News of an own topic; or the stream has just opened, and what happened before is not known. */
  private readonly hear = (event: Event): void => {
    const topic = (event as CustomEvent<string>).detail;
    const own = this.getAttribute("topic")?.split(" ");
    if (!own || (topic && !own.includes(topic))) return;
    this.news = true;
    void this.poll();
  };

  private schedule(): void {
    window.clearTimeout(this.timer);
    const every = Number(this.getAttribute("every") ?? 30);
    const calm = listening() ? Number(this.getAttribute("calm") ?? every) : every;
    const seconds = this.news ? Math.min(RETRY, every) : calm;
    if (seconds > 0) this.timer = window.setTimeout(() => void this.poll(), seconds * 1000);
  }

  async poll(): Promise<void> {
    const src = this.getAttribute("src") ?? "";
    if (this.running || !src || document.hidden || document.querySelector("dialog[open]")) return this.schedule();
    this.running = true;
    this.news = false;
    try {
      const headers: Record<string, string> = { "HX-Request": "true", "X-Poll": "1" };
      if (this.etag) headers["If-None-Match"] = this.etag;
      const answer = await fetch(src, { headers, cache: "no-store", redirect: "error" });
      if (answer.status === 401) logInAgainWhenIdle(this, () => void this.poll());
      if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
      if (src !== this.getAttribute("src")) return;
      this.etag = answer.headers.get("ETag") ?? "";
      if (answer.status !== 304) this.show(await answer.text());
      this.mark(answer.headers.get("Date"), false);
    } catch {
      this.mark(null, true);
    } finally {
      this.running = false;
      if (this.isConnected) this.schedule();
    }
  }

  private show(html: string): void {
    const target = document.getElementById(this.getAttribute("target") ?? "") ?? this.parentElement;
    if (!target) return;
    const fragment = document.createRange().createContextualFragment(html);
    for (const aside of fragment.querySelectorAll("[hx-swap-oob][id]")) {
      const place = document.getElementById(aside.id);
      aside.removeAttribute("hx-swap-oob");
      aside.remove();
      if (place) morph(place, aside);
    }
    const same = target.id ? fragment.querySelector(`#${CSS.escape(target.id)}`) : null;
    morph(target, same ?? html, !same);
    target.dispatchEvent(new CustomEvent("region:refreshed", { bubbles: true }));
  }

  private mark(date: string | null, stale: boolean): void {
    const sign = document.getElementById(this.getAttribute("fresh") ?? "fresh");
    if (!sign) return;
    sign.toggleAttribute("data-state", stale);
    if (stale) sign.dataset.state = "stale";
    else if (date) sign.textContent = phrase("fresh", { time: new Date(date).toLocaleTimeString("en-GB", { timeZone: document.body.dataset.zone }) });
  }
}
customElements.define("live-poll", LivePoll);
