/** <quick-search>: `/` or Ctrl+K comes here, Esc leaves; Enter is the form's own GET. */
class QuickSearch extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.stopPropagation();
      this.field?.blur();
    });
  }

  get field(): HTMLInputElement | null {
    return this.querySelector("input[type=search]");
  }

  override focus(): void {
    this.field?.focus();
    this.field?.select();
  }
}
customElements.define("quick-search", QuickSearch);
