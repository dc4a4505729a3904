/**
 * How far one run can be trusted, test by test: spreads the tests over threads, and puts together what they say. Knows no page.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import {
  type Answer,
  judge,
  type Judgement,
  type OtherMarket,
  type RobustnessTestName,
} from "../../engine/robustness.ts";
import { ROBUSTNESS_NAMES } from "../../text/robustness/test_words.ts";
import type { LabMaterial, LabReply, LabRequest, LabRun, TestedReply } from "./lab_protocol.ts";

/** Where one test is. */
export type LabRow =
  | { readonly state: "waiting" }
  | { readonly state: "done"; readonly tested: TestedReply }
  /** It could not be carried out here. */
  | { readonly state: "failed" };

export type LabRows = Readonly<Record<RobustnessTestName, ReadonlySignal<LabRow>>>;

/** What all tests say together, once all of them are there. */
export type LabEnd =
  | {
    readonly kind: "judged";
    readonly judgement: Judgement;
    /** Of the tests that judge, in the order of the list. */
    readonly answers: Readonly<Partial<Record<RobustnessTestName, Answer>>>;
    readonly decided: TestedReply | null;
    readonly run: LabRun;
  }
  /** Not every test could be carried out, so that nothing is said of all. */
  | { readonly kind: "incomplete" };

export interface LabLink {
  readonly send: (request: LabRequest) => void;
  readonly close: () => void;
}

/** Where threads come from. */
export interface LabSources {
  /** How many tests may go on at once. */
  readonly threads: number;
  /** @throws where there are no threads */
  readonly openThread: (onReply: (reply: LabReply) => void, onFailure: () => void) => LabLink;
  /** The same without a thread, for when there are none. */
  readonly openInPage: (onReply: (reply: LabReply) => void, onFailure: () => void) => LabLink;
}

/**
 * Quick ones first, so that answers come at once; then the long ones, the longest first, so that all threads end at about the
 * same time.
 */
const QUEUE: readonly RobustnessTestName[] = [
  "order",
  "luck",
  "missed",
  "skill",
  "markets",
  "costs",
  "late",
  "starts",
  "noise",
  "timing",
  "parameters",
  "walk_forward",
];

interface Place {
  readonly link: LabLink;
  doing: RobustnessTestName | null;
}

export class LabSession {
  readonly rows: LabRows;
  /** `null` until the last test is there. */
  readonly end: ReadonlySignal<LabEnd | null>;
  readonly #rows: Readonly<Record<RobustnessTestName, Signal<LabRow>>>;
  readonly #end = signal<LabEnd | null>(null);
  readonly #queue = [...QUEUE];
  readonly #places = new Set<Place>();
  /** Tests that were going on when their thread broke. */
  readonly #broken = new Set<RobustnessTestName>();
  #material: LabMaterial | null = null;
  #others: readonly OtherMarket[] = [];
  /** Candles of other markets are on their way. */
  #isAwaiting = false;
  #isInPage = false;
  #closed = false;

  /** Opens the threads at once: they load the engine while the candles are on their way. */
  constructor(private readonly sources: LabSources) {
    this.#rows = Object.fromEntries(
      ROBUSTNESS_NAMES.map((name) => [name, signal<LabRow>({ state: "waiting" })]),
    ) as Record<RobustnessTestName, Signal<LabRow>>;
    this.rows = this.#rows;
    this.end = this.#end;
    try {
      for (let k = 0; k < sources.threads; k++) this.#open(sources.openThread);
    } catch {
      // Without any thread the page does the work itself.
    }
    if (this.#places.size === 0) this.#openInPage();
  }

  /** @param others candles of other markets, for which `markets` waits; no other test does */
  start(material: LabMaterial, others: Promise<readonly OtherMarket[]> | null = null): void {
    if (this.#closed || this.#material) return;
    this.#material = material;
    if (others) void this.#await(others);
    for (const place of [...this.#places]) this.#begin(place);
  }

  async #await(others: Promise<readonly OtherMarket[]>): Promise<void> {
    this.#queue.splice(this.#queue.indexOf("markets"), 1);
    this.#isAwaiting = true;
    // What could not be had is not tested.
    const found = await others.catch(() => []);
    this.#isAwaiting = false;
    if (this.#closed) return;
    this.#others = found;
    this.#queue.unshift("markets");
    const idle = [...this.#places].find(({ doing }) => doing === null);
    if (idle) this.#next(idle);
  }

  /** Nothing can be tested: every row says so. */
  giveUp(): void {
    if (this.#closed) return;
    for (const name of ROBUSTNESS_NAMES) this.#put(name, { state: "failed" });
    this.close();
  }

  /** Stops the threads. */
  close(): void {
    this.#closed = true;
    for (const { link } of this.#places) link.close();
    this.#places.clear();
  }

  #open(open: LabSources["openThread"]): void {
    const link = open((reply) => this.#take(place, reply), () => this.#lose(place));
    const place: Place = { link, doing: null };
    this.#places.add(place);
    if (this.#material) this.#begin(place);
  }

  #openInPage(): void {
    this.#isInPage = true;
    this.#open(this.sources.openInPage);
  }

  #begin(place: Place): void {
    place.link.send({ kind: "material", material: this.#material! });
    this.#next(place);
  }

  #next(place: Place): void {
    const name = this.#queue.shift();
    place.doing = name ?? null;
    if (name === "markets") place.link.send({ kind: "others", others: this.#others });
    if (name) place.link.send({ kind: "test", name });
    else if (!this.#isAwaiting && [...this.#places].every(({ doing }) => doing === null)) {
      this.close();
    }
  }

  #take(place: Place, reply: LabReply): void {
    if (this.#closed || place.doing !== reply.name) return;
    this.#put(
      reply.name,
      reply.kind === "tested" ? { state: "done", tested: reply } : { state: "failed" },
    );
    this.#next(place);
  }

  /** A thread broke: its test is tried once more elsewhere. */
  #lose(place: Place): void {
    if (this.#closed || !this.#places.delete(place)) return;
    place.link.close();
    const { doing } = place;
    if (doing && this.#broken.has(doing)) this.#put(doing, { state: "failed" });
    else if (doing) {
      this.#broken.add(doing);
      this.#queue.unshift(doing);
    }
    const idle = [...this.#places].find((other) => other.doing === null);
    if (idle && this.#material) this.#next(idle);
    if (this.#places.size > 0) return;
    if (this.#isInPage) this.giveUp();
    else this.#openInPage();
  }

  #put(name: RobustnessTestName, row: LabRow): void {
    if (this.#rows[name].peek().state !== "waiting") return;
    this.#rows[name].value = row;
    const rows = ROBUSTNESS_NAMES.map((each) => this.#rows[each].peek());
    if (rows.some(({ state }) => state === "waiting")) return;
    const tested = rows.flatMap((each) => each.state === "done" ? [each.tested] : []);
    const [first] = tested;
    this.#end.value = first && tested.length === rows.length
      ? judged(tested, first.run)
      : { kind: "incomplete" };
  }
}

/** @param tested every test, in the order of the list */
function judged(tested: readonly TestedReply[], run: LabRun): LabEnd {
  const answers: Record<string, Answer> = {};
  for (const { name, answer } of tested) if (answer) answers[name] = answer;
  const judgement = judge(answers, run.totalReturn);
  const decided = tested.find(({ name }) => name === judgement.decided_by) ?? null;
  return { kind: "judged", judgement, answers, decided, run };
}
