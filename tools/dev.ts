/**
 * The developers' loop: Vite serves islands and styles with hot reload, the app restarts when a server file changes. Both
 * end together.
 */
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const port = 5173;
const origin = `http://localhost:${port}`;

const vite = await createServer({
  configFile: `${root}vite.config.ts`,
  logLevel: "warn",
  server: { port, strictPort: true, origin, cors: true, hmr: { host: "localhost", port } },
});
await vite.listen();
console.log(`Vite serves islands and styles on ${origin}`);

const server = new Deno.Command(Deno.execPath(), {
  args: ["run", "-A", "--watch", `${root}main.ts`],
  env: { VITE_ORIGIN: origin },
}).spawn();
const stop = () => {
  try {
    server.kill("SIGTERM");
  } catch {
    // It has ended already.
  }
};
Deno.addSignalListener("SIGINT", stop);
Deno.addSignalListener("SIGTERM", stop);

const { code } = await server.status;
await vite.close();
Deno.exit(code);
