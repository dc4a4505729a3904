/** Spreads tasks over threads, the first come first. Knows no page. */
import type { CandleSeries } from "../../engine/mod.ts";
import type {
  ExploreOutcomes,
  ExploreReply,
  ExploreRequest,
  ExploreTask,
} from "./explore_protocol.ts";

export interface ExploreLink {
  readonly send: (request: ExploreRequest) => void;
  readonly close: () => void;
}

type Open = (onReply: (reply: ExploreReply) => void, onFailure: () => void) => ExploreLink;

/** Where threads come from. */
export interface ExploreSources {
  readonly threads: number;
  /** @throws where there are no threads */
  readonly openThread: Open;
  /** The same without a thread, for when there are none. */
  readonly openInPage: Open;
}

/** What became of a task. */
export type Outcome<Kind extends ExploreTask["kind"]> =
  | { readonly kind: "done"; readonly out: ExploreOutcomes[Kind] }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly message: string };

interface Job {
  readonly id: number;
  readonly task: ExploreTask;
  /** What it is made on; `null` for a task that needs none. */
  readonly candles: CandleSeries | null;
  readonly settle: (reply: Outcome<ExploreTask["kind"]>) => void;
}

interface Place {
  readonly link: ExploreLink;
  candles: CandleSeries | null;
  doing: Job | null;
}

/** Whether a job ends when a person says stop. */
const isStopped = ({ task }: Job) => task.kind !== "tries";

const STOPPED = "The calculation has stopped. Reload the page to go on; your strategy is kept.";

export class ExplorePool {
  readonly #places = new Set<Place>();
  #queue: Job[] = [];
  #ids = 0;
  #isInPage = false;
  /** Threads that may still be opened in place of broken ones. */
  #spare = 2;

  /** Threads are opened with the first task. */
  constructor(private readonly sources: ExploreSources) {}

  get threads(): number {
    return this.sources.threads;
  }

  /** Opens all threads, which load the engine, and hands them candles. */
  prepare(candles: CandleSeries): void {
    while (this.#open());
    for (const place of this.#places) this.#give(place, candles);
  }

  run<Task extends ExploreTask>(
    task: Task,
    candles: CandleSeries | null = null,
  ): Promise<Outcome<Task["kind"]>> {
    return new Promise((resolve) => {
      this.#queue.push({
        id: ++this.#ids,
        task,
        candles,
        settle: resolve as (reply: Outcome<ExploreTask["kind"]>) => void,
      });
      this.#next();
    });
  }

  /** Ends the grids and markets that wait or go on; they are answered as stopped. What was tried is counted all the same. */
  stop(): void {
    const ended = this.#queue.filter(isStopped);
    this.#queue = this.#queue.filter((job) => !isStopped(job));
    for (const { settle } of ended) settle({ kind: "stopped" });
    for (const { link, doing } of this.#places) {
      if (doing && isStopped(doing)) link.send({ kind: "stop" });
    }
  }

  /** Ends the threads with all that they do; another task opens them again. */
  close(): void {
    this.stop();
    for (const { settle } of this.#queue) settle({ kind: "stopped" });
    this.#queue = [];
    for (const { link, doing } of this.#places) {
      link.close();
      doing?.settle({ kind: "stopped" });
    }
    this.#places.clear();
  }

  #next(): void {
    while (this.#queue.length > 0) {
      const place = [...this.#places].find(({ doing }) => doing === null) ?? this.#open();
      if (!place) return;
      // Somebody waits for these; nobody waits for the count.
      const first = Math.max(0, this.#queue.findIndex(isStopped));
      const [job] = this.#queue.splice(first, 1) as [Job];
      place.doing = job;
      if (job.candles) this.#give(place, job.candles);
      place.link.send({ kind: "task", id: job.id, task: job.task });
    }
  }

  #give(place: Place, candles: CandleSeries): void {
    if (place.candles === candles) return;
    place.candles = candles;
    place.link.send({ kind: "candles", candles });
  }

  /** Another place, as long as there may be more. */
  #open(): Place | null {
    const most = this.#isInPage ? 1 : this.sources.threads;
    if (this.#places.size >= most) return null;
    const opened = (open: Open): Place => {
      const link = open((reply) => this.#take(place, reply), () => this.#lose(place));
      const place: Place = { link, candles: null, doing: null };
      this.#places.add(place);
      return place;
    };
    if (this.#isInPage) return opened(this.sources.openInPage);
    try {
      return opened(this.sources.openThread);
    } catch {
      this.#isInPage = true;
      return this.#places.size === 0 ? opened(this.sources.openInPage) : null;
    }
  }

  #take(place: Place, reply: ExploreReply): void {
    const { doing } = place;
    if (!doing || doing.id !== reply.id) return;
    place.doing = null;
    doing.settle(reply as Outcome<ExploreTask["kind"]>);
    this.#next();
  }

  /** A thread broke: what it did is done elsewhere, as long as others can be had. */
  #lose(place: Place): void {
    if (!this.#places.delete(place)) return;
    place.link.close();
    const { doing } = place;
    if (this.#spare-- <= 0) {
      if (this.#isInPage) {
        doing?.settle({ kind: "failed", message: STOPPED });
        for (const { settle } of this.#queue) settle({ kind: "failed", message: STOPPED });
        this.#queue = [];
        return;
      }
      this.#isInPage = true;
    }
    if (doing) this.#queue.unshift(doing);
    this.#next();
  }
}
