/** <copy-link value>: a button that puts an address or a number on the clipboard. */
import { phrase } from "../phrases";
import { toast } from "./toast-region";

class CopyLink extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", () => void this.copy());
  }

  private async copy(): Promise<void> {
    const value = this.getAttribute("value") ?? location.href;
    await navigator.clipboard.writeText(new URL(value, location.href).href);
    toast(phrase("copied"), "ok");
  }
}
customElements.define("copy-link", CopyLink);
