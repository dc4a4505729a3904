import assert from "node:assert/strict";
import { changedFiles } from "./changed_files.ts";

async function git(cwd: string, ...args: string[]): Promise<void> {
  const who = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
  const { success, stderr } = await new Deno.Command("git", { args: [...who, ...args], cwd })
    .output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

Deno.test("changed files: saved or not, moved, deleted and new ones, since a commit or a branch", async () => {
  const root = await Deno.makeTempDir({ prefix: "changed-files-" });
  const write = (name: string, text: string) => Deno.writeTextFile(`${root}/${name}`, text);
  try {
    await git(root, "init", "-q", "-b", "main");
    for (const name of ["kept", "edited", "moved", "deleted"]) await write(name, name);
    await write(".gitignore", "built\n");
    await git(root, "add", ".");
    await git(root, "commit", "-q", "-m", "one");
    assert.deepEqual(await changedFiles(root, "HEAD"), []);

    await git(root, "checkout", "-q", "-b", "work");
    await git(root, "mv", "moved", "to where");
    await git(root, "commit", "-q", "-m", "two");
    await write("edited", "more");
    await write("staged", "x");
    await git(root, "add", "staged");
    await write("nëw", "x");
    await write("built", "x");
    await Deno.remove(`${root}/deleted`);
    const here = ["deleted", "edited", "nëw", "staged"];
    assert.deepEqual(await changedFiles(root, "HEAD"), here);
    assert.deepEqual(await changedFiles(root, "main"), [...here, "moved", "to where"].sort());
    await assert.rejects(changedFiles(root, "none"), /none/);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
