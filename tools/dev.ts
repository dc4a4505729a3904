/**
 * The developers' loop: Vite serves islands and styles with hot reload, the app is started anew when something changes that
 * the server runs, and for nothing that browsers alone run. Both end together.
 */
import prefresh from "@prefresh/vite";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";
import { readEnvironment } from "../server/process/environment.ts";
import { devPort } from "./dev_port.ts";
import { serverModules } from "./server_modules.ts";
import { writeMap, writeMaps } from "./styles.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Editors write several files at once. */
const SETTLE_MS = 150;

// What the environment says is binding; otherwise two checkouts with one `.env` find ports of their own.
const settings = await readEnvironment(join(root, ".env"));
const port = devPort(Deno.env.get("PORT"), Number(settings.PORT) || 8_000);
const vitePort = devPort(Deno.env.get("VITE_PORT"), Number(settings.VITE_PORT) || 5_173);
const origin = `http://localhost:${vitePort}`;

await writeMaps(root);
const vite = await createServer({
  configFile: `${root}vite.config.ts`,
  logLevel: "warn",
  // Components keep their state over an edit.
  plugins: [prefresh()],
  server: {
    port: vitePort,
    strictPort: true,
    origin,
    cors: true,
    hmr: { host: "localhost", port: vitePort },
  },
});
await vite.listen();
console.log(`Vite serves islands and styles on ${origin}`);

let stopping = false;
let modules = await serverModules(root);
let server = start();
let timer: ReturnType<typeof setTimeout> | undefined;
let restarted: Promise<void> = Promise.resolve();

vite.watcher.on("all", (_event, path) => {
  const name = relative(root, path);
  // The map is a module of its own: writing it starts the server anew and reloads what has it.
  if (name.endsWith(".module.css")) void writeMap(root, name).catch(reportBrokenStyle);
  if (!modules.has(name) && name !== ".env") return;
  clearTimeout(timer);
  // One after the other: a change during a restart must not leave two processes behind.
  timer = setTimeout(() => restarted = restarted.then(() => restart(name)), SETTLE_MS);
});
Deno.addSignalListener("SIGINT", () => void stop());
Deno.addSignalListener("SIGTERM", () => void stop());

/** A stylesheet that is half written keeps its map until it can be parsed. */
function reportBrokenStyle(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
}

function start(): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", `${root}main.ts`],
    // `.env` and the data folder are those of this checkout.
    cwd: root,
    env: { PORT: String(port), VITE_ORIGIN: origin },
  }).spawn();
}

/** Waits for the old process, which gives its data folder back, before the new one takes it. */
async function restart(changed: string): Promise<void> {
  if (stopping) return;
  console.log(`${changed} changed: starting anew`);
  await end(server);
  modules = await serverModules(root);
  if (!stopping) server = start();
}

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  clearTimeout(timer);
  await restarted;
  await end(server);
  await vite.close();
  Deno.exit(0);
}

async function end(child: Deno.ChildProcess): Promise<void> {
  try {
    child.kill("SIGTERM");
  } catch {
    // It has ended already.
  }
  await child.status;
}
