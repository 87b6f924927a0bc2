/** What a page offers to the command palette by itself: its controls, and the pages of the rail and of the own menu. */
import { controlsHere, runControl, wordsOf } from "./controls";

export type Entry = { group: string; words: string; key?: string; run: () => void };

export function entriesHere(): Entry[] {
  const pages = [...document.querySelectorAll<HTMLAnchorElement>(".sw-nav__item, .sw-me a.sw-menu__item")];
  return [
    ...controlsHere().map(({ key, words, element }) => ({ group: "here", words, key, run: () => runControl(element) })),
    ...pages.map((page) => ({ group: "pages", words: page.title || wordsOf(page), run: () => location.assign(page.href) })),
  ];
}

export function drawn(entry: Entry): HTMLElement {
  const one = document.createElement("div");
  one.className = "sw-palette__one";
  one.role = "option";
  one.dataset.group = entry.group;
  one.append(Object.assign(document.createElement("span"), { className: "sw-cut", textContent: entry.words }));
  if (entry.key) one.append(Object.assign(document.createElement("kbd"), { className: "sw-push", textContent: entry.key.replaceAll("+", " ") }));
  return one;
}

/** The options the server knows: saved views without words, cases with them; none when it does not answer. */
export async function told(src: string, typed: string): Promise<HTMLElement[]> {
  const answer = await fetch(`${src}?q=${encodeURIComponent(typed)}`, { headers: { "HX-Request": "true" }, redirect: "error" }).catch(() => null);
  return answer?.ok ? ([...document.createRange().createContextualFragment(await answer.text()).children] as HTMLElement[]) : [];
}
