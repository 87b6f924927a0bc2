/** Of Tabler's 700 KB only the reset, buttons and form controls are used: everything else is dropped at build time. */
import type { AtRule, Container, Plugin, Root, Rule } from "postcss";

const CLASSES = /^\.(btn|btn-primary|btn-danger|form-control|form-select|form-check-input)$/;
const CLASS = /\.[\w-]+/g;
const UNWANTED = /\[data-vc|\[dir|dark|theme|\[data-bs|::-webkit-file|::file-selector|:not\(\.|^\.btn-check/;

const isTabler = (node: Rule | AtRule): boolean => node.source?.input.file?.includes("@tabler/core") ?? false;

function wanted(selector: string): boolean {
  if (UNWANTED.test(selector)) return false;
  return (selector.match(CLASS) ?? []).every((name) => CLASSES.test(name));
}

function used(root: Root): Set<string> {
  const names = new Set<string>();
  const queue: string[] = [];
  root.walkDecls((decl) => {
    if (!decl.prop.startsWith("--tblr")) queue.push(decl.value);
  });
  const definitions = new Map<string, string[]>();
  root.walkDecls(/^--/, (decl) => void definitions.set(decl.prop, [...(definitions.get(decl.prop) ?? []), decl.value]));
  while (queue.length) {
    for (const [, name] of (queue.pop() as string).matchAll(/var\(\s*(--[\w-]+)/g)) {
      if (names.has(name as string)) continue;
      names.add(name as string);
      queue.push(...(definitions.get(name as string) ?? []));
    }
  }
  return names;
}

/** There is one theme: of light-dark(a, b) the first stays. */
function lightOnly(value: string): string {
  const at = value.indexOf("light-dark(");
  if (at < 0) return value;
  let depth = 0;
  let comma = 0;
  for (let i = at + 10; i < value.length; i++) {
    if (value[i] === "(") depth++;
    if (value[i] === "," && depth === 1) comma ||= i;
    if (value[i] === ")" && --depth === 0) return lightOnly(value.slice(0, at) + value.slice(at + 11, comma) + value.slice(i + 1));
  }
  return value;
}

function dropEmpty(node: Container): void {
  node.each((child) => {
    if (child.type !== "rule" && child.type !== "atrule") return;
    const inner = child as unknown as Container;
    if (inner.nodes) dropEmpty(inner);
    if (inner.nodes?.length === 0) child.remove();
  });
}

export default function tablerParts(): Plugin {
  return {
    postcssPlugin: "tabler-parts",
    OnceExit(root) {
      root.walkAtRules((rule) => {
        if (isTabler(rule) && /keyframes|font-face|print/.test(rule.name + rule.params)) rule.remove();
      });
      root.walkRules((rule) => {
        if (!isTabler(rule)) return;
        const kept = rule.selectors.filter(wanted);
        if (kept.length) rule.selectors = kept;
        else rule.remove();
      });
      root.walkDecls((decl) => {
        decl.value = lightOnly(decl.value);
      });
      const names = used(root);
      root.walkDecls(/^--tblr-/, (decl) => {
        if (!names.has(decl.prop)) decl.remove();
      });
      root.walkComments((comment) => void comment.remove());
      dropEmpty(root);
    },
  };
}
