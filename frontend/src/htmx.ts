/** htmx with the house rules: no eval, no inline styles, CSRF from the page's meta tag, morphing, plain words on failure. */
import { Idiomorph } from "idiomorph";
import htmx from "htmx.org";
import { phrase } from "./phrases";
import { toast } from "./elements/toast-region";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.refreshOnHistoryMiss = true;
htmx.config.defaultSettleDelay = 0; // what has been swapped in hears keys and clicks at once
htmx.config.historyCacheSize = 0; // pages hold personal data: nothing of them is kept in the browser's storage
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true }, // a form with its errors
  { code: "409", swap: true }, // a refusal that says why
  { code: "429", swap: true }, // too many wrong passwords
  { code: "...", swap: false, error: true },
];

/** Idiomorph leaves alone what is being typed into, and what keeps its own state: the open panel, open menus. */
const kept = (node: Node): boolean => node instanceof HTMLElement && node.matches("side-panel:not([hidden]), details[open].sw-drop, dialog[open], [data-plot]");
const OPTIONS = {
  restoreFocus: true,
  ignoreActiveValue: true,
  callbacks: {
    beforeNodeMorphed: (old: Node) => !kept(old),
    beforeAttributeUpdated: (name: string) => name !== "data-table",
  },
} as const;

/** Make ``target`` look like ``html``, keeping focus, scroll and the element objects themselves. */
export function morph(target: Element, html: string | Node, inner = false): void {
  Idiomorph.morph(target, html, { ...OPTIONS, morphStyle: inner ? "innerHTML" : "outerHTML" });
  htmx.process(target as HTMLElement);
}

htmx.defineExtension("morph", {
  isInlineSwap: (style: string) => style.startsWith("morph"),
  handleSwap: (style: string, target: Node, fragment: DocumentFragment) => {
    if (!style.startsWith("morph")) return false;
    const inner = style.includes("inner");
    const content = inner ? fragment : (fragment.firstElementChild ?? fragment);
    return Idiomorph.morph(target as Element, content as Node, {
      ...OPTIONS,
      morphStyle: inner ? "innerHTML" : "outerHTML",
    }) as Node[];
  },
} as never);

const token = (): string => document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";

document.addEventListener("htmx:configRequest", (event) => {
  const { headers, verb } = (event as CustomEvent).detail as { headers: Record<string, string>; verb: string };
  if (verb !== "get") headers["X-CSRFToken"] = token();
});

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = (event as CustomEvent).detail as { xhr: XMLHttpRequest };
  if (xhr.status === 401 || xhr.status === 403) return; // login-again.ts
  if (xhr.status === 404) toast(phrase("gone"), "warn");
  else toast(phrase("failed"), "late", phrase("failed_more"));
});
document.addEventListener("htmx:sendError", () => toast(phrase("offline"), "late", phrase("offline_more")));
document.addEventListener("htmx:timeout", () => toast(phrase("offline"), "late", phrase("offline_more")));

export default htmx;
