import assert from "node:assert/strict";
import { cleanup, fireEvent, render, screen, waitFor, within } from "../../tests/support/dom.ts";
import { withAnswers } from "../../tests/support/fetch_stub.ts";
import { StrategyTable, type StrategyTableProps } from "./StrategyTable.tsx";
import { lastResult, listItem } from "./testing/list_items.ts";

const USAGE: StrategyTableProps["usage"] = {
  strategies: { used: 3, limit: 10 },
  backtests_today: {
    used: 0,
    limit: 50,
    resets_at: new Date(Date.now() + 86_400_000).toISOString(),
  },
  upgrade: null,
};

function open(strategies: StrategyTableProps["strategies"], usage = USAGE) {
  render(<StrategyTable strategies={strategies} archived={false} usage={usage} zone="UTC" />);
  const search = () => screen.getByLabelText<HTMLInputElement>("Search strategies");
  return {
    search,
    find: (value: string) => fireEvent.input(search(), { target: { value } }),
    names: () =>
      [...document.querySelectorAll('tbody [data-part="name"]')].map(({ textContent }) =>
        textContent
      ),
    row: (name: string) => document.querySelector<HTMLElement>(`tr[data-strategy="${name}"]`)!,
  };
}
const three = () => [
  listItem("gamma", { updated_at: "2025-01-03T00:00:00Z" }),
  listItem("Alpha", {
    asset: "ETH/USDT",
    timeframe: "4h",
    updated_at: "2025-01-02T00:00:00Z",
  }),
  listItem("beta"),
];

Deno.test("StrategyTable: searched by name and market, and the search is cleared with focus in it", () => {
  const list = open(three());
  assert.deepEqual(list.names(), ["gamma", "Alpha", "beta"], "the newest first");
  list.find("eth 4h");
  assert.deepEqual(list.names(), ["Alpha"]);
  screen.getByText("1 found");
  list.find("nothing is called so");
  assert.deepEqual(list.names(), []);
  screen.getByText(/No strategy matches “nothing is called so”\./);
  fireEvent.click(screen.getByRole("button", { name: "Clear search" }));
  assert.equal(list.names().length, 3);
  assert.ok(document.activeElement === list.search());
});

Deno.test("StrategyTable: sorted by the head of a column, and turned over by a second press", () => {
  const list = open(three());
  const head = screen.getByRole("columnheader", { name: "Name" });
  fireEvent.click(within(head).getByRole("button"));
  assert.deepEqual(list.names(), ["Alpha", "beta", "gamma"]);
  assert.equal(head.getAttribute("aria-sort"), "ascending");
  fireEvent.click(within(head).getByRole("button"));
  assert.deepEqual(list.names(), ["gamma", "beta", "Alpha"]);
  assert.equal(head.getAttribute("aria-sort"), "descending");
});

Deno.test("StrategyTable: of many a hundred are drawn, all are found, and more come when asked for", () => {
  const list = open(Array.from({ length: 120 }, (_, k) => listItem(`Turtle ${k + 1}`)));
  screen.getByText("100 of 120 shown");
  assert.equal(list.names().length, 100);
  list.find("turtle 117");
  assert.deepEqual(list.names(), ["Turtle 117"]);
  list.find("");
  assert.equal(list.names().length, 100);
  // By its words: the roles of so many rows take seconds to work out.
  fireEvent.click(screen.getByText("Show 20 more"));
  assert.equal(list.names().length, 120);
  assert.equal(screen.queryByText(/of 120 shown/), null);
});

Deno.test("StrategyTable: a name that could not be kept stays in its field with the reason, and is kept the second time", async () => {
  const list = open([listItem("First idea")]);
  fireEvent.click(within(list.row("First idea")).getByText("Rename"));
  const field = () => screen.getByLabelText<HTMLInputElement>(/^New name of /);
  const keep = (value: string) => {
    fireEvent.input(field(), { target: { value } });
    fireEvent.keyDown(field(), { key: "Enter" });
  };
  keep("");
  await screen.findByText("Give the strategy a name.");
  await withAnswers(
    () => ({
      status: 503,
      json: { error: { code: "unavailable", message: "The database is away.", issues: [] } },
    }),
    async (asked) => {
      keep("Second thought");
      await screen.findByText("The database is away.");
      assert.deepEqual(asked.map(({ method, path }) => `${method} ${path}`), [
        "PATCH /api/v1/strategies/First%20idea",
      ]);
      assert.equal(field().value, "Second thought");
    },
  );
  await withAnswers(
    () => ({ json: { updated_at: "2025-02-01T00:00:00Z" } }),
    async (asked) => {
      fireEvent.keyDown(field(), { key: "Enter" });
      await screen.findByRole("link", { name: /Second thought/ });
      assert.deepEqual(asked[0]?.body, { name: "Second thought" });
    },
  );
});

Deno.test("StrategyTable: Escape keeps the old name, and nothing is asked of the server", async () => {
  const list = open([listItem("First idea")]);
  await withAnswers(() => undefined, (asked) => {
    fireEvent.click(within(list.row("First idea")).getByText("Rename"));
    const field = screen.getByLabelText("New name of First idea");
    fireEvent.input(field, { target: { value: "Second thought" } });
    fireEvent.keyDown(field, { key: "Escape" });
    assert.deepEqual(list.names(), ["First idea"]);
    assert.deepEqual(asked, []);
    return Promise.resolve();
  });
});

Deno.test("StrategyTable: a full account says so where one would be added, and an archived one makes room", async () => {
  const usage = { ...USAGE, strategies: { used: 1, limit: 1 } };
  const list = open([listItem("Held")], usage);
  const full = "You have 1 of 1 strategy, the beta limit. Archive one to make room.";
  const duplicate = within(list.row("Held")).getByRole("button", { name: /^Duplicate/ });
  within(duplicate).getByText(full);
  assert.equal(duplicate.getAttribute("aria-disabled"), "true");
  await withAnswers(() => ({ json: {} }), async (asked) => {
    fireEvent.click(duplicate);
    assert.deepEqual(asked, []);
    fireEvent.click(within(list.row("Held")).getByRole("button", { name: "Archive" }));
    await screen.findByText("Archived “Held”.");
    await waitFor(() => assert.equal(screen.queryByText(full), null));
  });
});

Deno.test("StrategyTable: the curve of the last result is drawn, and told in words beside its figures", () => {
  const result = {
    id: "r",
    created_at: "2025-03-02T08:00:00Z",
    total_return: 0.124,
    max_drawdown: -0.1,
    sparkline: [1, 0.919, 1.14, 1.124],
  };
  const list = open([listItem("Held", {
    last_run: { ...result, status: "completed" },
    last_result: lastResult(result),
  })]);
  const row = within(list.row("Held"));
  row.getByRole("img", { name: /^Equity between .* at the end$/ });
  assert.match(
    list.row("Held").querySelector("td[data-label=Return]")?.textContent ?? "",
    /^\+12\.4\s%$/,
  );
});

Deno.test("StrategyTable: figures stay while a later run waits or has failed, and say whose they are and how old", () => {
  const result = {
    id: "good",
    created_at: "2025-03-02T08:00:00Z",
    candles_from: "2021-01-01T00:00:00Z",
    candles_until: "2021-06-01T00:00:00Z",
    total_return: 0.124,
    max_drawdown: -0.1,
    sparkline: [1, 1.124],
  };
  for (const [status, label] of [["pending", "Pending"], ["failed", "Failed"]] as const) {
    const list = open([listItem(label, {
      last_run: {
        id: "later",
        status,
        created_at: "2025-03-05T08:00:00Z",
        total_return: null,
        max_drawdown: null,
        sparkline: null,
      },
      last_result: lastResult(result),
      freshness: "needs_update",
    })]);
    const row = within(list.row(label));
    row.getAllByText(label);
    row.getByText(/1.Jan.2021 – 31.May.2021/);
    assert.match(
      list.row(label).querySelector("td[data-label=Return]")?.textContent ?? "",
      /^\+12\.4\s%$/,
    );
    row.getByRole("img", { name: /^Equity between/ });
    assert.equal(
      row.getByRole("link", { name: /^Figures: run of/ }).getAttribute("href"),
      "/runs/good",
    );
    assert.equal(row.queryByText("Updated today"), null);
    cleanup();
  }
});

Deno.test("StrategyTable: the newest result stands beside buy & hold, with its period and trades", () => {
  const list = open([listItem("Held", {
    last_run: {
      id: "r",
      status: "completed",
      created_at: "2025-03-02T08:00:00Z",
      total_return: 0.1,
      max_drawdown: -0.1,
      sparkline: null,
    },
    last_result: lastResult({ buy_and_hold_return: 0.596, num_trades: 1_204, asset: "ETH/USDT" }),
  })]);
  const cell = (label: string) =>
    list.row("Held").querySelector(`td[data-label="${label}"]`)?.textContent;
  assert.match(cell("Return") ?? "", /^\+10\.0\s%$/);
  assert.match(cell("Buy & hold") ?? "", /^\+59\.6\s%$/);
  assert.equal(cell("Trades"), "1,204");
  assert.match(
    list.row("Held").querySelector('[data-part="period"]')?.textContent ?? "",
    /^1.Jan.2025 – 1.Mar.2025, on ETH\/USDT 1h$/,
  );
});

Deno.test("StrategyTable: a pin brings a strategy to the top, and goes back when it cannot be kept", async () => {
  const list = open(three());
  const pin = () => screen.getByRole("button", { name: "Pin beta to the top" });
  await withAnswers(
    () => ({ status: 503, json: { error: { code: "unavailable", message: "Away.", issues: [] } } }),
    async (asked) => {
      fireEvent.click(pin());
      assert.deepEqual(list.names(), ["beta", "gamma", "Alpha"]);
      await screen.findByText("Away.");
      assert.deepEqual(list.names(), ["gamma", "Alpha", "beta"]);
      assert.deepEqual(asked[0]?.body, { is_pinned: true });
    },
  );
  await withAnswers(() => ({ json: {} }), async () => {
    fireEvent.click(pin());
    await waitFor(() => assert.equal(pin().getAttribute("aria-pressed"), "true"));
    fireEvent.click(within(list.row("beta")).getByText("Unpin"));
    await waitFor(() => assert.deepEqual(list.names(), ["gamma", "Alpha", "beta"]));
  });
});

Deno.test("StrategyTable: tags are typed with commas, emptied, and refused with the reason", async () => {
  const list = open([listItem("Held", { tags: ["trend"] })]);
  const field = () => screen.getByLabelText<HTMLInputElement>(/^Tags of Held/);
  const type = (value: string) => {
    fireEvent.input(field(), { target: { value } });
    fireEvent.keyDown(field(), { key: "Enter" });
  };
  const shownTags = () =>
    [...list.row("Held").querySelectorAll('[data-part="tags"] button')].map(({ textContent }) =>
      textContent
    );
  const edit = () => fireEvent.click(within(list.row("Held")).getByText("Edit tags"));
  edit();
  assert.equal(field().value, "trend");
  type("x".repeat(31));
  await screen.findByText("A tag has at most 30 characters.");
  type(Array.from({ length: 11 }, (_, k) => `t${k}`).join(","));
  await screen.findByText("There are at most 10 tags.");
  await withAnswers(
    (request) => ({ json: { tags: (request.body as { tags: string[] }).tags } }),
    async (asked) => {
      type(" Trend ,, trend,mean   reversion ,");
      await waitFor(() => assert.deepEqual(shownTags(), ["Trend", "mean reversion"]));
      assert.deepEqual(asked[0]?.body, { tags: ["Trend", "mean reversion"] });
      edit();
      type("");
      await waitFor(() => assert.deepEqual(shownTags(), []));
      assert.deepEqual(asked[1]?.body, { tags: [] });
    },
  );
});

Deno.test("StrategyTable: of many tags two are shown, the others when asked for", () => {
  const list = open([listItem("Held", { tags: ["a", "b", "c", "d"] })]);
  const shownTags = () =>
    [...list.row("Held").querySelectorAll('[data-part="tags"] button')].map(({ textContent }) =>
      textContent
    );
  assert.deepEqual(shownTags(), ["a", "b", "+2"]);
  fireEvent.click(screen.getByRole("button", { name: "2 more tags of Held" }));
  assert.deepEqual(shownTags(), ["a", "b", "c", "d", "Fewer"]);
  fireEvent.click(screen.getByRole("button", { name: "Fewer tags of Held" }));
  assert.deepEqual(shownTags(), ["a", "b", "+2"]);
});

Deno.test("StrategyTable: a tag narrows the list, and a second press shows all again", () => {
  const list = open([
    listItem("a", { tags: ["trend"] }),
    listItem("b", { tags: ["Trend", "idea"] }),
    listItem("c"),
  ]);
  const filter = screen.getByRole("group", { name: "Only with the tag" });
  fireEvent.click(within(filter).getByRole("button", { name: "trend" }));
  assert.deepEqual(list.names(), ["a", "b"]);
  screen.getByText("2 found");
  fireEvent.click(within(filter).getByRole("button", { name: "trend" }));
  assert.deepEqual(list.names(), ["a", "b", "c"]);
  fireEvent.click(screen.getByRole("button", { name: "Show strategies tagged idea" }));
  assert.deepEqual(list.names(), ["b"]);
});

Deno.test("StrategyTable: up to four strategies with a result are chosen and compared", () => {
  const list = open([
    ...["a", "b", "c", "d", "e"].map((name) =>
      listItem(name, { last_result: lastResult({ id: `run-${name}` }) })
    ),
    listItem("none"),
  ]);
  const box = (name: string) => screen.getByLabelText<HTMLInputElement>(`Compare ${name}`);
  assert.equal(box("none").disabled, true);
  assert.equal(box("none").title, "It has not been run yet.");
  fireEvent.click(box("b"));
  screen.getByText(/^1 strategy chosen\. Choose another/);
  assert.equal(screen.queryByRole("link", { name: "Compare results" }), null);
  fireEvent.click(box("a"));
  const link = () => screen.getByRole("link", { name: "Compare results" }).getAttribute("href");
  assert.equal(link(), "/compare?runs=run-b,run-a");
  fireEvent.click(box("c"));
  fireEvent.click(box("d"));
  screen.getByText("4 strategies chosen, as many as fit");
  assert.equal(box("e").disabled, true);
  fireEvent.click(box("b"));
  assert.equal(link(), "/compare?runs=run-a,run-c,run-d");
  list.find("e");
  assert.equal(link(), "/compare?runs=run-a,run-c,run-d", "the search takes nothing away");
  fireEvent.click(screen.getByRole("button", { name: "Clear" }));
  assert.equal(screen.queryByRole("group", { name: "Compare" }), null);
});
