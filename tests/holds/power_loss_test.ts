/**
 * Loss of power: whatever the embedded app has answered is there afterwards. A session is recorded and its folder made again as
 * it may look at some of its moments; `deno task bench holds` goes through all of them.
 */
import assert from "node:assert/strict";
import { RecordedSession, seeded } from "./power_loss.ts";
import type { Unsynced } from "./recorded_disk.ts";

const CUTS = 20;

Deno.test({
  name: "power loss: every row that was answered is there, at whatever write the power goes",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const random = seeded(20261128);
    const session = await RecordedSession.record();
    try {
      assert.ok(session.answers.length >= 40);
      const modes: readonly Unsynced[] = ["lost", "some", "kept", "some"];
      for (let n = 0; n < CUTS; n++) {
        const { answers, begin, end } = session;
        // Right after an answer, where most is at stake, or anywhere.
        const moment = n % 2 === 0
          ? answers[Math.floor((n / CUTS) * answers.length)]!
          : begin + Math.floor(random() * (end - begin));
        await session.lose({ moment, unsynced: modes[Math.floor(n / 2) % 4]! }, random);
      }
    } finally {
      await session.dispose();
    }
  },
});
