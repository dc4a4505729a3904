/** The editor's engine thread. */
import { buffersOf, LiveEngine } from "../../../studio/live/live_engine.ts";
import type { LiveReply, LiveRequest } from "../../../studio/live/live_protocol.ts";

/** The part of a worker's global scope that is used; the DOM library knows only that of a page. */
interface Thread {
  onmessage: ((event: MessageEvent<LiveRequest>) => void) | null;
  postMessage(reply: LiveReply, transfer: Transferable[]): void;
}

const thread = globalThis as unknown as Thread;
const engine = new LiveEngine();

thread.onmessage = async ({ data }) => {
  const reply = await engine.answer(data);
  thread.postMessage(reply, buffersOf(reply));
};
