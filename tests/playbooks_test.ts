/**
 * The playbooks (`ops/playbooks`) say commands that work. A block of commands is run as it stands, or says why no test can; what
 * the text names besides is held against the tasks, the services and the schema.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { sql } from "kysely";
import { readCompose } from "./integration/compose_file.ts";
import { root } from "./source_tree.ts";
import { freshPglite } from "./support/database.ts";
import { fillDataDir } from "./support/data_dir.ts";
import { inheritedEnv, pathWithDeno, startProcess } from "./support/program.ts";
import { freePort } from "./support/servers.ts";

const FOLDER = "ops/playbooks";
const tasks = Object.keys(
  (JSON.parse(await Deno.readTextFile(join(root, "deno.json"))) as { tasks: object }).tasks,
);
const pages = await readPages();

interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  /** What stands behind the language. */
  readonly tag: string;
  readonly text: string;
}

/** Blocks of a page, whatever they are fenced and tagged with. */
function blocksOf(page: string, text: string): Block[] {
  return [...text.matchAll(/^( *)(`{3,}|~{3,})(.*)\n([\s\S]*?)^\1\2$/gm)].map((match) => {
    const [, , , info = "", body = ""] = match;
    const [language = "", ...rest] = info.trim().split(" ");
    const line = text.slice(0, match.index).split("\n").length;
    return { page, line, language, tag: rest.join(" "), text: body };
  });
}

/** What is wrong with how blocks are tagged, a sentence each. */
function untagged(blocks: readonly Block[]): string[] {
  return blocks.flatMap(({ page, line, language, tag }) => {
    const at = `${page}:${line}`;
    if (language === "sql") return tag === "run" ? [] : [`${at}: sql without "run"`];
    if (language !== "sh") return [`${at}: "${language}" is neither sh nor sql`];
    if (tag === "run" || tag === "run stopped" || /^manual: \S+( \S+){2,}/.test(tag)) return [];
    return [`${at}: tag it "run", "run stopped" or "manual: why no test can run it"`];
  });
}

/** Code within a line, and every line of blocks. */
function commandsOf(page: string, text: string): string[] {
  const inline = text.replace(/^( *)```[\s\S]*?^\1```$/gm, "");
  return [
    ...[...inline.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code),
    ...blocksOf(page, text).flatMap((block) => block.text.split("\n")),
  ].map((line) => line.trim());
}

const services = Object.keys(
  readCompose(await Deno.readTextFile(join(root, "docker-compose.yml")), {
    PUBLIC_URL: "https://lab.example.com",
  }).services,
);
const COMPOSE_WORDS = new Set(
  ["up", "down", "ps", "logs", "build", "pull", "stop", "start", "restart", "run", "exec"],
);
/** Compose commands that name services behind their options, to the end of the line. */
const NAMES_SERVICES = new Set(["up", "ps", "logs", "stop", "start", "restart"]);
/** Options that take a word. */
const TAKES_WORD = new Set(["--scale", "--since", "--profile", "--volume"]);

/** What is wrong with a command that is named: a task or a service that there is not. */
function unknown(command: string): string[] {
  const found: string[] = [];
  for (const [, task = ""] of command.matchAll(/\bdeno task ([\w-]+)/g)) {
    if (!tasks.includes(task)) found.push(`there is no task ${task}`);
  }
  for (const [, rest = ""] of command.matchAll(/\bdocker compose ([^&;|#]*)/g)) {
    const words: string[] = [];
    const given = rest.split(/\s+/).filter(Boolean);
    for (let n = 0; n < given.length; n++) {
      const word = given[n]!;
      if (word === "--scale") {
        const [service = ""] = (given[n + 1] ?? "").split("=");
        if (!services.includes(service)) found.push(`there is no service ${service}`);
      }
      if (TAKES_WORD.has(word)) n++;
      else if (!word.startsWith("-") && word !== "…") words.push(word);
    }
    const [verb = "", ...names] = words;
    // The commands in general.
    if (words.length === 0) continue;
    if (!COMPOSE_WORDS.has(verb)) found.push(`docker compose has no ${verb}`);
    for (const name of NAMES_SERVICES.has(verb) ? names : names.slice(0, 1)) {
      if (!services.includes(name)) found.push(`there is no service ${name}`);
    }
  }
  return found;
}

Deno.test("playbooks: every block of commands is run by a test or says why none can", () => {
  const blocks = Object.entries(pages).flatMap(([page, text]) => blocksOf(page, text));
  assert.ok(blocks.length > 30, `${blocks.length} blocks were found`);
  assert.deepEqual(untagged(blocks), []);
});

Deno.test("playbooks: every task and service that is named exists, and each playbook is in the list", () => {
  const wrong = Object.entries(pages).flatMap(([page, text]) =>
    commandsOf(page, text).flatMap((command) =>
      unknown(command).map((sentence) => `${page}: ${sentence}: ${command}`)
    )
  );
  assert.deepEqual(wrong, []);
  for (const name of Object.keys(pages)) {
    if (name !== "README.md") assert.ok(pages["README.md"]!.includes(`(${name})`), name);
  }
});

Deno.test("playbooks: what is not so is found", () => {
  const block = (info: string) => blocksOf("x.md", `text\n\n\`\`\`${info}\necho\n\`\`\`\n`);
  for (const info of ["", "sh", "bash run", "sh manual", "sh manual: no", "sh running", "sql"]) {
    assert.equal(untagged(block(info)).length, 1, info);
  }
  assert.deepEqual(untagged(block("sh run")), []);
  assert.equal(untagged(blocksOf("x.md", "1. one\n\n   ```sh\n   echo\n   ```\n")).length, 1);
  assert.deepEqual(unknown("deno task plant && deno task backup"), ["there is no task plant"]);
  assert.deepEqual(unknown("docker compose up --detach --scale robot=2"), [
    "there is no service robot",
  ]);
  assert.deepEqual(unknown("docker compose logs --since 5m robot"), ["there is no service robot"]);
  assert.deepEqual(unknown("docker compose melt web"), ["docker compose has no melt"]);
  assert.deepEqual(commandsOf("x.md", "Do `deno task plant` now."), ["deno task plant"]);
});

Deno.test("playbooks: every statement holds on the newest schema", async () => {
  const statements = Object.entries(pages).flatMap(([page, text]) =>
    blocksOf(page, text).filter(({ language }) => language === "sql").map(({ text }) => text)
      .concat(commandsOf(page, text).filter((code) => /^(?:select|delete|update)\b.*;$/.test(code)))
  );
  assert.ok(statements.length >= 4, `${statements.length} statements were found`);
  const { db, close } = await freshPglite();
  try {
    for (const statement of statements) await sql.raw(statement).execute(db);
  } finally {
    await close();
  }
});

Deno.test({
  name: "playbooks: commands do what they are there for",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const scratch = await Deno.makeTempDir();
    const port = freePort();
    const env: Record<string, string> = {
      ...inheritedEnv(),
      ...pathWithDeno(),
      DATA_DIR: `${scratch}/data`,
      PORT: String(port),
      URL: `http://localhost:${port}`,
      VENDOR_URL: "http://127.0.0.1:9",
      LOG_LEVEL: "error",
      NO_COLOR: "1",
    };
    await fillDataDir(env.DATA_DIR!);
    const app = startProcess(["deno", "run", "-A", "--no-check", "main.ts"], env, root);
    const run = async (stopped: boolean) => {
      for (const [page, text] of Object.entries(pages)) {
        const folder = `${scratch}/${page}`;
        await Deno.mkdir(folder, { recursive: true });
        // One shell a playbook: what it sets stays, as for whoever follows it.
        const blocks = blocksOf(page, text)
          .filter((one) => one.language === "sh" && one.tag === (stopped ? "run stopped" : "run"));
        if (blocks.length === 0) continue;
        const script = blocks.map((one) => `echo "at ${page}:${one.line}"\n${one.text}`).join("\n");
        const { success, stdout, stderr } = await new Deno.Command("sh", {
          args: ["-e", "-c", `${TASKS}\n${script}`],
          cwd: root,
          clearEnv: true,
          env: { ...env, FOLDER: folder },
        }).output();
        const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
        assert.ok(success, `${page}: ${said}`);
        assert.doesNotMatch(said, /\n\s+at .*\.tsx?:\d+/, "no stack trace");
      }
    };
    try {
      await app.until(/Blockbuilders is at/);
      for (const name of ["ada", "eve"]) {
        const { status, body } = await fetch(`${env.URL}/api/v1/auth/signup`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ email: `${name}@example.com`, password: "correct horse" }),
        });
        await body?.cancel();
        assert.equal(status, 201);
      }
      await run(false);
      app.kill("SIGTERM");
      await app.exited;
      await run(true);
    } finally {
      app.kill("SIGKILL");
      await app.exited;
      await Deno.remove(scratch, { recursive: true });
    }
  },
});

/** `deno task NAME` without installing and building first; `tools/permissions_test.ts` runs each with its own permissions. */
const TASKS = `deno() {
  if [ "$1" = task ]; then
    program=$2; shift 2; command deno run -A --no-check "tools/$program.ts" "$@"
  else
    command deno "$@"
  fi
}`;

async function readPages(): Promise<Readonly<Record<string, string>>> {
  const read: Record<string, string> = {};
  const names: string[] = [];
  for await (const { name } of Deno.readDir(join(root, FOLDER))) names.push(name);
  for (const name of names.sort()) read[name] = await Deno.readTextFile(join(root, FOLDER, name));
  return read;
}
