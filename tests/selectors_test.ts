/**
 * Tests, benches and tools find things on a page as a person or a screen reader does, by role and name, or by a `data-`
 * attribute that says what a thing is. The classes of the product are for its styles alone and may be renamed.
 */
import assert from "node:assert/strict";
import ts from "typescript";
import { readSources } from "./source_tree.ts";

/** Classes that libraries set and document: React Flow's canvas and uPlot's charts. */
const OF_LIBRARIES = /^(react-flow(__[\w-]+)?|uplot|u-[\w-]+)$/;
/** What React Flow adds to an element of its own while it is in a state. */
const STATES_OF_LIBRARIES = /\.react-flow__(node|edge|pane)\.(selected|selection)\b/g;

/** Calls whose first argument is a selector. */
const FINDERS = new Set([
  "$",
  "$$",
  "$eval",
  "$$eval",
  "click",
  "closest",
  "include",
  "exclude",
  "locator",
  "matches",
  "querySelector",
  "querySelectorAll",
  "waitForSelector",
]);
const CLASS_READERS = new Set(["classList", "getElementsByClassName"]);

/** The classes that a selector names, those of libraries aside. */
function classesOf(selector: string): string[] {
  const bare = selector
    .replace(/"[^"]*"|'[^']*'/g, "")
    .replace(STATES_OF_LIBRARIES, "")
    .replace(/\[class\b/g, ".[class]");
  return [...bare.matchAll(/\.(-?[A-Za-z_][\w-]*|\[class\])/g)]
    .map(([, name = ""]) => name)
    .filter((name) => !OF_LIBRARIES.test(name));
}

const TAG =
  "aside|button|canvas|circle|dd|details|dialog|div|dl|dt|form|g|input|label|li|main|nav|ol|path|section|select|span|summary|svg|table|tbody|td|th|thead|tr|ul";
const CLASS = String.raw`\.[A-Za-z][\w-]*`;
/** A text that is a selector of a class wherever it is written: `.row`, `main > .row`, `button.row:focus`. */
const looksLikeClass = (text: string) =>
  new RegExp(`^(${TAG})?${CLASS}(?=[\\s:[>+~,]|$)`).test(text) ||
  new RegExp(`[\\s>+~,(](${TAG})?${CLASS}`).test(text);

/** Where a source selects by class: `line: selector`. */
export function classSelectors(path: string, code: string): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node) => {
    const line = () => source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    if (isText(node) && !ts.isImportDeclaration(node.parent)) {
      const text = node.text;
      // What goes on after `${block}` is the name of a port rather than a class.
      const goesOn = node.kind === ts.SyntaxKind.TemplateMiddle ||
        node.kind === ts.SyntaxKind.TemplateTail;
      const isSelector = isArgumentOfFinder(node) ||
        looksLikeClass(goesOn ? `_${text}` : text) && !isFileName(text);
      if (isSelector && classesOf(text).length > 0) found.push(`${line()}: ${text}`);
    }
    if (ts.isPropertyAccessExpression(node) && CLASS_READERS.has(node.name.text)) {
      found.push(`${line()}: ${node.name.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

type Text = ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail;

function isText(node: ts.Node): node is Text {
  return ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node);
}

function isArgumentOfFinder(node: Text): boolean {
  const given = ts.isStringLiteralLike(node) ? node : node.parent;
  const call = given.parent;
  if (!ts.isCallExpression(call) || !call.arguments.includes(given as ts.Expression)) return false;
  const { expression } = call;
  const name = ts.isPropertyAccessExpression(expression)
    ? expression.name.text
    : ts.isIdentifier(expression)
    ? expression.text
    : "";
  return FINDERS.has(name);
}

/** `report.json`, `.gz`, `trades.csv is on the canvas.` */
function isFileName(text: string): boolean {
  return /^[\w/-]*(\.[\w-]+)*\.(br|ci|css|csv|deno|env|git|gitignore|gz|install|js|json|lock|pid|png|ts|zip)\b/
    .test(
      text,
    );
}

Deno.test("selectors: what is a selector of a class, and what is not", () => {
  const found = (code: string) => classSelectors("x_test.ts", code).length;
  for (
    const code of [
      'page.locator(".row")',
      'page.locator("button.row")',
      "page.locator('.row[data-open=\"true\"] td')",
      'page.locator(`.row[data-id="${id}"]`)',
      'page.locator(`[data-id="${id}"] .row`)',
      'page.locator("tr > .row:visible")',
      'document.querySelector<HTMLElement>(".react-flow__node .row")',
      'const READY = ".row .cell";',
      'const READY = "main, .row";',
      'click(\'[class~="row"]\', "table")',
      'element.closest("td.row")',
      'element.classList.contains("row")',
      'document.getElementsByClassName("row")',
    ]
  ) assert.equal(found(code), 1, code);
  for (
    const code of [
      'page.locator(".react-flow__node[data-id=\\"rsi\\"]")',
      'page.locator(".react-flow__node.selected")',
      "page.locator('[data-chart=\"price\"] .u-over')",
      "page.locator('[data-id=\"rsi.value\"]')",
      'page.getByText("Ready. Save it.")',
      'const file = "trades.csv";',
      'const wire = "rsi.value>smooth.source";',
      'const build = ".json.gz";',
      "const wire = `${block}.value`;",
      'import "./support/app.ts";',
    ]
  ) assert.equal(found(code), 0, code);
});

Deno.test("selectors: nothing outside of the product selects by its classes", async () => {
  const found = (await readSources())
    .filter(({ path }) => /^(tests\/(e2e|support)|bench|tools)\//.test(path))
    // What names the classes in the first place.
    .filter(({ path }) => !/^tools\/css_modules/.test(path))
    .flatMap(({ path, code }) => classSelectors(path, code).map((line) => `${path}:${line}`));
  assert.deepEqual(found, []);
});
