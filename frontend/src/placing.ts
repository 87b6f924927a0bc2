/** Put an open popover below what it belongs to, or above it where there is no room; always inside the window. */
export function standBeside(menu: HTMLElement, owner: HTMLElement): void {
  const at = owner.getBoundingClientRect();
  const below = at.bottom + menu.offsetHeight + 8 < innerHeight;
  menu.style.position = "fixed";
  menu.style.inset = "auto";
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - menu.offsetHeight - 4)}px`;
}
