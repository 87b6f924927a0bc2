/**
 * When the session has ended: a dialog over the page asks for the password, then the interrupted step is taken again.
 * Nothing on the page is touched meanwhile, so no word is lost. Page forms ask first: login-first.ts.
 */
import { openDialog } from "./dialogs";
import { toast } from "./elements/toast-region";
import htmx from "./htmx";
import { phrase } from "./phrases";

interface Made {
  verb: "get" | "post";
  path: string;
  triggeringEvent?: Event;
  elt: HTMLElement;
  target: HTMLElement;
  formData: FormData;
  headers: Record<string, string>;
}
interface Answer {
  xhr: XMLHttpRequest;
  requestConfig: Made;
  etc: { swapOverride?: string; select?: string };
}
const AGAIN = "X-Again";
const interrupted = new Map<Element, () => void>();
export const box = (): HTMLDialogElement | null => document.querySelector<HTMLDialogElement>("dialog#log-in-again");

/** Ask for the password; afterwards ``goOn``. One question however many steps wait for it. */
export function logInAgain(who: Element, goOn: () => void): void {
  const dialog = box();
  if (!dialog) return location.reload();
  interrupted.set(who, goOn);
  if (dialog.open || dialog.ariaBusy === "true") return;
  dialog.ariaBusy = "true";
  const url = `${document.body.dataset.login ?? ""}?${new URLSearchParams({ login: dialog.dataset.as ?? "", post: dialog.dataset.post ?? "" })}`;
  void htmx.ajax("get", url, { source: dialog, target: dialog, swap: "innerHTML" }).finally(() => {
    dialog.ariaBusy = null;
    if (dialog.firstElementChild) openDialog(dialog.id);
  });
}

/** The same for a request nobody made by hand: it does not interrupt whoever is writing, but goes on with what is asked about next. */
export function logInAgainWhenIdle(who: Element, goOn: () => void): void {
  if (document.activeElement?.matches("input, textarea, select, dialog[open] *")) interrupted.set(who, goOn);
  else logInAgain(who, goOn);
}

/** The page asked by itself: once it had loaded, every few seconds, or at news of a change. */
const byItself = ({ verb, triggeringEvent: cause, elt }: Made): boolean =>
  verb === "get" && (cause ? cause instanceof CustomEvent : /^load/.test(elt.getAttribute("hx-trigger") ?? ""));

export function renew(token: string): void {
  document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.setAttribute("content", token);
  for (const field of document.querySelectorAll<HTMLInputElement>("input[name=csrfmiddlewaretoken]")) field.value = token;
}

/** The same request with the same values; the element's own attributes still say where the answer goes. */
function repeat({ requestConfig: made, etc }: Answer): void {
  if (!made.elt.isConnected) return;
  const values: Record<string, FormDataEntryValue[]> = {};
  for (const [name, value] of made.formData) if (name !== "csrfmiddlewaretoken") (values[name] ??= []).push(value);
  const how = { source: made.elt, target: made.target, values, headers: { [AGAIN]: "1" }, swap: etc.swapOverride, select: etc.select };
  void htmx.ajax(made.verb, made.path, how as never);
}

document.addEventListener("htmx:responseError", (event) => {
  const answer = (event as CustomEvent).detail as Answer;
  const token = answer.xhr.getResponseHeader("X-CSRFToken");
  const { requestConfig: made } = answer;
  if (answer.xhr.status === 401) return (byItself(made) ? logInAgainWhenIdle : logInAgain)(made.elt, () => repeat(answer));
  if (answer.xhr.status !== 403) return;
  // Logged in again in another tab: only the token of this page is old.
  if (!token || AGAIN in made.headers) return toast(phrase("forbidden"), "warn");
  renew(token);
  repeat(answer);
});

document.addEventListener("sw:signed-in", (event) => {
  renew(((event as CustomEvent).detail as { csrf: string }).csrf);
  const steps = [...interrupted.values()];
  interrupted.clear();
  box()?.close();
  for (const goOn of steps) goOn();
});

document.addEventListener(
  "close",
  (event) => {
    if (event.target !== box()) return;
    box()?.replaceChildren();
    if (interrupted.size) toast(phrase("expired"), "warn", phrase("expired_more"));
    interrupted.clear();
  },
  true,
);
