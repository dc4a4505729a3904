/** Starts an inquiry in a thread; where there are none, or it cannot be loaded, the page does the work itself. */
import type { InquiryReply, InquiryRun } from "./inquiry.ts";

/** Calls `onReply` with each answer; the returned function ends it. */
export function openInquiry(run: InquiryRun, onReply: (reply: InquiryReply) => void): () => void {
  let over = false;
  let heard = false;
  let worker: Worker | null = null;
  const tell = (reply: InquiryReply) => {
    heard = true;
    if (!over) onReply(reply);
  };
  const inPage = async () => {
    if (over) return;
    const [{ inquire }, { webSources }] = await Promise.all([
      import("./inquiry.ts"),
      import("./web_sources.ts"),
    ]);
    await inquire(run, webSources, tell);
  };
  try {
    worker = new Worker(new URL("./inquiry_worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<InquiryReply>) => tell(data);
    worker.onerror = () => {
      if (heard) tell({ kind: "no_costs" });
      else void inPage();
    };
    worker.postMessage(run);
  } catch {
    void inPage();
  }
  return () => {
    over = true;
    worker?.terminate();
  };
}
