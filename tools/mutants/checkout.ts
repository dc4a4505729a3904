/** Copies of the sources in which mutants are put, so that the working tree stays as it is. */
import { join } from "node:path";

/** What a run of tests said of a mutant. */
export type Verdict = "passed" | "failed" | "timed out";

const LEFT_OUT = new Set(["node_modules", "dist", "data", ".git", ".ci"]);

export class Checkout {
  private constructor(
    readonly folder: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** Copies the tree below `root`; its packages are linked. `env` is what the tests find set beside what this process has. */
  static async of(root: string, env: Readonly<Record<string, string>> = {}): Promise<Checkout> {
    const folder = await Deno.makeTempDir({ prefix: "mutants-" });
    await copyTree(root, folder);
    await Deno.symlink(join(root, "node_modules"), join(folder, "node_modules"));
    return new Checkout(folder, env);
  }

  async remove(): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }

  /** Runs test files with `code` in place of the source at `path`, and puts the source back. @param limitMs then it is killed */
  async runWith(
    path: string,
    code: string,
    tests: readonly string[],
    limitMs: number,
  ): Promise<Verdict> {
    const file = join(this.folder, path);
    const original = await Deno.readTextFile(file);
    await Deno.writeTextFile(file, code);
    try {
      return await this.run(tests, limitMs);
    } finally {
      await Deno.writeTextFile(file, original);
    }
  }

  /** Runs test files as they are. */
  async run(tests: readonly string[], limitMs: number): Promise<Verdict> {
    const child = new Deno.Command(Deno.execPath(), {
      // Packages are those that are linked: nothing is fetched and the lock file is left alone. A mutant may allocate for ever.
      args: [
        "test",
        "-A",
        "--no-check",
        "--no-lock",
        "--quiet",
        "--fail-fast",
        "--node-modules-dir=manual",
        "--v8-flags=--max-old-space-size=1024",
        ...tests,
      ],
      cwd: this.folder,
      env: this.env,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, limitMs);
    const { success } = await child.status;
    clearTimeout(timer);
    return late ? "timed out" : success ? "passed" : "failed";
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  for await (const { name, isDirectory, isFile } of Deno.readDir(from)) {
    if (LEFT_OUT.has(name)) continue;
    if (isDirectory) {
      await Deno.mkdir(join(to, name));
      await copyTree(join(from, name), join(to, name));
    } else if (isFile) {
      await Deno.copyFile(join(from, name), join(to, name));
    }
  }
}
