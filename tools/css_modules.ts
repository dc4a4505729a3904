/**
 * CSS Modules. A stylesheet `X.module.css` owns its class names: everywhere else they are called by what `scopedName` makes of
 * them. The build renames them in the stylesheets (`scopeClasses`), components read them from `X.module.css.ts`, which
 * `mapText` writes: the server runs without a bundler, and Deno imports no CSS.
 *
 * Of the syntax of CSS Modules: `:global(.name)` for the classes of libraries, `@value name as alias from "./Y.module.css";`
 * for a class of another module, and keyframes, which belong to their module too.
 */
import { basename, dirname, join } from "node:path/posix";
import postcss, { type AtRule, type Plugin, type Root } from "postcss";
import selectorParser, { type Node } from "postcss-selector-parser";

/** A name of another module that a module refers to. */
export interface Reference {
  readonly file: string;
  readonly name: string;
  readonly alias: string;
}

/** What a module says about names. */
export interface ModuleNames {
  /** Its own classes, in the order of their first rules. */
  readonly classes: readonly string[];
  readonly references: readonly Reference[];
}

const MODULE = /\.module\.css$/;

/**
 * The name of a class in pages: `Card_head`, and `results-Verdict_text` for a module of the feature `results`.
 *
 * @param file the module, from the root of the project
 */
export function scopedName(name: string, file: string): string {
  const feature = /^features\/([^/]+)\//.exec(file)?.[1];
  const base = basename(file).replace(MODULE, "");
  return `${feature ? `${feature}-` : ""}${base}_${name}`;
}

/** The names of a module. @throws when the stylesheet or a selector cannot be parsed. */
export function moduleNames(css: string, file: string): ModuleNames {
  const root = postcss.parse(css, { from: file });
  const references = referencesOf(root, file);
  const aliases = new Set(references.map(({ alias }) => alias));
  const classes = new Set<string>();
  root.walkRules((rule) => {
    if (isKeyframe(rule.parent)) return;
    selectorParser((selectors) => {
      selectors.walkClasses((node) => {
        if (!isGlobal(node) && !aliases.has(node.value)) classes.add(node.value);
      });
    }).processSync(rule.selector);
  });
  return { classes: [...classes], references };
}

/** The TypeScript module through which components read the names of a stylesheet. */
export function mapText(css: string, file: string): string {
  const lines = moduleNames(css, file).classes.map((name) =>
    `  ${name}: "${scopedName(name, file)}",\n`
  );
  const body = lines.length > 0 ? `{\n${lines.join("")}}` : "{}";
  return `/** Written by \`deno task styles\` from \`${
    basename(file)
  }\`. */\nexport default ${body} as const;\n`;
}

/**
 * Renames what modules own, in a stylesheet that holds them through `@import`.
 *
 * @param root the folder of the project; absolute
 */
export function scopeClasses(root: string): Plugin {
  const relative = (file: string) => file.slice(root.replace(/\/$/, "").length + 1);
  return {
    postcssPlugin: "scope-classes",
    Once(sheet) {
      const modules = new Map<string, { aliases: Map<string, Reference>; frames: Set<string> }>();
      const moduleOf = (node: { source?: { input: { file?: string } } }) => {
        const file = node.source?.input.file;
        if (!file || !MODULE.test(file)) return null;
        const name = relative(file);
        const known = modules.get(name) ?? { aliases: new Map(), frames: new Set() };
        modules.set(name, known);
        return { file: name, ...known };
      };
      sheet.walkAtRules((rule) => {
        const module = moduleOf(rule);
        if (!module) return;
        if (isKeyframe(rule)) module.frames.add(rule.params);
        if (rule.name !== "value") return;
        for (const one of referencesIn(rule, module.file)) module.aliases.set(one.alias, one);
        rule.remove();
      });
      sheet.walkAtRules(/keyframes$/, (rule) => {
        const module = moduleOf(rule);
        if (module) rule.params = scopedName(rule.params, module.file);
      });
      sheet.walkRules((rule) => {
        const module = moduleOf(rule);
        if (!module || isKeyframe(rule.parent)) return;
        rule.selector = selectorParser((selectors) => {
          selectors.walkClasses((node) => {
            if (isGlobal(node)) return;
            const other = module.aliases.get(node.value);
            node.value = scopedName(other?.name ?? node.value, other?.file ?? module.file);
          });
          selectors.walkPseudos((node) => {
            if (node.value === ":global") node.replaceWith(...node.nodes.flatMap((n) => n.nodes));
          });
        }).processSync(rule.selector);
        rule.walkDecls(/^animation(?:-name)?$/, (decl) => {
          decl.value = decl.value.replace(
            /[\w-]+/g,
            (word) => module.frames.has(word) ? scopedName(word, module.file) : word,
          );
        });
      });
    },
  };
}

function referencesOf(root: Root, file: string): Reference[] {
  const found: Reference[] = [];
  root.walkAtRules("value", (rule) => void found.push(...referencesIn(rule, file)));
  return found;
}

function referencesIn(rule: AtRule, file: string): Reference[] {
  const parts = /^(.+)\sfrom\s+"([^"]+)"$/s.exec(rule.params.trim());
  if (!parts) throw rule.error('Expected @value name as alias from "./Other.module.css".');
  const from = join(dirname(file), parts[2]!);
  return parts[1]!.split(",").map((part) => {
    const [name = "", alias = name] = part.trim().split(/\s+as\s+/);
    return { file: from, name, alias };
  });
}

function isGlobal(node: Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === "pseudo" && at.value === ":global") return true;
  }
  return false;
}

function isKeyframe(node: unknown): boolean {
  const { type, name } = (node ?? {}) as { type?: string; name?: string };
  return type === "atrule" && /keyframes$/.test(name ?? "");
}
