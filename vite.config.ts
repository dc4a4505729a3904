import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { scopeClasses } from "./tools/css_modules.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Every island is an entry; the stylesheet is one too, so that pages without any island are styled. */
const entries = readdirSync(`${root}/islands`)
  .filter((name) => /\.tsx?$/.test(name) && !name.includes("_test."))
  .map((name) => `islands/${name}`);

/**
 * Scripts import each other and no style: nothing needs to be loaded before a part that comes later, so that the helper which
 * Vite wraps around each `import()` has nothing to do.
 */
const plainImports: Plugin = {
  name: "plain-imports",
  enforce: "pre",
  load: (id) =>
    id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : null,
};

/** Puts class names in the place where they are used: of a map that is an object, a bundle would keep every name. */
const classConstants: Plugin = {
  name: "class-constants",
  apply: "build",
  enforce: "pre",
  transform(code, id) {
    if (!/\.tsx?$/.test(id) || !code.includes(".module.css.ts")) return null;
    let written = code;
    for (const [, name, path] of code.matchAll(/^import (\w+) from "(.+\.module\.css\.ts)";$/gm)) {
      const map = readFileSync(join(dirname(id), path!), "utf8");
      const names = new Map(
        [...map.matchAll(/^ {2}"?([\w-]+)"?: "([^"]+)",$/gm)].map((
          [, local, scoped],
        ) => [local, scoped]),
      );
      written = written.replace(new RegExp(`\\b${name}\\.(\\w+)\\b`, "g"), (use, local: string) => {
        const scoped = names.get(local);
        return scoped === undefined ? use : JSON.stringify(scoped);
      });
    }
    return written;
  },
};

export default defineConfig(({ command }) => ({
  root,
  base: command === "build" ? "/assets/" : "/",
  publicDir: false,
  cacheDir: `${root}/node_modules/.vite`,
  plugins: [plainImports, classConstants],
  css: { postcss: { plugins: [scopeClasses(root)] } },
  oxc: { jsx: { runtime: "automatic" as const, importSource: "preact" } },
  resolve: {
    // React Flow is written for React.
    alias: {
      "react-dom": "preact/compat",
      "react/jsx-runtime": "preact/jsx-runtime",
      react: "preact/compat",
    },
  },
  build: {
    outDir: "dist",
    assetsDir: "",
    manifest: true,
    target: "es2023",
    // Fonts stay files: they are preloaded and cached on their own.
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: {
      input: [...entries, "ui/styles/app.css"],
      // "use client" in React Flow means nothing here.
      checks: { moduleLevelDirective: false },
      output: {
        // Files of a few hundred bytes weigh half as much again as one: what most pages load is one file, and what forms
        // need beside it another. Parts that load the placing or the glossary stay on their own, for pages without them.
        codeSplitting: {
          groups: [
            {
              name: "kit",
              priority: 2,
              test:
                /rolldown\/runtime|\/ui\/(?:Icon|icons|Button|Notice|Card|Select|Segments|Skeleton|ToastBox)\.tsx?$|\/preact\/(?:dist|hooks|jsx-runtime)\/|\/@preact\/signals/,
            },
            { name: "forms", test: /\/ui\/(?:Field|NumberBox|InlineEdit|Checkbox|Dialog)\.tsx?$/ },
          ],
        },
      },
      treeshake: {
        // Importing one function from the engine must not drag in every block.
        moduleSideEffects: (id: string) => !/\/(?:engine|contracts)\/[^?]*\.ts$/.test(id),
      },
    },
  },
}));
