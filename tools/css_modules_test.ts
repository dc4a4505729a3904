import assert from "node:assert/strict";
import postcss from "postcss";
import { mapText, moduleNames, scopeClasses, scopedName } from "./css_modules.ts";

const scope = async (css: string, file: string) =>
  (await postcss([scopeClasses("/app/")]).process(css, { from: `/app/${file}` })).css;

Deno.test("CSS modules: a name says its module, and of a screen the screen", () => {
  assert.equal(scopedName("head", "ui/Card.module.css"), "Card_head");
  assert.equal(scopedName("row", "features/results/parts/Row.module.css"), "results-Row_row");
});

Deno.test("CSS modules: the map has a module's own classes, each once", () => {
  const css = `
    @value table, head as tableHead from "./Table.module.css";
    .card:not(.wide) > .table .tableHead { color: red }
    @media (max-width: 767px) { .card, .pad :global(.u-over) { color: red } }
    @keyframes turn { 50.5% { rotate: 1turn } }
  `;
  assert.deepEqual(moduleNames(css, "ui/Card.module.css"), {
    classes: ["card", "wide", "pad"],
    references: [
      { file: "ui/Table.module.css", name: "table", alias: "table" },
      { file: "ui/Table.module.css", name: "head", alias: "tableHead" },
    ],
  });
  assert.equal(
    mapText(".card {}", "ui/Card.module.css"),
    '/** Written by `deno task styles` from `Card.module.css`. */\nexport default {\n  card: "Card_card",\n} as const;\n',
  );
});

Deno.test("CSS modules: the build renames a module's own, and what it takes from others", async () => {
  const css = `@value head as tableHead from "./Table.module.css";
.card:is(.wide,:global(.uplot)) > .tableHead { animation: turn 1s, rise 1s }
@keyframes turn { to { rotate: 1turn } }`;
  assert.equal(
    await scope(css, "ui/Card.module.css"),
    `.Card_card:is(.Card_wide,.uplot) > .Table_head { animation: Card_turn 1s, rise 1s }
@keyframes Card_turn { to { rotate: 1turn } }`,
  );
});

Deno.test("CSS modules: other stylesheets stay as they are", async () => {
  const css = ".card > .u-over { color: red }";
  assert.equal(await scope(css, "ui/styles/base.css"), css);
});

Deno.test("CSS modules: a reference that cannot be read is named", async () => {
  await assert.rejects(scope("@value head;", "ui/Card.module.css"), /Expected @value/);
});
