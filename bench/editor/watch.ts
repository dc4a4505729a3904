/** What happens in the page while it is measured. Runs in the page: nothing of this module is there but what it says itself. */

/** What the page notes down, milliseconds. */
export interface Notes {
  /** When runs were sent to the engine's thread. */
  sent: Map<number, number>;
  /** From sending a run to its answer. */
  answers: number[];
  /** From an answer to the end of the frame that shows it. */
  drawn: number[];
  /** From frame to frame. */
  frames: number[];
}
export type NotingWindow = typeof globalThis & { notes: Notes };

/** Looks at what goes to workers and comes from them; to be run before the page's own scripts. */
export function watchEngine(): void {
  const notes: Notes = { sent: new Map(), answers: [], drawn: [], frames: [] };
  (globalThis as NotingWindow).notes = notes;
  const Plain = globalThis.Worker;
  globalThis.Worker = class extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener("message", ({ data }: MessageEvent) => {
        const from = notes.sent.get(data?.id);
        if (data?.kind !== "result" || from === undefined) return;
        const now = performance.now();
        notes.answers.push(now - from);
        // A task that is asked for within a frame comes after that frame has been drawn.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => notes.drawn.push(performance.now() - now);
          port2.postMessage(null);
        });
      });
    }
    override postMessage(message: { kind?: string; id?: number }, options?: unknown): void {
      if (message.kind === "run") notes.sent.set(message.id!, performance.now());
      super.postMessage(message, options as Transferable[]);
    }
  };
}

/** Forgets what was noted, and times every frame from now on. */
export function startNoting(): void {
  const { notes } = globalThis as NotingWindow;
  notes.answers.length = 0;
  notes.drawn.length = 0;
  notes.frames.length = 0;
  let before = performance.now();
  const frame = (now: number) => {
    notes.frames.push(now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
