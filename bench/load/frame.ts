/** An app as a process of its own, and what a load on it does to everybody else. */
import { Agent, request } from "node:http";
import { type RunningApp, startApp } from "../../tests/support/app_process.ts";

/** How an app is set up: embedded, or with services. */
export interface LoadSetup {
  readonly where: string;
  readonly env: Readonly<Record<string, string>>;
  /** Another checkout than this one, to measure it beside. */
  readonly checkout?: string;
}

export interface LoadApp {
  readonly app: RunningApp;
  readonly dataDir: string;
  /** Resolves when the candle files are in. */
  candlesThere(): Promise<void>;
  /** What the process holds now, and the most that it held, bytes. */
  memory(): { readonly now: number; readonly peak: number };
  /** Processor time that the process has taken so far, all threads together, ms. */
  processorMs(): number;
  stop(): Promise<void>;
}

/** What others felt while a load ran. */
export interface Felt {
  /** How long a small file took, ms. */
  readonly staticMs: readonly number[];
  /** How long the load took, ms. */
  readonly tookMs: number;
  /** Processor time of the app meanwhile, ms: unlike the others no matter of what else the machine does. */
  readonly processorMs: number;
}

const PATIENCE_MINUTES = 5;

/** Starts an app in a data folder of its own, or in `dataDir`, which stays. */
export async function startLoadApp(
  { env, checkout }: LoadSetup,
  dataDir?: string,
): Promise<LoadApp> {
  const folder = dataDir ?? await Deno.makeTempDir({ prefix: "bench-load-" });
  const all = { DATA_DIR: folder, LOG_LEVEL: "error", RATE_LIMITS: "0", ...env };
  const app = await startApp(all, checkout);
  return {
    app,
    dataDir: folder,
    async candlesThere() {
      // A program is given a minute to print something; hundreds of thousands of rows may take longer.
      for (let minute = 1; !/Candles of /.test(app.output()); minute++) {
        await app.until(/Candles of /).catch((error) => {
          if (minute === PATIENCE_MINUTES) throw error;
        });
      }
    },
    memory() {
      const status = Deno.readTextFileSync(`/proc/${app.pid}/status`);
      const kilobytes = (field: string) =>
        Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) * 1024;
      return { now: kilobytes("VmRSS"), peak: kilobytes("VmHWM") };
    },
    processorMs() {
      const stat = Deno.readTextFileSync(`/proc/${app.pid}/stat`);
      // Behind the program's name in parentheses; ticks of 10 ms.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    async stop() {
      app.kill("SIGTERM");
      await app.exited;
      if (dataDir === undefined) await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Runs `load` and notes meanwhile how long others wait for a small file. */
export async function underLoad(
  { app, processorMs }: Pick<LoadApp, "app" | "processorMs">,
  load: () => Promise<void>,
): Promise<Felt> {
  const probe = new Worker(new URL("./probe_thread.ts", import.meta.url), { type: "module" });
  probe.postMessage({ url: `${app.url}/favicon.svg` });
  // The thread starts, and has its connection.
  await new Promise((resolve) => setTimeout(resolve, 500));
  await told(probe);
  const before = processorMs();
  const started = performance.now();
  await load();
  const tookMs = performance.now() - started;
  const processor = processorMs() - before;
  const staticMs = await told(probe);
  probe.terminate();
  return { staticMs, tookMs, processorMs: processor };
}

function told(probe: Worker): Promise<number[]> {
  const { promise, resolve } = Promise.withResolvers<number[]>();
  probe.onmessage = ({ data }: MessageEvent<number[]>) => resolve(data);
  probe.postMessage("tell");
  return promise;
}

/** A client that leaves bodies as they come: unpacking them would take the processor from the app. */
export class LoadClient {
  readonly #agent: Agent;

  constructor(private readonly url: string, connections: number) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** The status and the length of an answer. */
  get(
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ status: number; bytes: number; etag: string | undefined }> {
    return new Promise((resolve, reject) => {
      const sent = request(`${this.url}${path}`, { agent: this.#agent, headers }, (answer) => {
        let bytes = 0;
        answer.on("data", (part: Uint8Array) => bytes += part.length);
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            bytes,
            etag: answer.headers.etag,
          }));
      });
      sent.on("error", reject);
      sent.end();
    });
  }

  /** Keeps `atOnce` requests going for `ms`; the number of answers. */
  async during(ms: number, atOnce: number, ask: () => Promise<unknown>): Promise<number> {
    const end = performance.now() + ms;
    let answers = 0;
    await Promise.all(Array.from({ length: atOnce }, async () => {
      while (performance.now() < end) {
        await ask();
        answers++;
      }
    }));
    return answers;
  }

  close(): void {
    this.#agent.destroy();
  }
}
