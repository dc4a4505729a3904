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

const FOR_GOOD = "max-age=31536000, immutable";

export async function candleAnswer(
  c: Context<AppEnv>,
  answers: CandleAnswers,
  selection: Selection,
  form: CandleForm,
  { facts, caching, version }: {
    readonly facts: CandleFacts;
    /** Names the candles in the address: an answer that has it can never become another one. */
    readonly version: string | undefined;
    /** `null` for candles that nobody may keep. */
    readonly caching: string | null;
  },
): Promise<Response> {
  const digest = answers.digest(selection, form, facts);
  const gzip = acceptsGzip(c.req.header("accept-encoding"));
  const etag = `"${digest}${gzip ? "-gzip" : ""}"`;
  c.header("vary", "accept, accept-encoding");
  if (caching !== null) {
    const isNamed = version !== undefined && version.replace(/-gzip$/, "") === digest;
    c.header("cache-control", isNamed ? `${ownerOf(caching)}, ${FOR_GOOD}` : caching);
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

/** `public` or `private`. */
function ownerOf(caching: string): string {
  return caching.split(",", 1)[0] ?? "private";
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
