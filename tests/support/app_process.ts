/** The app as processes of their own, started the way a person or a container starts it. */
import { type ProgramProcess, startProcess } from "./program.ts";
import { freePort } from "./servers.ts";

/** A running web process on a free port. */
export interface RunningApp extends ProgramProcess {
  readonly url: string;
}

/** Starts the web app of a checkout, this one unless told otherwise, and waits until it serves. */
export async function startApp(
  env: Readonly<Record<string, string>>,
  checkout = ".",
): Promise<RunningApp> {
  const port = freePort();
  const url = `http://localhost:${port}`;
  const process = startProcess(
    ["deno", "run", "-A", "main.ts"],
    { PORT: String(port), ...env },
    checkout,
  );
  await process.until(/Blockbuilders is at/);
  return { ...process, url };
}
