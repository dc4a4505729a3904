/** The answer of `GET /candles`: a browser that has these candles already is told so, and nothing else. */
import type { Context } from "hono";
import type {
  CandleAnswers,
  CandleFacts,
  CandleForm,
} from "../../server/market_data/candle_answers.ts";
import type { Selection } from "../../server/market_data/candle_reader.ts";
import type { AppEnv } from "../http/app_env.ts";

const TYPES = { binary: "application/octet-stream", json: "application/json" } as const;

export async function candleAnswer(
  c: Context<AppEnv>,
  answers: CandleAnswers,
  selection: Selection,
  form: CandleForm,
  { facts, caching }: {
    readonly facts: CandleFacts;
    /** `null` for candles that nobody may keep. */
    readonly caching: string | null;
  },
): Promise<Response> {
  const digest = answers.digest(selection, form, facts);
  const gzip = acceptsGzip(c.req.header("accept-encoding"));
  const etag = `"${digest}${gzip ? "-gzip" : ""}"`;
  c.header("vary", "accept, accept-encoding");
  if (caching !== null) {
    c.header("cache-control", caching);
    c.header("etag", etag);
    if (isKnown(c.req.header("if-none-match"), etag)) return c.body(null, 304);
  }
  c.header("content-type", TYPES[form]);
  if (form === "binary") {
    c.header("x-candles-venue", facts.venue);
    c.header("x-candles-complete", facts.complete ? "1" : "0");
  }
  const packed = gzip ? await answers.packed(digest, selection, form, facts) : null;
  if (packed === null) return c.body(await answers.body(digest, selection, form, facts));
  c.header("content-encoding", "gzip");
  return c.body(packed);
}

function acceptsGzip(header = ""): boolean {
  return header.split(",").some((part) => {
    const [coding = "", ...parameters] = part.trim().toLowerCase().split(/\s*;\s*/);
    return coding === "gzip" && !parameters.some((one) => /^q=0(\.0*)?$/.test(one));
  });
}

/** Whether a list of tags names this one; `*` names any. */
function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(",").map((tag) => tag.trim().replace(/^W\//, ""))
    .some((tag) => tag === etag || tag === "*");
}
