import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import compress from "./build/compress.ts";
import iconSprite from "./build/sprite.ts";
import tablerParts from "./build/tabler.ts";

export default defineConfig({
  base: "./",
  css: { postcss: { plugins: [tablerParts()] } },
  plugins: [iconSprite(), compress()],
  build: {
    outDir: fileURLToPath(new URL("../src/shouwen/platform/ui/static/ui/dist", import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    cssTarget: ["chrome111", "firefox121", "safari16.4"], // :has, container queries, color-mix
    chunkSizeWarningLimit: 600, // the charts, fetched by pages that have one
    rollupOptions: { input: "src/app.ts", checks: { eval: false } }, // htmx holds an eval that allowEval=false never reaches
  },
});
