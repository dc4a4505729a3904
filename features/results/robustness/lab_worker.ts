/** A thread of the robustness lab. */
import type { LabReply, LabRequest } from "../../../studio/robustness/lab_protocol.ts";
import { LabThread } from "../../../studio/robustness/lab_thread.ts";

/** The part of a worker's global scope that is used; the DOM library knows only that of a page. */
interface Thread {
  onmessage: ((event: MessageEvent<LabRequest>) => void) | null;
  postMessage(reply: LabReply): void;
}

const thread = globalThis as unknown as Thread;
const lab = new LabThread((reply) => thread.postMessage(reply));

thread.onmessage = ({ data }) => void lab.answer(data);
