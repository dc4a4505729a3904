/** Candles and the engine, as a browser has them. */
import { fetchCandles } from "../../../contracts/client/api_client.ts";
import type { EngineLink, LiveSources } from "../../../studio/live/live_session.ts";
import type { LiveReply } from "../../../studio/live/live_protocol.ts";

export const browserSources: LiveSources = {
  fetchCandles,
  openEngine,
  nowMs: () => Date.now(),
};

/** Set once a worker has failed before it answered anything: it cannot be had here. */
let noWorkers = false;

/** A worker; where there are none, or it cannot be loaded, the page does the work itself. */
async function openEngine(
  onReply: (reply: LiveReply) => void,
  onFailure: () => void,
): Promise<EngineLink> {
  try {
    if (noWorkers) throw new Error("no workers");
    const worker = new Worker(new URL("./engine_worker.ts", import.meta.url), { type: "module" });
    let heard = false;
    worker.onmessage = ({ data }: MessageEvent<LiveReply>) => {
      heard = true;
      onReply(data);
    };
    const fail = () => {
      noWorkers ||= !heard;
      onFailure();
    };
    worker.onerror = fail;
    worker.onmessageerror = fail;
    return {
      inPage: false,
      send: (request) => worker.postMessage(request),
      close: () => worker.terminate(),
    };
  } catch {
    const { LiveEngine } = await import("../../../studio/live/live_engine.ts");
    const engine = new LiveEngine();
    return {
      inPage: true,
      send: (request) => void engine.answer(request).then(onReply),
      close: () => {},
    };
  }
}
