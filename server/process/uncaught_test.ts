import assert from "node:assert/strict";
import { startProcess } from "../../tests/support/program.ts";

/** A process that listens for uncaught errors, and then has one. */
async function endOf(code: string): Promise<{ readonly code: number; readonly line: unknown }> {
  const here = new URL(".", import.meta.url).href;
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(
      `${folder}/main.ts`,
      `import { createLogger } from "${here}../logging/log.ts";
import { logUncaught } from "${here}uncaught.ts";
const log = createLogger({
  logFormat: "json",
  logLevel: "info",
  redact: (line) => line.replaceAll("s3cret", "[hidden]"),
});
logUncaught(log);
setTimeout(() => console.log("went on"), 1_000);
${code}
`,
    );
    const process = startProcess(["deno", "run", "-A", `${folder}/main.ts`], {});
    const exit = await process.exited;
    assert.doesNotMatch(process.output(), /went on|s3cret/);
    const line = process.output().split("\n").find((text) => text.startsWith("{")) ?? "{}";
    return { code: exit, line: JSON.parse(line) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (
  const [what, code, message] of [
    [
      "an error",
      `setTimeout(() => { throw new Error("s3cret lost"); });`,
      "an error was not caught",
    ],
    [
      "a rejection",
      `setTimeout(() => { Promise.reject(new Error("s3cret lost")); });`,
      "a rejected promise was not handled",
    ],
  ] as const
) {
  Deno.test(`process: ${what} that is not caught is logged with its stack, and ends the process`, async () => {
    const { code: exit, line } = await endOf(code);
    assert.equal(exit, 1);
    const { level, message: said, error, error_detail } = line as Record<string, unknown>;
    assert.deepEqual([level, said, error], ["error", message, "Error: [hidden] lost"]);
    assert.match((error_detail as { stack: string }).stack, /main\.ts:\d+/);
  });
}
