import assert from "node:assert/strict";
import { join } from "node:path";
import { createLogger } from "../logging/log.ts";
import { FLAG_NAMES, type FlagDefinition, FLAGS, overdueFlags } from "./definitions.ts";
import { readFlags } from "./flag_file.ts";
import { Flags } from "./flags.ts";

async function opened(
  fn: (parts: {
    readonly flags: Flags;
    readonly write: (text: string) => Promise<void>;
    readonly remove: () => Promise<void>;
    readonly lines: readonly string[];
  }) => Promise<void>,
  { isOptional = false, text = "" as string | null } = {},
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "flags.yaml");
  const lines: string[] = [];
  let changes = 0;
  const write = async (content: string) => {
    await Deno.writeTextFile(path, content);
    // However coarse the clock of the file system is.
    await Deno.utime(path, 1_700_000_000, 1_700_000_000 + ++changes);
  };
  if (text !== null) await write(text);
  const log = createLogger({
    logFormat: "json",
    logLevel: "info",
    write: (line) => lines.push(JSON.parse(line).message),
  });
  const flags = new Flags({
    path,
    isOptional,
    settings: { signup_open: false },
    log,
    now: () => 1,
  });
  try {
    await flags.start();
    await fn({ flags, write, remove: () => Deno.remove(path), lines });
  } finally {
    await flags.close();
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("flags: the file counts before a setting, a setting before the default, without a restart", () =>
  opened(async ({ flags, write, remove }) => {
    const of = (name: string) => {
      const { value, source, setting } = flags.state().flags.find((flag) => flag.name === name)!;
      return [value, source, setting];
    };
    assert.equal(await flags.isOn("signup_open"), false);
    assert.deepEqual(of("signup_open"), [false, "setting", "SIGNUP_OPEN"]);
    assert.equal(await flags.isOn("robustness"), true);
    assert.deepEqual(of("robustness"), [true, "default", null]);
    assert.equal(await flags.text("market_data.source"), "");

    await write("flags:\n  signup_open: true\n  market_data.source: kraken\n");
    await flags.look();
    assert.equal(await flags.isOn("signup_open"), true);
    assert.deepEqual(of("signup_open"), [true, "file", null]);
    assert.equal(await flags.text("market_data.source"), "kraken");

    await write("# nothing\n");
    await flags.look();
    assert.equal(await flags.isOn("signup_open"), false);
    await remove();
    await flags.look();
    assert.match(flags.state().file.problem ?? "", /is not there/, "it was named");
  }));

Deno.test("flags: a broken file keeps the last good values, and is one line of the log", () =>
  opened(async ({ flags, write, lines }) => {
    const broken = [
      "flags: [",
      "flags:\n  robustness: maybe\n",
      "flags:\n  no_such_flag: true\n",
      "flags:\n  market_data.source: nasdaq\n",
      "signup_open: true\n",
      "- robustness\n",
      "flags: &a\n  robustness: *a\n",
      "x".repeat(70_000),
    ];
    for (const text of broken) {
      await write(text);
      await flags.look();
      await flags.look();
      assert.equal(await flags.isOn("robustness"), false, text.slice(0, 40));
      assert.ok(flags.state().file.problem, text.slice(0, 40));
    }
    const told = lines.filter((line) => line.startsWith("the file of flags cannot be used"));
    assert.equal(told.length, broken.length);
    await write("flags:\n  robustness: true\n");
    await flags.look();
    assert.equal(await flags.isOn("robustness"), true);
    assert.equal(flags.state().file.problem, null);
  }, { text: "flags:\n  robustness: false\n" }));

Deno.test("flags: the file that comes with the app may be missing, and changes nothing as it is", async () => {
  await opened(({ flags, lines }) => {
    assert.deepEqual([flags.state().file.problem, lines], [null, []]);
    return Promise.resolve();
  }, { isOptional: true, text: null });
  const text = await Deno.readTextFile(new URL("../../ops/feature-flags.yaml", import.meta.url));
  assert.deepEqual(readFlags(text), {});
  const named = [...text.matchAll(/^# {2}([\w.]+):/gm)].map(([, name]) => name);
  assert.deepEqual(named, FLAG_NAMES, "each is there to be taken in");
  readFlags(text.replaceAll(/^# {2}/gm, "  "));
});

Deno.test("flags: docs/flags.md has a row for each, as the list has it", async () => {
  const page = await Deno.readTextFile(new URL("../../docs/flags.md", import.meta.url));
  const rows = [...page.matchAll(/^\| `([\w.]+)` *\|(.*)\|$/gm)].map(([, name = "", rest = ""]) => [
    name,
    ...rest.split("|").map((cell) => cell.trim()),
  ]);
  const expected = FLAG_NAMES.map((name) => {
    const flag: FlagDefinition = FLAGS[name];
    const fallback = flag.default === "" ? "" : `\`${flag.default}\``;
    const from = flag.setting ? `\`${flag.setting}\`` : "";
    return [name, flag.type, fallback, from, flag.purpose, flag.owner, flag.removeBy ?? "stays"];
  });
  assert.deepEqual(rows, expected);
});

Deno.test("flags: what is overdue is told by its name, day and owner", () => {
  const { robustness } = FLAGS;
  const list = { robustness, signup_open: FLAGS.signup_open };
  assert.deepEqual(overdueFlags("2027-06-30", list), []);
  assert.deepEqual(overdueFlags("2027-07-01", list), [
    "robustness was to be removed by 2027-06-30 (engine)",
  ]);
});

Deno.test("flags: each is read where something is decided", async () => {
  const services = await Deno.readTextFile(new URL("../services.ts", import.meta.url));
  const markets = await Deno.readTextFile(new URL("../../routes/api/markets.ts", import.meta.url));
  const lost = FLAG_NAMES.filter((name) =>
    !new RegExp(`flags\\.(?:isOn|text)\\("${name.replace(".", "\\.")}"\\)`).test(services + markets)
  );
  assert.deepEqual(lost, []);
});
