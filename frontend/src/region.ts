/** data-region (or data-region="ID"): the tabs, filters, column heads and pager inside morph that region instead of loading a page. */
import htmx from "./htmx";

const STEERING = ".sw-views a, .sw-filters a, .sw-pager a, .sw-grid__sort, .sw-empty a";

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
  const place = link?.closest<HTMLElement>("[data-region]");
  const region = place?.dataset.region ? document.getElementById(place.dataset.region) : place;
  if (!link || !region || !link.matches(STEERING) || link.origin !== location.origin) return;
  event.preventDefault();
  void load(region, link.href);
});

/** A form that filters: its changes do the same. */
document.addEventListener("change", (event) => {
  const form = (event.target as HTMLInputElement).form;
  const region = form?.dataset.filters ? document.getElementById(form.dataset.filters) : null;
  if (!form || !region) return;
  const query = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  void load(region, `${form.action.split("?")[0]}?${query}`);
});

/** Back and forward do the same, so that ticks and panel survive them too. */
window.addEventListener("popstate", (event) => {
  const region = document.getElementById((event.state as { region?: string } | null)?.region ?? "");
  if (region) void load(region, location.href, false);
});

async function load(region: HTMLElement, url: string, push = true): Promise<void> {
  const waiting = window.setTimeout(() => region.setAttribute("aria-busy", "true"), 300);
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.sw-drop[open]")) menu.open = false;
  let arrived = false;
  const note = (): void => void (arrived = true);
  region.addEventListener("htmx:afterSwap", note, { once: true });
  try {
    await htmx.ajax("get", url, { source: region, target: region, swap: "morph" });
    if (!arrived || !push) return;
    history.replaceState({ region: region.id }, "");
    history.pushState({ region: region.id }, "", url);
  } finally {
    window.clearTimeout(waiting);
    region.removeEventListener("htmx:afterSwap", note);
    region.removeAttribute("aria-busy");
  }
}
