/** One SVG sprite of the icons named in platform/ui/icons.txt, taken from @tabler/icons. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const LIST = fileURLToPath(new URL("../../src/shouwen/platform/ui/icons.txt", import.meta.url));
const ICONS = new URL("../node_modules/@tabler/icons/icons/outline/", import.meta.url);

function symbol(name: string): string {
  const svg = readFileSync(new URL(`${name}.svg`, ICONS), "utf8");
  const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  const drawn = shapes.replace(/<path[^>]*d="M0 0h24v24H0z"[^>]*\/>/, "").replace(/\s*\n\s*/g, "");
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${drawn}</symbol>`;
}

export default function iconSprite(): Plugin {
  return {
    name: "icon-sprite",
    buildStart() {
      this.addWatchFile(LIST);
    },
    generateBundle() {
      const names = readFileSync(LIST, "utf8").split(/\s+/).filter(Boolean).sort();
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join("")}</svg>`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source });
    },
  };
}
