/**
 * Checks the types of the whole tree with TypeScript's native compiler: seconds where Deno 2.9.6, which carries the compiler
 * written in JavaScript, takes minutes. What `deno check` knows by itself is handed to it: the options of deno.json, the
 * types of the `Deno` namespace, and Node's.
 *
 * Exit status 1 when there is a fault; each is printed.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import deno from "../deno.json" with { type: "json" };

const tree = fileURLToPath(new URL("..", import.meta.url));
const folder = await Deno.makeTempDir({ prefix: "types-" });
let code = 1;
try {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), { args: ["types"] }).output();
  if (!success) throw new Error("`deno types` printed no types.");
  const namespace = join(folder, "deno.d.ts");
  await Deno.writeFile(namespace, stdout);
  const { lib: _ofDeno, ...options } = deno.compilerOptions;
  const config = join(folder, "tsconfig.json");
  await Deno.writeTextFile(
    config,
    JSON.stringify({
      compilerOptions: {
        ...options,
        lib: ["esnext", "dom", "dom.iterable", "dom.asynciterable"],
        target: "esnext",
        module: "esnext",
        moduleResolution: "bundler",
        moduleDetection: "force",
        allowImportingTsExtensions: true,
        resolveJsonModule: true,
        skipLibCheck: true,
        noEmit: true,
        typeRoots: [join(tree, "node_modules/@types")],
        types: ["node"],
      },
      files: [namespace],
      include: [join(tree, "**/*.ts"), join(tree, "**/*.tsx")],
      exclude: [join(tree, "node_modules"), join(tree, "dist")],
    }),
  );
  const compiler = join(tree, "node_modules/typescript-7/bin/tsc");
  ({ code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", compiler, "--project", config],
    cwd: tree,
  }).spawn().status);
} finally {
  await Deno.remove(folder, { recursive: true });
}
Deno.exit(code);
