/** What notifications do, run on each driver. Waits have generous ends; nothing is asserted about how long things take. */
import assert from "node:assert/strict";
import { freshPostgresUrl } from "../../tests/support/database.ts";
import { type Need, testEnv, testWith } from "../../tests/support/env.ts";
import { startRelay } from "../../tests/support/relay.ts";
import { openPostgres } from "../db/connect.ts";
import type { Notification, Notifications } from "./notifications.ts";
import { openPostgresNotifications } from "./postgres_notifications.ts";
import { openProcessNotifications } from "./process_notifications.ts";

interface Opened {
  readonly here: Notifications;
  /** What another process of the installation has; the embedded database is one process's, so it is the same there. */
  readonly elsewhere: Notifications;
  readonly problems: unknown[];
  close(): Promise<void>;
}

interface Driver {
  readonly name: string;
  readonly needs: readonly Need[];
  open(): Promise<Opened>;
}

const drivers: readonly Driver[] = [
  {
    name: "one process",
    needs: [],
    open() {
      const problems: unknown[] = [];
      const here = openProcessNotifications((error) => problems.push(error));
      return Promise.resolve({ here, elsewhere: here, problems, close: () => here.close() });
    },
  },
  {
    name: "PostgreSQL",
    needs: ["postgres"],
    async open() {
      const { url: databaseUrl, drop } = await freshPostgresUrl();
      const database = openPostgres(databaseUrl);
      const problems: unknown[] = [];
      const open = () =>
        openPostgresNotifications({
          databaseUrl,
          db: database.db,
          onProblem: (error) => problems.push(error),
        });
      const [here, elsewhere] = [open(), open()];
      const close = async () => {
        await here.close();
        await elsewhere.close();
        await database.close();
        await drop();
      };
      return { here, elsewhere, problems, close };
    },
  },
];

for (const driver of drivers) {
  const check = (name: string, fn: (opened: Opened) => Promise<void>) =>
    testWith(driver.needs, `notifications in ${driver.name}: ${name}`, async () => {
      const opened = await driver.open();
      try {
        await fn(opened);
      } finally {
        await opened.close();
      }
    }, { sanitizeResources: false, sanitizeOps: false });

  check(
    "reach everybody who listens to the topic, here and elsewhere, in order",
    async (opened) => {
      const { here, elsewhere } = opened;
      const inboxes = [new Inbox(), new Inbox(), new Inbox()];
      await inboxes[0]!.listen(here, "a");
      await inboxes[1]!.listen(here, "a");
      await inboxes[2]!.listen(elsewhere, "a");
      for (const message of ["1", "2", "3"]) await here.publish("a", message);
      for (const inbox of inboxes) assert.deepEqual(await inbox.wait(3), ["1", "2", "3"]);
    },
  );

  check("of another topic reach no listener", async ({ here, elsewhere }) => {
    const [a, b] = [new Inbox(), new Inbox()];
    await a.listen(here, "a");
    await b.listen(elsewhere, "b");
    await here.publish("b", "for b");
    await here.publish("a", "for a");
    assert.deepEqual(await a.wait(1), ["for a"]);
    assert.deepEqual(await b.wait(1), ["for b"]);
  });

  check("are not delivered after unsubscribing, to that listener alone", async ({ here }) => {
    const [leaving, staying] = [new Inbox(), new Inbox()];
    const leave = await leaving.listen(here, "a");
    await staying.listen(here, "a");
    await here.publish("a", "first");
    await leaving.wait(1);
    await staying.wait(1);
    leave();
    leave();
    await here.publish("a", "second");
    assert.deepEqual(await staying.wait(2), ["first", "second"]);
    assert.deepEqual(leaving.messages, ["first"]);
  });

  check("keep topics and messages of any letters apart", async ({ here }) => {
    const odd = `quotes ' " \\ \n, "a", ü 漢 😀`;
    const inbox = new Inbox();
    await inbox.listen(here, odd);
    await here.publish(odd, odd);
    await here.publish(odd);
    assert.deepEqual(await inbox.wait(2), [odd, ""]);
  });

  check("without a listener are no error, and too long ones are refused", async ({ here }) => {
    await here.publish("unheard", "message");
    await here.publish("a", "x".repeat(3_999));
    await assert.rejects(here.publish("a", "x".repeat(4_000)), RangeError);
    await assert.rejects(here.publish("ü".repeat(2_000), "x"), RangeError);
  });

  check("of a listener that throws reach the others", async ({ here, problems }) => {
    const inbox = new Inbox();
    here.subscribe("a", ({ kind }) => {
      if (kind === "message") throw new Error("a listener fails");
    });
    await inbox.listen(here, "a");
    await here.publish("a", "told");
    assert.deepEqual(await inbox.wait(1), ["told"]);
    assert.ok(problems.some((problem) => String(problem).includes("a listener fails")));
  });

  check("reach 2,000 listeners", async ({ here }) => {
    const heard = new Set<number>();
    const all = Promise.withResolvers<void>();
    for (let n = 0; n < 2_000; n++) {
      here.subscribe("a", (notification) => {
        if (notification.kind === "message" && notification.message === "told") heard.add(n);
        if (heard.size === 2_000) all.resolve();
      });
    }
    await new Inbox().listen(here, "a");
    await here.publish("a", "told");
    await all.promise;
    assert.equal(heard.size, 2_000);
  });

  check("end with closing", async ({ here }) => {
    const inbox = new Inbox();
    await inbox.listen(here, "a");
    await here.close();
    await assert.rejects(here.publish("a", "late"), /closed/);
    assert.deepEqual(inbox.messages, []);
    await here.close();
  });
}

testWith(
  ["postgres"],
  "notifications in PostgreSQL: a broken connection is restored, and every listener learns that messages may be lost",
  async () => {
    const { url, drop } = await freshPostgresUrl();
    const database = openPostgres(url);
    const relay = startRelay(testEnv.databaseUrl ?? "");
    const cuttable = new URL(url);
    cuttable.host = `127.0.0.1:${relay.port}`;
    const problems: unknown[] = [];
    const notifications = openPostgresNotifications({
      databaseUrl: cuttable.href,
      db: database.db,
      onProblem: (error) => problems.push(error),
    });
    try {
      const [a, b] = [new Inbox(), new Inbox()];
      await a.listen(notifications, "a");
      await b.listen(notifications, "b");
      const before = [a.lost, b.lost];
      relay.cut();
      await notifications.publish("a", "while disconnected");
      relay.heal();
      await a.until(() => a.lost > before[0]!);
      await b.until(() => b.lost > before[1]!);
      await notifications.publish("a", "after");
      assert.deepEqual(await a.wait(1), ["after"]);
      assert.ok(problems.length > 0, "the outage was not reported");
    } finally {
      await notifications.close();
      await database.close();
      await relay.stop();
      await drop();
    }
  },
  { sanitizeResources: false, sanitizeOps: false },
);

testWith(
  ["postgres"],
  "notifications in PostgreSQL: foreign messages on the channel are ignored",
  async () => {
    const { url, drop } = await freshPostgresUrl();
    const database = openPostgres(url);
    const notifications = openPostgresNotifications({ databaseUrl: url, db: database.db });
    try {
      const inbox = new Inbox();
      await inbox.listen(notifications, "a");
      const { sql } = await import("kysely");
      for (const foreign of ["", "no json", "{}", '["a"]', '["a", 1]', "null"]) {
        await sql`select pg_notify('blockbuilders', ${foreign})`.execute(database.db);
      }
      await notifications.publish("a", "told");
      assert.deepEqual(await inbox.wait(1), ["told"]);
    } finally {
      await notifications.close();
      await database.close();
      await drop();
    }
  },
  { sanitizeResources: false, sanitizeOps: false },
);

/** Collects messages and lets a test wait for a number of them. */
class Inbox {
  readonly messages: string[] = [];
  /** How often it was told that messages may be lost. */
  lost = 0;
  #heard = false;
  readonly #knock = `knock ${crypto.randomUUID()}`;
  #wake: () => void = () => {};

  /** Subscribes, and resolves when messages arrive. */
  async listen(notifications: Notifications, topic: string): Promise<() => void> {
    const leave = notifications.subscribe(topic, (notification) => this.#take(notification));
    while (!this.#heard) {
      await notifications.publish(topic, this.#knock);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return leave;
  }

  async wait(count: number): Promise<string[]> {
    await this.until(() => this.messages.length >= count);
    return [...this.messages];
  }

  async until(condition: () => boolean): Promise<void> {
    const end = setTimeout(() => this.#wake(), 30_000);
    const deadline = Date.now() + 30_000;
    while (!condition() && Date.now() < deadline) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    clearTimeout(end);
    assert.ok(condition(), `got only ${JSON.stringify(this.messages)}`);
  }

  #take(notification: Notification): void {
    if (notification.kind === "lost") this.lost++;
    else if (notification.message === this.#knock) this.#heard = true;
    else if (!notification.message.startsWith("knock ")) this.messages.push(notification.message);
    this.#wake();
  }
}
