import assert from "node:assert/strict";
import { join } from "node:path";
import { LogFile } from "./log_file.ts";

const DAY_MS = 86_400_000;

async function withFolder(work: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "log-file-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function names(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

const fail = (error: unknown) => {
  throw error;
};

Deno.test("log file: one a day, by UTC, and those older than 30 days go", () =>
  withFolder((parent) => {
    const folder = join(parent, "made", "by itself");
    let time = Date.UTC(2024, 1, 27, 23, 59, 59, 999);
    const file = new LogFile({ folder, now: () => time, onProblem: fail });
    file.write("first");
    // A leap day among them.
    for (let day = 0; day < 40; day++, time += DAY_MS) file.write(`day ${day}`);
    file.close();
    const kept = names(folder);
    assert.equal(kept.length, 30);
    assert.equal(kept[0], "blockbuilders-2024-03-08.log");
    assert.equal(kept.at(-1), "blockbuilders-2024-04-06.log");
    assert.equal(Deno.readTextFileSync(join(folder, kept[0] ?? "")), "day 10\n");
  }));

Deno.test("log file: a restarted process appends to the file of the last one", () =>
  withFolder((folder) => {
    const now = () => Date.UTC(2024, 0, 1);
    for (const line of ["before", "after"]) {
      const file = new LogFile({ folder, now, onProblem: fail });
      file.write(line);
      file.close();
    }
    assert.equal(
      Deno.readTextFileSync(join(folder, "blockbuilders-2024-01-01.log")),
      "before\nafter\n",
    );
  }));

Deno.test("log file: only its own files are removed", () =>
  withFolder((folder) => {
    const others = ["blockbuilders-2020-01-01.log.gz", "nginx-2020-01-01.log", "2020-01-01.log"];
    for (const name of others) Deno.writeTextFileSync(join(folder, name), "");
    Deno.writeTextFileSync(join(folder, "blockbuilders-2020-01-01.log"), "");
    const file = new LogFile({ folder, now: () => Date.UTC(2024, 0, 1), onProblem: fail });
    file.write("line");
    file.close();
    assert.deepEqual(names(folder), [...others, "blockbuilders-2024-01-01.log"].sort());
  }));

Deno.test("log file: a folder that cannot be written is reported once, and retried", () =>
  withFolder((parent) => {
    const folder = join(parent, "logs");
    Deno.writeTextFileSync(folder, "in the way");
    let time = Date.UTC(2024, 0, 1);
    const problems: unknown[] = [];
    const file = new LogFile({ folder, now: () => time, onProblem: (e) => problems.push(e) });
    for (let k = 0; k < 3; k++, time += 60_000) file.write(`lost ${k}`);
    assert.equal(problems.length, 1);
    Deno.removeSync(folder);
    file.write("kept");
    file.close();
    assert.equal(
      Deno.readTextFileSync(join(folder, "blockbuilders-2024-01-01.log")),
      "kept\n",
    );
  }));

Deno.test("log file: the lines of several processes stay apart", () =>
  withFolder(async (folder) => {
    const script = `
      import { LogFile } from ${JSON.stringify(new URL("./log_file.ts", import.meta.url).href)};
      const [folder, name] = ${JSON.stringify([folder])}.concat(Deno.args);
      const file = new LogFile({ folder, now: () => 0, onProblem: (e) => { throw e; } });
      for (let k = 0; k < 400; k++) {
        file.write(JSON.stringify({ name, k, filler: name.repeat(1 + (k * 37) % 3000) }));
      }
    `;
    const statuses = await Promise.all(
      ["a", "b", "c"].map((name) =>
        new Deno.Command(Deno.execPath(), { args: ["eval", script, name] }).output()
      ),
    );
    for (const { success, stderr } of statuses) {
      assert.ok(success, new TextDecoder().decode(stderr));
    }
    const text = Deno.readTextFileSync(join(folder, "blockbuilders-1970-01-01.log"));
    const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.equal(lines.length, 1200);
    for (const name of ["a", "b", "c"]) {
      assert.deepEqual(
        lines.filter((line) => line.name === name).map(({ k }) => k),
        Array.from({ length: 400 }, (_, k) => k),
      );
    }
  }));
