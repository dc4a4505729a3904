/**
 * The developers' loop: Vite serves islands and styles with hot reload, the app is started anew when something changes that
 * the server runs. Both end together.
 */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const port = 5173;
const origin = `http://localhost:${port}`;
/** What the server process is made of; styles and islands are Vite's alone. */
const SERVED =
  /^(?:main|worker)\.ts$|^(?:charts|components|contracts|engine|features|migrations|routes|server|studio|text|ui)\/.*\.tsx?$/;
/** Editors write several files at once. */
const SETTLE_MS = 150;

const vite = await createServer({
  configFile: `${root}vite.config.ts`,
  logLevel: "warn",
  server: { port, strictPort: true, origin, cors: true, hmr: { host: "localhost", port } },
});
await vite.listen();
console.log(`Vite serves islands and styles on ${origin}`);

let stopping = false;
let server = start();
let timer: ReturnType<typeof setTimeout> | undefined;

vite.watcher.on("all", (_event, path) => {
  const name = relative(root, path);
  if (!SERVED.test(name) || /_test\.tsx?$/.test(name)) return;
  clearTimeout(timer);
  timer = setTimeout(() => void restart(name), SETTLE_MS);
});
Deno.addSignalListener("SIGINT", () => void stop());
Deno.addSignalListener("SIGTERM", () => void stop());

function start(): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", `${root}main.ts`],
    env: { VITE_ORIGIN: origin },
  }).spawn();
}

/** Waits for the old process, which gives its data folder back, before the new one takes it. */
async function restart(changed: string): Promise<void> {
  if (stopping) return;
  console.log(`${changed} changed: starting anew`);
  await end(server);
  if (!stopping) server = start();
}

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  clearTimeout(timer);
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
