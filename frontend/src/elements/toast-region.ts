/** <toast-region>: results, bottom right above the pager; gone after 8 s unless hovered; failures stay. */
const STAY = 8_000;

export function toast(text: string, tone = "", more = ""): void {
  document.querySelector<ToastRegion>("toast-region")?.say(text, tone, more);
}

class ToastRegion extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      if ((event.target as Element).closest("[data-toast-close]")) (event.target as Element).closest(".sw-toast")?.remove();
    });
    for (const one of this.querySelectorAll<HTMLElement>(".sw-toast")) this.leave(one);
    new MutationObserver((changes) => {
      for (const change of changes) for (const node of change.addedNodes) if (node instanceof HTMLElement) this.leave(node);
    }).observe(this, { childList: true });
    document.addEventListener("toast", (event) => {
      const { text, tone, more, href, link } = (event as CustomEvent).detail as Record<string, string> & { text: string };
      this.say(text, tone, more, href, link);
    });
  }

  say(text: string, tone = "", more = "", href = "", link = ""): void {
    const pattern = document.querySelector<HTMLTemplateElement>(`template[data-toast="${tone || "info"}"]`);
    const one = pattern?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
    if (!one) return;
    const [title, detail] = [one.querySelector("b"), one.querySelector(".sw-muted")];
    if (title) title.textContent = text;
    if (detail) detail.textContent = more;
    if (detail && href) detail.append(more ? " " : "", Object.assign(document.createElement("a"), { href, textContent: link, className: "sw-link" }));
    for (const same of this.querySelectorAll("b")) if (same.textContent === text) same.closest(".sw-toast")?.remove();
    this.append(one);
  }

  private leave(one: HTMLElement): void {
    if (one.hasAttribute("data-keep")) return;
    let timer = window.setTimeout(() => one.remove(), STAY);
    one.addEventListener("pointerenter", () => window.clearTimeout(timer));
    one.addEventListener("pointerleave", () => (timer = window.setTimeout(() => one.remove(), STAY)));
  }
}
customElements.define("toast-region", ToastRegion);
