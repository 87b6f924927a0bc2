/** The words the browser itself says, in the page's language: the shell writes them into a meta tag. */
let words: Record<string, string> | undefined;

export function phrase(name: string, values: Record<string, string | number> = {}): string {
  words ??= JSON.parse(document.querySelector<HTMLMetaElement>('meta[name="phrases"]')?.content ?? "{}") as Record<string, string>;
  return (words[name] ?? name).replace(/%\((\w+)\)s/g, (_, key: string) => String(values[key] ?? ""));
}

/** Server time, so that a clock on a machine with a wrong date is still right. */
const skew = ((): number => {
  const stamp = document.querySelector<HTMLMetaElement>('meta[name="now"]')?.content;
  return stamp ? Date.parse(stamp) - Date.now() : 0;
})();
export const now = (): number => Date.now() + skew;

/** "55分", "2小时03分", from two days on "3天3小时": the same rule as the server's ``span``. */
export function span(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) {
    const [days, rest] = [Math.floor(hours / 24), hours % 24];
    return rest ? phrase("days_hours", { days, hours: rest }) : phrase("days", { days });
  }
  if (!hours) return phrase("minutes", { minutes });
  return phrase("hours_minutes", { hours, minutes: String(minutes % 60).padStart(2, "0") });
}
