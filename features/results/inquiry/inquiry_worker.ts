/** The thread of a result's page. */
import { buffersOf, inquire, type InquiryReply, type InquiryRun } from "./inquiry.ts";
import { signalsOf } from "./signals.ts";
import { webSources } from "./web_sources.ts";

/** The part of a worker's global scope that is used; the DOM library knows only that of a page. */
interface Thread {
  onmessage: ((event: MessageEvent<InquiryRun>) => void) | null;
  postMessage(reply: InquiryReply, transfer: Transferable[]): void;
}

const thread = globalThis as unknown as Thread;

thread.onmessage = ({ data }) =>
  void inquire(
    data,
    webSources,
    (reply) => thread.postMessage(reply, buffersOf(reply)),
    signalsOf,
  );
