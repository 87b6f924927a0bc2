import { toast } from "./elements/toast-region";
import { box, logInAgain, renew } from "./login-again";
import { phrase } from "./phrases";

const checking = new WeakSet<HTMLFormElement>();
const checked = new WeakSet<HTMLFormElement>();

/** A page form leaves the page: before it does, ask whether the session lives, and take the token of today. */
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post" || form.hasAttribute("hx-post") || !box() || checked.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (checking.has(form)) return;
    checking.add(form);
    void ask(form, (event as SubmitEvent).submitter);
  },
  true,
);

async function ask(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
  const send = (): void => {
    checked.add(form);
    form.requestSubmit(button);
    checked.delete(form);
  };
  try {
    const answer = await fetch(document.body.dataset.session ?? "", { headers: { "HX-Request": "true" }, cache: "no-store" });
    if (answer.status === 401) return logInAgain(form, send);
    if (answer.ok) renew(((await answer.json()) as { csrf: string }).csrf);
    send();
  } catch {
    toast(phrase("offline"), "late", phrase("offline_more"));
  } finally {
    checking.delete(form);
  }
}
