/**
 * `deno task ok`: all checks but the tests. Every check runs, so that one look shows all that is wrong; the closing line
 * counts them. Exit status 1 when any failed.
 */

import { overdueFlags } from "../server/flags/definitions.ts";

interface Check {
  readonly name: string;
  readonly args: readonly string[];
}

const engineConfig = await Deno.makeTempFile({ prefix: "engine-dom-", suffix: ".json" });
// The engine runs in browsers: nothing but the language and the DOM library may be in scope when it is type-checked.
await Deno.writeTextFile(
  engineConfig,
  JSON.stringify({
    compilerOptions: {
      strict: true,
      noUncheckedIndexedAccess: true,
      noImplicitOverride: true,
      lib: ["dom", "esnext"],
      types: [],
    },
  }),
);

const checks: readonly Check[] = [
  { name: "format", args: ["fmt", "--check"] },
  { name: "lint", args: ["lint"] },
  { name: "types", args: ["run", "-A", "tools/type_check.ts"] },
  {
    name: "engine against the DOM library alone",
    args: ["check", "--quiet", "--config", engineConfig, "engine/mod.ts", "engine/sweep.ts"],
  },
  { name: "maps of class names", args: ["run", "-A", "tools/styles.ts", "--check"] },
  { name: "rooms", args: ["test", "-A", "--no-check", "tests/rooms_test.ts"] },
  // What is newer than all it is made from has been built without a fault, and may be in use.
  { name: "build", args: ["run", "-A", "tools/build.ts", "--if-stale"] },
];

let failed = 0;
try {
  for (const check of checks) {
    const started = performance.now();
    const { success } = await new Deno.Command(Deno.execPath(), { args: [...check.args] }).spawn()
      .status;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${success ? "ok    " : "FAILED"} ${check.name} (${seconds} s)`);
    if (!success) failed++;
  }
} finally {
  await Deno.remove(engineConfig);
}
// A day that has passed is told and fails nothing: the same sources pass tomorrow as today.
for (const overdue of overdueFlags(new Date().toISOString().slice(0, 10))) {
  console.log(`warn   flag ${overdue}`);
}
console.log(`checks: ${checks.length - failed} passed, ${failed} failed`);
Deno.exit(failed === 0 ? 0 : 1);
