/** Whoever types at once loses no key: the field the page names has the focus as soon as the page hears keys.
 *
 * The browser by itself gives it with the first frame it draws, which on a busy machine comes after that. */
import { usable } from "./controls";

const first = document.querySelector<HTMLElement>("[autofocus]:not(dialog *)");
if (first && usable(first) && document.activeElement === document.body && !location.hash) first.focus();
