/** Pinyin initials of Chinese words (派单 → pd) from the browser's own collation: no dictionary is sent. */
const FIRST = "阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀"; // the first character of each letter, in the order of readings
const LETTERS = "abcdefghjklmnopqrstwxyz";
const order = new Intl.Collator("zh-u-co-pinyin");

export const initials = (words: string): string => [...words.toLowerCase()].map((one) => (/\p{Script=Han}/u.test(one) ? letter(one) : one)).join("");

function letter(one: string): string {
  const above = [...FIRST].findIndex((first) => order.compare(one, first) < 0);
  return LETTERS[above < 0 ? LETTERS.length - 1 : Math.max(0, above - 1)] ?? "";
}

/** How well words fit what was typed, 0 for not at all: begins with it, contains it, has these initials in this order. */
export function fit(words: string, typed: string): number {
  const [said, wanted] = [words.toLowerCase(), typed.toLowerCase().replaceAll(" ", "")];
  if (said.startsWith(wanted)) return 4;
  if (said.includes(wanted)) return 3;
  const short = initials(said);
  if (short.startsWith(wanted)) return 2;
  let at = -1;
  return [...wanted].every((one) => (at = short.indexOf(one, at + 1)) >= 0) ? 1 : 0;
}
