import { preact } from "@preact/preset-vite";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { scopeClasses } from "./tools/css_modules.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Every island is an entry; the stylesheet is one too, so that pages without any island are styled. */
const entries = readdirSync(`${root}/islands`)
  .filter((name) => /\.tsx?$/.test(name) && !name.includes("_test."))
  .map((name) => `islands/${name}`);

export default defineConfig(({ command }) => ({
  root,
  base: command === "build" ? "/assets/" : "/",
  publicDir: false,
  cacheDir: `${root}/node_modules/.vite`,
  plugins: [preact()],
  css: { postcss: { plugins: [scopeClasses(root)] } },
  build: {
    outDir: "dist",
    assetsDir: "",
    manifest: true,
    target: "es2023",
    // Fonts stay files: they are preloaded and cached on their own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: [...entries, "ui/styles/app.css"],
      treeshake: {
        // Importing one function from the engine must not drag in every block.
        moduleSideEffects: (id: string) => !/\/(?:engine|contracts)\/[^?]*\.ts$/.test(id),
      },
    },
  },
}));
