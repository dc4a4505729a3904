/** The rules of docs/architecture.md about styles: a class belongs to one module, and every module is in one stylesheet. */
import assert from "node:assert/strict";
import { dirname, join } from "node:path/posix";
import ts from "typescript";
import { moduleNames, scopedName } from "../tools/css_modules.ts";
import { stylesheets, writeMaps } from "../tools/styles.ts";
import { readSources, root, type SourceFile } from "./source_tree.ts";

/** What pages and islands load. They hold no rules, only the order of the modules. */
const ENTRIES = [
  "ui/styles/app.css",
  "features/editor/editor.css",
  "features/editor/playground/play.css",
];

/** Classes that React Flow reads from elements: no dragging, panning or zooming from there. */
const OF_LIBRARIES = new Set(["nodrag", "nopan", "nowheel"]);

const sheets = await stylesheets(root);
const modules = sheets.filter((path) => path.endsWith(".module.css"));
const named = await Promise.all(modules.map(async (file) => ({
  file,
  ...moduleNames(await Deno.readTextFile(join(root, file)), file),
})));

Deno.test("styles: outside ui/styles there are CSS modules alone", () => {
  assert.ok(modules.length > 50, "the modules were not found");
  const plain = sheets.filter((path) =>
    !path.endsWith(".module.css") && dirname(path) !== "ui/styles" && !ENTRIES.includes(path)
  );
  assert.deepEqual(plain, []);
});

Deno.test("styles: every map of class names is current", async () => {
  assert.deepEqual(await writeMaps(root, true), []);
});

Deno.test("styles: every map belongs to a module", async () => {
  const maps = (await readSources()).map(({ path }) => path).filter((path) =>
    path.endsWith(".css.ts")
  );
  assert.deepEqual(maps.filter((path) => !modules.includes(path.replace(/\.ts$/, ""))), []);
});

Deno.test("styles: a name in a page means one class of one module, on file systems without case too", () => {
  const owners = new Map<string, string[]>();
  for (const { file, classes } of named) {
    for (const name of classes) {
      const scoped = scopedName(name, file).toLowerCase();
      owners.set(scoped, [...owners.get(scoped) ?? [], `${file} .${name}`]);
    }
  }
  assert.deepEqual([...owners.values()].filter((of) => of.length > 1), []);
  const paths = modules.map((path) => path.toLowerCase());
  assert.equal(new Set(paths).size, paths.length);
});

Deno.test("styles: what a module takes from another is there, and it uses it", async () => {
  const classesOf = new Map(named.map(({ file, classes }) => [file, classes]));
  const wrong: string[] = [];
  for (const { file, references } of named) {
    const css = await Deno.readTextFile(join(root, file));
    for (const { file: other, name, alias } of references) {
      if (!classesOf.get(other)?.includes(name)) wrong.push(`${file}: ${other} has no .${name}`);
      if (!new RegExp(`\\.${alias}(?![\\w-])`).test(css)) wrong.push(`${file}: .${alias} unused`);
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("styles: every module is in one stylesheet", async () => {
  const loaded = await Promise.all(ENTRIES.map(async (entry) => {
    const css = await Deno.readTextFile(join(root, entry));
    return [...css.matchAll(/@import "(\.[^"]+)"/g)].map(([, path]) => join(dirname(entry), path!));
  }));
  const all = loaded.flat();
  assert.deepEqual(modules.filter((path) => !all.includes(path)), [], "not in a stylesheet");
  assert.deepEqual(all.filter((path, n) => all.indexOf(path) !== n), [], "in two");
  assert.deepEqual(all.filter((path) => !sheets.includes(path)), [], "not there");
});

Deno.test("styles: components take their classes from maps, and behaviour selects by none", async () => {
  const wrong: string[] = [];
  const own = new Set(
    named.flatMap(({ file, classes }) => classes.map((c) => scopedName(c, file))),
  );
  const selectors = /\.([\w-]+_\w+)/g;
  for (const source of await readSources()) {
    if (!/^(?:charts|components|features|islands|routes|studio|ui)\//.test(source.path)) continue;
    if (/_test\.tsx?$|\.css\.ts$/.test(source.path)) continue;
    for (const text of literalClasses(source)) {
      const names = text.split(/\s+/).filter((name) => name !== "" && !OF_LIBRARIES.has(name));
      for (const name of names) wrong.push(`${source.path}: the class "${name}" is of no module`);
    }
    for (const [selector, name] of source.code.matchAll(selectors)) {
      if (own.has(name!)) wrong.push(`${source.path}: selects by ${selector}`);
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("styles: every class of a module is used", async () => {
  const used = usedNames(await readSources());
  const wrong = named.flatMap(({ file, classes }) => {
    const names = used.get(`${file}.ts`);
    return classes.filter((name) => !names?.has(name) && !names?.has(ANY)).map((name) =>
      `${file}: .${name}`
    );
  });
  assert.deepEqual(wrong, []);
});

/** Strings that are the value of `class`, whole or in part. */
function literalClasses({ path, code }: SourceFile): string[] {
  const found: string[] = [];
  const tree = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const inside = (node: ts.Node): void => {
    // What a condition compares, an index or an argument of another function is no class.
    if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].forEach(inside);
    if (ts.isElementAccessExpression(node)) return;
    if (ts.isCallExpression(node) && node.expression.getText() !== "cx") return;
    if (ts.isBinaryExpression(node)) {
      const isCondition = node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
      return (isCondition ? [node.right] : [node.left, node.right]).forEach(inside);
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) found.push(node.text);
    ts.forEachChild(node, inside);
  };
  const visit = (node: ts.Node): void => {
    const isClass = (ts.isJsxAttribute(node) || ts.isPropertyAssignment(node)) &&
      /^class(?:Name)?$/.test(node.name.getText());
    const isCx = ts.isCallExpression(node) && node.expression.getText() === "cx";
    if (isClass && node.initializer) inside(node.initializer);
    else if (isCx) node.arguments.forEach(inside);
    else ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** A map that is asked for a value, `styles[kind]`: any of its names. */
const ANY = "[";

/** The names that sources use, by the path of their map. */
function usedNames(sources: readonly SourceFile[]): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>();
  for (const { path, code } of sources) {
    if (/_test\.tsx?$/.test(path)) continue;
    for (const [, name, specifier] of code.matchAll(/^import (\w+) from "(\.[^"]+\.css\.ts)";/gm)) {
      const map = join(dirname(path), specifier!);
      const names = used.get(map) ?? new Set();
      used.set(map, names);
      for (const [, property] of code.matchAll(new RegExp(`\\b${name}(?:\\.(\\w+)|\\[)`, "g"))) {
        names.add(property ?? ANY);
      }
    }
  }
  return used;
}
