/** A thread for heavy work that comes now and then: it is started when it is needed, does one thing at a time, and ends a little later. */
import { errorFrom, type LoggedError } from "../logging/log_error.ts";
import { threadError } from "../logging/thread_error.ts";

/** What such a thread replies: what was asked for, or an error that nobody expected. */
export type IdleReply<Answer> =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "broken"; readonly error: LoggedError };

/** How long the thread waits for more to do, ms. */
const IDLE_MS = 1_000;

export class IdleThread<Request, Answer> {
  #worker: Worker | null = null;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #fail: (error: Error) => void = () => {};

  constructor(private readonly module: URL) {}

  /** The thread's answer; what was asked before comes first. */
  ask(request: Request): Promise<Answer> {
    const answer = this.#last.then(() => this.#ask(request));
    this.#last = answer.catch(() => {});
    return answer;
  }

  /** Ends the thread; what it is doing fails. */
  close(): void {
    clearTimeout(this.#idle);
    this.#worker?.terminate();
    this.#worker = null;
    this.#fail(new Error("the thread was ended"));
  }

  async #ask(request: Request): Promise<Answer> {
    clearTimeout(this.#idle);
    const worker = this.#worker ??= new Worker(this.module, { type: "module" });
    const { promise, resolve, reject } = Promise.withResolvers<IdleReply<Answer>>();
    this.#fail = reject;
    worker.onmessage = ({ data }: MessageEvent<IdleReply<Answer>>) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(threadError(event));
    };
    worker.postMessage(request);
    try {
      const reply = await promise;
      if (reply.kind === "broken") throw errorFrom(reply.error);
      this.#idle = setTimeout(() => this.close(), IDLE_MS);
      return reply.answer;
    } catch (error) {
      // The state of the thread is unknown: it is not used again.
      this.close();
      throw error;
    }
  }
}
