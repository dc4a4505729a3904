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

const EDITOR_ISLANDS = new Set(
  ["editor", "try", "playground"].map((name) => `islands/${name}.tsx`),
);

interface ModuleGraph {
  getModuleInfo(id: string): {
    readonly importedIds: readonly string[];
    readonly dynamicallyImportedIds: readonly string[];
  } | null;
}

let editorsOwn: ReadonlySet<string> | null = null;

/**
 * Whether a module is loaded with the editor at once, with an account and without, and by no other page. These are one file: whatever the editor shares with
 * one of its later parts would be a file of its own otherwise, and code weighs more the more it is cut up.
 */
function isEditorsOwn(id: string, graph: ModuleGraph): boolean {
  const reached = (from: readonly string[], withLater: boolean) => {
    const seen = new Set<string>();
    const visit = (module: string) => {
      if (seen.has(module)) return;
      seen.add(module);
      const info = graph.getModuleInfo(module);
      info?.importedIds.forEach(visit);
      if (withLater) info?.dynamicallyImportedIds.forEach(visit);
    };
    from.forEach(visit);
    return seen;
  };
  editorsOwn ??= reached([`${root}features/editor/Editor.tsx`], false).intersection(
    reached([`${root}features/editor/guest/GuestEditor.tsx`], false),
  ).difference(
    reached(
      entries.filter((entry) => !EDITOR_ISLANDS.has(entry)).map((entry) => `${root}${entry}`),
      true,
    ),
  );
  return editorsOwn.has(id);
}

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
                /rolldown\/runtime|\/ui\/(?:Icon|icons|Button|Notice|Card|Select|Segments|Skeleton|ToastBox)\.tsx?$|\/preact\/(?:dist|hooks|jsx-runtime)\/|\/@preact\/signals|\/text\/auto_update_hash\.ts|\/tone_class\.ts|\/contracts\/engine_settings\.ts/,
            },
            {
              name: "forms",
              priority: 1,
              test: /\/ui\/(?:Field|NumberBox|InlineEdit|Checkbox|Dialog)\.tsx?$/,
            },
            {
              // Most of them in every page that starts a run; their dependencies are in more.
              name: "run_context",
              priority: 1,
              test: /\/studio\/run\/(?:run_context|run_input|start_run|pending_context)\.ts$/,
              includeDependenciesRecursively: false,
            },
            {
              name: "charts",
              priority: 1,
              test:
                /\/uplot\/|\/charts\/(?:chart_parts|place_boxes|axes|value_labels|value_ticks|time_ticks)\.ts$/,
              includeDependenciesRecursively: false,
            },
            {
              name: (id, graph) => isEditorsOwn(id, graph) ? "editor_base" : null,
              includeDependenciesRecursively: false,
            },
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
