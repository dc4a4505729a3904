import assert from "node:assert/strict";
import { parseChangelog, readChanges } from "./changelog.ts";

Deno.test("changelog: parts with their lines, without the marks of Markdown", () => {
  const text = [
    "# Changelog",
    "What people notice.",
    "",
    "## Unreleased",
    "",
    "- **Operators**: set `A_B=1`, see",
    "  [limits](docs/limits.md).",
    "- _Learn_ explains snake_case words.",
    "",
    "## 28 Nov 2026",
    "",
    "### Editor",
    "",
    "- One.",
  ].join("\n");
  assert.deepEqual(parseChangelog(text), [
    {
      title: "Unreleased",
      lines: ["Operators: set A_B=1, see limits.", "Learn explains snake_case words."],
    },
    { title: "28 Nov 2026", lines: ["One."] },
  ]);
  assert.deepEqual(parseChangelog(""), []);
});

Deno.test("changelog: the project's own is read", async () => {
  const [newest] = await readChanges();
  assert.ok(newest && newest.lines.length > 0);
  for (const line of newest.lines) assert.doesNotMatch(line, /\*\*|`|\]\(/);
});
