import type { RobustnessTestName } from "../../../../engine/robustness.ts";

/** What a page says of a test beside its question, its drawings and what the card of a run says already. */
export interface TestStory {
  readonly name: RobustnessTestName;
  /** Why one asks. */
  readonly lead: string;
  /** How it is done, step by step. */
  readonly steps: readonly string[];
  /** How its drawings are read. */
  readonly reading: string;
  /** When it gives which answer; `null` for a test that judges nothing. */
  readonly answers: {
    readonly held: string;
    readonly doubtful: string;
    readonly failed: string;
  } | null;
  /** What it is often taken for, and what is so. */
  readonly misunderstood: readonly { readonly claim: string; readonly truth: string }[];
  /** What it cannot say, beside what the card says of that. */
  readonly limits: string;
}
