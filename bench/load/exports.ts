/** Everything of an account at once, and the long tables of one run. */
import { ApiSession } from "../../tests/support/api_session.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { percentile } from "../reporting/report.ts";
import { type LoadApp, underLoad } from "./frame.ts";
import type { LoadRow } from "./load.ts";

const FROM = "2021-01-01";
const UNTIL = "2025-12-31";

export async function* exportLoads(app: LoadApp, quick: boolean): AsyncGenerator<LoadRow> {
  const person = new ExportingPerson(app.app.url);
  await person.signUp();
  const strategy = await person.createStrategy(RSI_WITH_STOPS, "DEMO/USDT", "1h");
  const runs: string[] = [];
  for (let i = 0; i < (quick ? 1 : 10); i++) {
    runs.push(await person.startRun(strategy, FROM, UNTIL));
    const { status, error_message } = await person.ended(runs.at(-1)!);
    if (status !== "completed") throw new Error(`a run ended as ${status}: ${error_message}`);
  }
  for (
    const [name, paths] of [
      [`exports of ${runs.length} runs of five years of 1h, two at once`, [
        "/users/me/export",
        "/users/me/export",
      ]],
      [`the equity of each as CSV, all at once`, runs.map((id) => `/backtests/${id}/equity.csv`)],
    ] as const
  ) {
    let bytes = 0;
    const felt = await underLoad(app, async () => {
      const sizes = await Promise.all(paths.map((path) => person.download(path)));
      bytes = sizes.reduce((sum, size) => sum + size, 0);
    });
    const megabytes = (bytes / 1e6).toFixed(1);
    yield { name: `${name} (${megabytes} MB)`, ms: [felt.tookMs], processorMs: felt.processorMs };
    yield {
      name: `  others meanwhile, longest ${percentile(felt.staticMs, 1).toFixed(0)} ms`,
      staticMs: felt.staticMs,
    };
  }
}

class ExportingPerson extends ApiSession {
  /** The size of a file, bytes. */
  async download(path: string): Promise<number> {
    const response = await this.open(path);
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return (await response.arrayBuffer()).byteLength;
  }
}
