/** Candle files of one's own, as large as they may be. */
import { ApiSession } from "../../tests/support/api_session.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { percentile } from "../reporting/report.ts";
import { encodeCandlesCsv } from "../service/candles_csv.ts";
import { type LoadApp, underLoad } from "./frame.ts";
import type { LoadRow } from "./load.ts";

/** As many hours as there have been since 2009, about. */
const ROWS = 150_000;
const FIRST_MS = Date.UTC(2009, 0, 1);
const HOUR_MS = 3_600_000;
const BTC = { asset: "BTC/USDT", timeframe: "1h", name: "bench" };

export async function* importLoads(app: LoadApp, quick: boolean): AsyncGenerator<LoadRow> {
  const person = new ImportingPerson(app.app.url);
  await person.signUp();
  const bars = quick ? 5_000 : ROWS;
  const walk = randomWalk({ bars, seed: 2, start: 100, step: 0.01 });
  const time = Float64Array.from({ length: bars }, (_, i) => FIRST_MS + i * HOUR_MS);
  const file = encodeCandlesCsv({ ...walk, time });
  const broken = `${file.slice(0, -3)}x\n`;
  const size = `${(file.length / 1e6).toFixed(0)} MB, ${bars} rows`;
  for (
    const [name, body, status] of [
      [`a file of ${size} that is refused`, broken, 422],
      [`an import of ${size}`, file, 201],
      ["the same once more", file, 201],
    ] as const
  ) {
    const felt = await underLoad(app, () => person.sendFile(body, status));
    yield { name, ms: [felt.tookMs], processorMs: felt.processorMs };
    yield {
      name: `  others meanwhile, longest ${percentile(felt.staticMs, 1).toFixed(0)} ms`,
      staticMs: felt.staticMs,
    };
  }
}

/** Somebody who sends candle files. */
export class ImportingPerson extends ApiSession {
  readonly #url: string;
  #session = "";

  constructor(url: string) {
    super(url);
    this.#url = url;
  }

  override async signUp(): Promise<void> {
    const response = await fetch(`${this.#url}/api/v1/auth/signup`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        email: `${crypto.randomUUID()}@example.com`,
        password: "correct horse",
      }),
    });
    await response.body?.cancel();
    this.#session = response.headers.get("set-cookie")?.split(";")[0] ?? "";
  }

  async sendFile(
    body: string,
    status: number,
    series: Readonly<Record<string, string>> = BTC,
  ): Promise<void> {
    const response = await fetch(
      `${this.#url}/api/v1/candles/import?${new URLSearchParams(series)}`,
      { method: "POST", headers: { "content-type": "text/csv", cookie: this.#session }, body },
    );
    const text = await response.text();
    if (response.status !== status) {
      throw new Error(`the import answered ${response.status}: ${text.slice(0, 300)}`);
    }
  }
}
