/** A thread that tries other values and other markets. */
import type { ExploreReply, ExploreRequest } from "../../../studio/explore/explore_protocol.ts";
import { ExploreThread } from "../../../studio/explore/explore_thread.ts";

/** The part of a worker's global scope that is used; the DOM library knows only that of a page. */
interface Thread {
  onmessage: ((event: MessageEvent<ExploreRequest>) => void) | null;
  postMessage(reply: ExploreReply, transfer: Transferable[]): void;
}

const thread = globalThis as unknown as Thread;
const explore = new ExploreThread((reply, transfer) => thread.postMessage(reply, transfer));

thread.onmessage = ({ data }) => void explore.answer(data);
