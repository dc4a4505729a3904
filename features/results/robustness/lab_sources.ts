/** Threads of a browser for the robustness lab. */
import type { LabLink, LabSources } from "../../../studio/robustness/lab_session.ts";
import { api, fetchCandles } from "../../../contracts/client/api_client.ts";
import type { OtherSources } from "../../../studio/robustness/other_candles.ts";
import type { LabReply } from "../../../studio/robustness/lab_protocol.ts";

const MOST_THREADS = 4;
/** How long the verdict waits for candles of other markets, milliseconds. */
const PATIENCE_MS = 10_000;

export const webOtherSources: OtherSources = {
  markets: async () => (await api("GET /markets")).markets,
  fetchCandles,
  patience: () => new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)),
};

export const webLabSources: LabSources = {
  threads: Math.min(MOST_THREADS, Math.max(1, globalThis.navigator?.hardwareConcurrency ?? 1)),
  openThread,
  openInPage,
};

function openThread(onReply: (reply: LabReply) => void, onFailure: () => void): LabLink {
  const worker = new Worker(new URL("./lab_worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<LabReply>) => onReply(data);
  worker.onerror = onFailure;
  worker.onmessageerror = onFailure;
  return {
    send: (request) => worker.postMessage(request),
    close: () => worker.terminate(),
  };
}

function openInPage(onReply: (reply: LabReply) => void, onFailure: () => void): LabLink {
  const thread = import("../../../studio/robustness/lab_thread.ts")
    .then(({ LabThread }) => new LabThread(onReply));
  thread.catch(onFailure);
  return {
    send: (request) => void thread.then((opened) => opened.answer(request)).catch(() => {}),
    close: () => void thread.then((opened) => opened.stop()).catch(() => {}),
  };
}
