/** Threads of a browser that try other values and other markets. */
import type { ExploreLink, ExploreSources } from "../../../studio/explore/explore_pool.ts";
import type { ExploreReply } from "../../../studio/explore/explore_protocol.ts";

/** The live result has a thread of its own beside them. */
const MOST_THREADS = 4;

export const webExploreSources: ExploreSources = {
  threads: Math.min(MOST_THREADS, Math.max(2, globalThis.navigator?.hardwareConcurrency ?? 1)),
  openThread: (onReply, onFailure) => {
    const worker = new Worker(new URL("./explore_worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<ExploreReply>) => onReply(data);
    worker.onerror = onFailure;
    worker.onmessageerror = onFailure;
    return {
      send: (request) => worker.postMessage(request),
      close: () => worker.terminate(),
    };
  },
  openInPage,
};

function openInPage(onReply: (reply: ExploreReply) => void, onFailure: () => void): ExploreLink {
  const thread = import("../../../studio/explore/explore_thread.ts")
    .then(({ ExploreThread }) => new ExploreThread(onReply));
  thread.catch(onFailure);
  return {
    send: (request) => void thread.then((opened) => opened.answer(request)).catch(() => {}),
    close: () => {},
  };
}
