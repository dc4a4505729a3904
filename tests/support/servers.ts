/** Throwaway servers on free loopback ports, for tests and benchmarks. Each is gone, with its files, when it is stopped. */
import { join } from "node:path";

export interface TestServer {
  /** The connection string or base address. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

const handedOut = new Set<number>();

/**
 * A port that was free a moment ago. Below the range that the system gives to outgoing connections, where one of them could
 * take it before its server does, and never the same one twice.
 */
export function freePort(): number {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (handedOut.has(port)) continue;
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
    } catch (error) {
      if (error instanceof Deno.errors.AddrInUse) continue;
      throw error;
    }
    handedOut.add(port);
    return port;
  }
  throw new Error("no port is free");
}

/** The first of `names` that is on the PATH or in one of `folders`; `null` when there is none. */
export async function findProgram(
  names: readonly string[],
  folders: readonly string[] = [],
): Promise<string | null> {
  const path = (Deno.env.get("PATH") ?? "").split(":");
  for (const folder of [...folders, ...path]) {
    for (const name of names) {
      const file = join(folder, name);
      if (await Deno.stat(file).then((s) => s.isFile, () => false)) return file;
    }
  }
  return null;
}

/** Where Debian puts PostgreSQL's server programs, newest first. */
export async function postgresFolders(): Promise<string[]> {
  const found: string[] = [];
  try {
    for await (const entry of Deno.readDir("/usr/lib/postgresql")) found.push(entry.name);
  } catch {
    // Not Debian, or not installed: the PATH decides.
  }
  return found.sort((a, b) => Number(b) - Number(a)).map((v) => `/usr/lib/postgresql/${v}/bin`);
}

/** A PostgreSQL cluster of its own, superuser `postgres`, trusted on loopback. `null` when it is not installed. */
export async function startPostgres(): Promise<TestServer | null> {
  const folders = await postgresFolders();
  const initdb = await findProgram(["initdb"], folders);
  const server = await findProgram(["postgres"], folders);
  if (!initdb || !server) return null;
  const folder = await Deno.makeTempDir({ prefix: "test-postgres-" });
  // PostgreSQL refuses to run as root; Debian's package brings a user for it.
  const asUser = Deno.uid() === 0 ? ["runuser", "-u", "postgres", "--"] : [];
  if (asUser.length > 0) await run(["chown", "postgres", folder]);
  const data = join(folder, "data");
  await run([
    ...asUser,
    initdb,
    "-D",
    data,
    "-U",
    "postgres",
    "-A",
    "trust",
    "-E",
    "UTF8",
    // Not the machine's: a bare one has names set that it has not built.
    "--locale=C.UTF-8",
    "--no-sync",
  ]);
  const port = freePort();
  const child = spawn([
    ...asUser,
    server,
    "-D",
    data,
    "-p",
    String(port),
    "-h",
    "127.0.0.1",
    "-k",
    folder,
    "-c",
    "fsync=off",
    "-c",
    "max_connections=200",
    "-c",
    "timezone=UTC",
  ]);
  await untilStarted(child, port, "PostgreSQL");
  const ready = await findProgram(["pg_isready"], folders);
  for (let i = 0; ready && i < 100; i++) {
    const probe = new Deno.Command(ready, {
      args: ["-h", "127.0.0.1", "-p", String(port), "-q"],
      stdout: "null",
      stderr: "null",
    });
    if ((await probe.output()).success) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    port,
    stop: () => stopAndRemove(child, "SIGINT", folder, () => postmaster(data)),
  };
}

/** A Redis of its own; `password` as in `--requirepass`. `null` when it is not installed. */
export async function startRedis(password?: string): Promise<TestServer | null> {
  const server = await findProgram(["redis-server"]);
  if (!server) return null;
  const folder = await Deno.makeTempDir({ prefix: "test-redis-" });
  const port = freePort();
  const secret = password ? ["--requirepass", password] : [];
  const child = spawn([
    server,
    "--port",
    String(port),
    "--bind",
    "127.0.0.1",
    "--dir",
    folder,
    "--save",
    "",
    "--maxmemory-policy",
    "noeviction",
    ...secret,
  ]);
  await untilStarted(child, port, "Redis");
  return {
    url: `redis://${password ? `:${password}@` : ""}127.0.0.1:${port}`,
    port,
    stop: () => stopAndRemove(child, "SIGTERM", folder),
  };
}

/** An S3 server from npm; access key and secret are both `S3RVER`. */
export async function startS3(): Promise<TestServer> {
  const folder = await Deno.makeTempDir({ prefix: "test-s3-" });
  const port = freePort();
  const child = spawn([
    Deno.execPath(),
    "run",
    "-A",
    new URL("./s3_server.ts", import.meta.url).pathname,
    String(port),
    folder,
  ]);
  await untilStarted(child, port, "S3");
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stop: () => stopAndRemove(child, "SIGTERM", folder),
  };
}

/** Programs that browser tests run in, the best first: Chromium without what draws windows takes half the time. */
export const BROWSERS: readonly string[] = ["chromium-headless-shell", "chromium"];

/** A Chromium that several test files connect to, each with profiles of its own. `null` when it is not installed. */
export async function startChromium(): Promise<TestServer | null> {
  const program = await findProgram(BROWSERS);
  if (!program) return null;
  const port = freePort();
  // The path is the only secret: with it the browser can be controlled.
  const path = `/${crypto.randomUUID()}`;
  const child = spawn([
    Deno.execPath(),
    "run",
    "-A",
    "--no-check",
    new URL("./chromium_server.ts", import.meta.url).pathname,
    program,
    String(port),
    path,
  ]);
  await untilStarted(child, port, "Chromium");
  return {
    url: `ws://127.0.0.1:${port}${path}`,
    port,
    stop: () => stopAndRemove(child, "SIGTERM", null),
  };
}

/** Waits until something accepts connections on `port`. Throws after half a minute. */
export async function untilListening(port: number, name: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    try {
      const connection = await Deno.connect({ hostname: "127.0.0.1", port });
      connection.close();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`${name} did not start on port ${port}`);
}

/** As `untilListening`, but a server that ends instead of starting is told at once, and one that never starts is ended. */
async function untilStarted(child: Deno.ChildProcess, port: number, name: string): Promise<void> {
  const ended = child.status.then(({ code }) => {
    throw new Error(`${name} ended with code ${code} instead of starting`);
  });
  try {
    await Promise.race([untilListening(port, name), ended]);
    ended.catch(() => {});
  } catch (error) {
    endNow(child);
    throw error;
  }
}

function endNow(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It is gone already.
  }
}

function spawn(command: readonly string[]): Deno.ChildProcess {
  const [program = "", ...args] = command;
  return new Deno.Command(program, { args, stdin: "null", stdout: "null", stderr: "null" }).spawn();
}

async function run(command: readonly string[]): Promise<void> {
  const [program = "", ...args] = command;
  const result = await new Deno.Command(program, { args, stdout: "null", stderr: "piped" })
    .output();
  if (!result.success) {
    throw new Error(`${command.join(" ")}: ${new TextDecoder().decode(result.stderr)}`);
  }
}

/** The process id of the PostgreSQL that serves `data`: `runuser` stands before it and hands on no SIGINT. */
async function postmaster(data: string): Promise<number | null> {
  const text = await Deno.readTextFile(join(data, "postmaster.pid")).catch(() => "");
  const pid = Number(text.split("\n")[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}

async function stopAndRemove(
  child: Deno.ChildProcess,
  signal: Deno.Signal,
  folder: string | null,
  serverPid: () => Promise<number | null> = () => Promise.resolve(null),
): Promise<void> {
  const pid = await serverPid() ?? child.pid;
  const send = (name: Deno.Signal) => {
    try {
      Deno.kill(pid, name);
    } catch {
      // It is gone already.
    }
  };
  send(signal);
  const timer = setTimeout(() => {
    send("SIGKILL");
    endNow(child);
  }, 10_000);
  await child.status;
  clearTimeout(timer);
  if (folder !== null) await Deno.remove(folder, { recursive: true }).catch(() => {});
}
