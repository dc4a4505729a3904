/** Every program does its work with the permissions that are listed for it, and nothing else. */
import { diskFolder } from "../tests/support/disk_folder.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { VENDOR_NAMES } from "../server/config/vendor_settings.ts";
import { root } from "../tests/source_tree.ts";
import { ApiSession } from "../tests/support/api_session.ts";
import { pathWithDeno, type ProgramProcess, startProcess } from "../tests/support/program.ts";
import { freePort } from "../tests/support/servers.ts";
import { RSI_WITH_STOPS } from "../tests/support/strategies.ts";
import { flagsOf, type ProgramName, PROGRAMS, VENDOR_HOSTS } from "./permissions.ts";

const SANITIZED = { sanitizeOps: false, sanitizeResources: false } as const;

interface Exchange {
  readonly urls: unknown;
  readonly hostname?: string;
}

/** Programs of deno.json that people run with the app's data; all others are for developers. */
const OF_OPERATORS = [
  ...["start", "worker", "migrate", "backup", "restore", "backtest", "describe", "sweep"],
  ...["robustness", "limits", "users", "candles", "market", "seed", "activation"],
];

const { tasks } = JSON.parse(await Deno.readTextFile(join(root, "deno.json"))) as {
  tasks: Record<string, { command: string }>;
};

/** What a task runs once packages and build are there. */
function commandOf(task: string): string {
  return tasks[task]!.command.split(" && ").at(-1)!;
}

function startTask(
  task: string,
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): ProgramProcess {
  const words = args.map((arg) => `'${arg}'`).join(" ");
  return startProcess(["sh", "-c", `exec ${commandOf(task)} ${words}`], {
    ...env,
    ...pathWithDeno(),
  }, root);
}

async function runTask(...args: Parameters<typeof startTask>): Promise<string> {
  const process = startTask(...args);
  assert.equal(await process.exited, 0, `${args[0]}: ${process.output()}`);
  assert.doesNotMatch(process.output(), /NotCapable|Requires \w+ access/);
  return process.output();
}

Deno.test("permissions: no task that operators run has all of them, and no program may load native code", () => {
  for (const task of OF_OPERATORS) {
    const [, name] = /deno run \$\(deno run -A tools\/permissions\.ts (\w+)\) \S+\.ts$/
      .exec(commandOf(task).replace(/^exec /, "")) ?? [];
    assert.ok(name !== undefined && name in PROGRAMS, `${task}: ${commandOf(task)}`);
  }
  for (const name of Object.keys(PROGRAMS) as ProgramName[]) {
    const flags = flagsOf(PROGRAMS[name]({}));
    for (const flag of flags) {
      assert.match(flag, /^--(?:no-prompt|ignore-\w+|allow-(?:read|write|net|env|sys)(?:=|$))/);
    }
    for (const kind of ["env", "net", "sys"]) assert.ok(!flags.includes(`--allow-${kind}`), name);
  }
});

Deno.test("permissions: with a collector Deno is told to export, and only then", () => {
  const given = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" };
  const files = (name: "web" | "worker" | "database", settings: Record<string, string>) =>
    flagsOf(PROGRAMS[name](settings)).filter((flag) => flag.startsWith("--env-file"));
  assert.deepEqual(files("web", given), ["--env-file=ops/telemetry/web.env"]);
  assert.deepEqual(files("worker", given), ["--env-file=ops/telemetry/worker.env"]);
  assert.deepEqual(files("database", given), []);
  assert.deepEqual(files("web", {}), []);
});

Deno.test("permissions: the network is what the settings name, and folders are theirs", () => {
  const production = {
    DATA_DIR: "/data",
    LOG_DIR: "/logs",
    CANDLES_DIR: "/candles",
    HOST: "0.0.0.0",
    PUBLIC_URL: "https://lab.example.com",
    DATABASE_URL: "postgres://a:b@db/blockbuilders",
    REDIS_URL: "redis://:p@redis:6380",
    S3_ENDPOINT: "https://s3.example.com",
    S3_BUCKET: "results",
    S3_FORCE_PATH_STYLE: "0",
    SMTP_URL: "smtp://mail.example.com",
    MARKET_DATA: "kraken, coinbase",
    BACKUP_TO: "/backups",
  };
  const { read, write, net, run } = PROGRAMS.web(production);
  assert.deepEqual(net, [
    "0.0.0.0:8000",
    "mail.example.com:587",
    "db:5432",
    "redis:6380",
    "s3.example.com:443",
    "results.s3.example.com:443",
    "api.kraken.com:443",
    "api.exchange.coinbase.com:443",
  ]);
  assert.deepEqual(read, [".", "/data", "/logs", "/backups", "/candles"]);
  assert.deepEqual(write, ["/data", "/logs", "/backups"]);
  assert.deepEqual(run, []);
  assert.ok(!PROGRAMS.worker(production).net.includes("0.0.0.0:8000"));
  assert.deepEqual(PROGRAMS.app({ ...production, WORKER: "1" }), PROGRAMS.worker(production));
  assert.deepEqual(PROGRAMS.web({}).net.slice(0, 2), ["localhost:8000", "127.0.0.1:0"]);
  const sells = { STRIPE_SECRET_KEY: "sk_1" };
  assert.ok(PROGRAMS.web(sells).net.includes("api.stripe.com:443"));
  assert.ok(!PROGRAMS.worker(sells).net.includes("api.stripe.com:443"), "no worker asks for money");
  const standIn = PROGRAMS.web({ ...sells, STRIPE_URL: "http://stripe.example:12111" }).net;
  assert.ok(standIn.includes("stripe.example:12111") && !standIn.includes("api.stripe.com:443"));
  assert.deepEqual(PROGRAMS.web({ RESTORE_DRILL: "1" }).run, [Deno.execPath()]);
  const paper = { IBKR_HOST: "gateway" };
  assert.ok(PROGRAMS.web(paper).net.includes("gateway:4002"));
  assert.ok(PROGRAMS.worker({ ...paper, IBKR_PORT: "7497" }).net.includes("gateway:7497"));
  for (const IBKR_PORT of ["4001", "7496", "80"]) {
    assert.ok(!PROGRAMS.web({ ...paper, IBKR_PORT }).net.join().includes("gateway"), IBKR_PORT);
  }
  assert.ok(!PROGRAMS.database(paper).net.join().includes("gateway"));
  const flags = flagsOf({ ...PROGRAMS.web({ DATA_DIR: "/a,b" }), write: ["/with space"] });
  assert.ok(flags.includes("--allow-read=.,/a,,b"));
  assert.ok(flags.includes("--allow-write"), "a word of its own would be another program");
});

Deno.test("permissions: the hosts are those that vendors are asked at", async () => {
  const { default: ccxt } = await import("ccxt");
  for (const name of VENDOR_NAMES) {
    const source = await Deno.readTextFile(join(root, `server/market_data/vendors/${name}.ts`));
    const [, id = ""] = /openCcxt\("(\w+)"/.exec(source) ?? [];
    const exchanges = ccxt as unknown as Record<string, new () => Exchange>;
    const exchange = exchanges[id] ? new exchanges[id]!() : null;
    const urls = JSON.stringify(exchange?.urls ?? "").replaceAll(
      "{hostname}",
      exchange?.hostname ?? "",
    );
    for (const host of VENDOR_HOSTS[name]) {
      assert.ok(`${source} ${urls}`.includes(`//${host}`), `${name}: ${host}`);
    }
    for (const [, host = ""] of source.matchAll(/https:\/\/([\w.-]*api[\w.-]*)/g)) {
      assert.ok(VENDOR_HOSTS[name].includes(host), `${name} asks ${host}`);
    }
  }
});

Deno.test("permissions: what is not listed is refused or not there", async () => {
  const folder = await diskFolder();
  const probe = join(folder, "probe.ts");
  await Deno.writeTextFile(
    probe,
    `const tried = async (name, work) => {
      try { console.log(name, "answered", await work()); }
      catch (error) { console.log(name, error.name); }
    };
    await tried("read", () => Deno.readTextFile("/etc/hostname"));
    await tried("write", () => Deno.writeTextFile("${folder}/x", ""));
    await tried("write app", () => Deno.writeTextFile("./x", ""));
    await tried("net", () => fetch("http://127.0.0.1:7999"));
    await tried("listen", () => Deno.listen({ port: 0 }));
    await tried("run", () => new Deno.Command("ls").output());
    await tried("env", () => Deno["env"].get("SECRET_OF_OTHERS") ?? "nothing");
    await tried("all env", () => "SECRET_OF_OTHERS" in Deno["env"].toObject());
    await tried("sys", () => Deno.hostname());
    await tried("ffi", () => Deno.dlopen("libc.so.6", {}));
    await tried("data", () => Deno.writeTextFile("${folder}/data/x", ""));
    await tried("set", () => Deno["env"].get("LOG_LEVEL"));`,
  );
  await Deno.mkdir(join(folder, "data"));
  const flags = flagsOf(PROGRAMS.web({ DATA_DIR: join(folder, "data") }));
  const process = startProcess(["deno", "run", ...flags, "--no-config", probe], {
    SECRET_OF_OTHERS: "x",
    LOG_LEVEL: "warn",
  });
  await process.exited;
  assert.deepEqual(process.output().trim().split("\n"), [
    "read NotFound",
    "write NotCapable",
    "write app NotCapable",
    "net NotCapable",
    "listen NotCapable",
    "run NotCapable",
    "env answered nothing",
    "all env answered false",
    "sys NotCapable",
    "ffi NotCapable",
    "data answered undefined",
    "set answered warn",
  ]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test({
  name: "permissions: the embedded app and every command do their work with theirs alone",
  ...SANITIZED,
  async fn() {
    const folder = await diskFolder();
    const port = freePort();
    const env = {
      DATA_DIR: `${folder}/data`,
      LOG_DIR: `${folder}/logs`,
      PORT: String(port),
      RATE_LIMITS: "0",
      VENDOR_URL: "http://127.0.0.1:9",
      BACKUP_TO: `${folder}/nightly`,
      // Due at once.
      BACKUP_AT: "00:00",
      RESTORE_DRILL: "1",
      LOG_LEVEL: "info",
    };
    // From nothing: the database is made, too.
    const app = startTask("start", env);
    try {
      await app.until(/Blockbuilders is at/);
      const person = new ApiSession(`http://localhost:${port}`);
      await person.signUp();
      const strategy = await person.createStrategy(RSI_WITH_STOPS, "DEMO/USDT");
      const run = await person.ended(await person.startRun(strategy, "2021-01-01", "2021-04-01"));
      assert.equal(run.status, "completed", String(run.error_message));
      await person.get(`/backtests/${run.run_id}/results`);
      const csv = await person.open(`/backtests/${run.run_id}/trades.csv`);
      assert.match(await csv.text(), /^[\w",]+\r?\n/);
      const archive = await person.open("/users/me/export");
      assert.equal(new Uint8Array(await archive.arrayBuffer())[0], 0x50);
      const page = await fetch(`http://localhost:${port}/`);
      assert.match(await page.text(), /<script/);
      // Long enough to be kept on disk while it comes.
      const rowsOf = (n: number) => `${Date.UTC(2020, 0, 1, n)},100,101,99,100,1`;
      const long = await fetch(
        `http://localhost:${port}/api/v1/candles/import?asset=LTC/EUR&timeframe=1h&name=mine`,
        {
          method: "POST",
          headers: { cookie: person.cookie, "content-type": "text/csv" },
          body: `timestamp,open,high,low,close,volume\n${
            Array.from({ length: 40_000 }, (_, n) => rowsOf(n)).join("\n")
          }`,
        },
      );
      assert.equal(long.status, 201, await long.text());
      const { disk } = await person.health();
      assert.equal(disk, "ok");

      const file = `${folder}/by hand/backup.tar.gz`;
      await runTask("backup", env, file);
      assert.match(await runTask("backup", env, "--verify", file), /is whole/);
      assert.match(await runTask("limits", env, person.email, "strategies=25"), /strategies +25/);
      assert.match(await runTask("users", env, "list"), new RegExp(person.email));
      const week = /^\[\s+\{\s+"week": "\d{4}-\d\d-\d\d",\s+"signed_up": 1,\s+"first_result": 1,/;
      assert.match(await runTask("activation", env, "--json"), week);
      assert.match(await runTask("seed", env, "apply"), /Run 1: 3 made/);
      await app.until(/a backup was restored as a drill/);
      assert.doesNotMatch(app.output(), /NotCapable|Requires \w+ access/);
      app.kill("SIGTERM");
      await app.exited;

      await runTask("migrate", env);
      await runTask("candles", env, "list");
      await runTask("market", env, "--help");
      const other = { ...env, DATA_DIR: `${folder}/other` };
      assert.match(await runTask("restore", other, file), /Restored what was there/);
      const said = "buy if rsi < 30, sell if rsi > 60, stop 4 %";
      await runTask("describe", {}, "--say", said);
      const candles = `${folder}/BTC-USDT_1d_binance.csv`;
      const rows = Array.from(
        { length: 400 },
        (_, n) => {
          const close = 100 + 30 * Math.sin(n / 5);
          const time = Date.UTC(2021, 0, 1 + n);
          return `${time},${close},${close + 1},${close - 1},${close},1`;
        },
      );
      await Deno.writeTextFile(candles, `timestamp,open,high,low,close,volume\n${rows.join("\n")}`);
      const given = [
        "--say",
        said,
        "--candles",
        candles,
        "--from",
        "2021-02-01",
        "--to",
        "2021-12-01",
      ];
      assert.match(await runTask("backtest", {}, ...given), /num_trades/);
      await runTask("sweep", {}, ...given, "--axis", "rsi.period=5:15:5");
    } finally {
      app.kill("SIGKILL");
      await app.exited;
      await Deno.remove(folder, { recursive: true });
    }
  },
});
