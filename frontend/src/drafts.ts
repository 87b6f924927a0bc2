/** What a draft consists of: which fields it keeps, how they are read and filled, and where the server keeps it. */
export interface Draft {
  at: number;
  fields: Record<string, string>;
}
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
const SKIP = /^(csrfmiddlewaretoken|password.*)$/;

/** Where this browser keeps the draft of a form, for the one who is signed in. */
export function placeOf(key?: string | null): string {
  return `draft:${document.body.dataset.account ?? ""}:${key ?? ""}`;
}

export function fieldsOf(form: HTMLElement): Field[] {
  const named = form.querySelectorAll<Field>("input[name]:not([type=hidden],[type=password],[type=file]), textarea[name], select[name]");
  return [...named].filter((field) => !SKIP.test(field.name) && !field.hasAttribute("data-no-draft"));
}

function ticks(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && /radio|checkbox/.test(field.type);
}

/** What was typed and ticked; what the page came with is not. */
export function written(fields: Field[]): Draft["fields"] {
  const found: Draft["fields"] = {};
  for (const field of fields) {
    if (ticks(field)) {
      if (field.checked) found[`${field.name}=${field.value}`] = "on";
    } else if (field.value && !("defaultValue" in field && field.value === field.defaultValue)) found[field.name] = field.value;
  }
  return found;
}

/** Fill what is empty, each field once: those of a type come later than the others. Says which were filled. */
export function fill(fields: Field[], restored: Draft["fields"]): HTMLElement[] {
  const changed: HTMLElement[] = [];
  for (const field of fields) {
    const tick = ticks(field);
    const name = tick ? `${field.name}=${field.value}` : field.name;
    const words = restored[name];
    delete restored[name];
    if (!words || (tick ? field.checked : field.value)) continue;
    if (tick) field.checked = true;
    else field.value = words;
    changed.push(field);
  }
  return changed;
}

/** The draft's address on the server; one request at a time can be called off. */
export class DraftServer {
  private request: AbortController | null = null;

  constructor(private readonly address: string) {}

  async ask(method: string, body?: string): Promise<Response | null> {
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
    this.request = new AbortController();
    const headers = { "X-CSRFToken": token, "HX-Request": "true" };
    return fetch(this.address, { method, body: body ?? null, headers, cache: "no-store", redirect: "error", signal: this.request.signal }).catch(() => null);
  }

  abort(): void {
    this.request?.abort();
  }
}
