/** docs/telemetry.md, the dashboard and the alerts tell of the metrics that are exported, and of no others. */
import assert from "node:assert/strict";
import { parse } from "yaml";
import { type MetricDefinition, type MetricName, METRICS, prometheusNames } from "./metrics.ts";

const read = (path: string) => Deno.readTextFile(new URL(`../../${path}`, import.meta.url));
const names = Object.keys(METRICS) as MetricName[];
const byPrometheus = new Map(
  names.flatMap((name) => prometheusNames(name).map((text) => [text, name] as const)),
);

/** Queries of the dashboard and of the alerts. */
async function queries(): Promise<{ readonly dashboard: string[]; readonly alerts: string[] }> {
  const board = JSON.parse(await read("ops/dashboards/blockbuilders.json"));
  const rules = parse(await read("ops/dashboards/alerts.yaml"));
  return {
    dashboard: board.panels.flatMap((panel: { targets: { expr: string }[] }) =>
      panel.targets.map(({ expr }) => expr)
    ),
    alerts: rules.groups.flatMap((group: { rules: { expr: string }[] }) =>
      group.rules.map(({ expr }) => expr)
    ),
  };
}

/** What is wrong with a query: metrics that there are not, labels that they do not have. */
function wrongIn(query: string): string[] {
  const found = [...query.matchAll(/\bblockbuilders_\w+/g)].map(([text]) => text);
  if (found.length === 0) return [`no metric in ${query}`];
  const unknown = found.filter((text) => !byPrometheus.has(text));
  const known = new Set<string>(["le", "job"]);
  for (const text of found) {
    const name = byPrometheus.get(text);
    const { attributes }: MetricDefinition = name
      ? METRICS[name]
      : METRICS["blockbuilders.queue.age"];
    for (const attribute of attributes) known.add(attribute === "job" ? "exported_job" : attribute);
  }
  const labels = [
    ...[...query.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = ""]) => list.split(/,\s*/)),
    ...[...query.matchAll(/\{([^}]*)\}/g)].flatMap(([, list = ""]) =>
      [...list.matchAll(/(\w+)\s*[=!]/g)].map(([, label = ""]) => label)
    ),
  ];
  return [
    ...unknown,
    ...labels.filter((label) => !known.has(label)).map((label) => `label ${label}`),
  ];
}

Deno.test("metrics: dashboard and alerts ask for metrics and labels that there are", async () => {
  const { dashboard, alerts } = await queries();
  assert.ok(dashboard.length > 10 && alerts.length > 5);
  assert.deepEqual([...dashboard, ...alerts].flatMap(wrongIn), []);
  assert.deepEqual(wrongIn("sum by (route) (blockbuilders_queue_size)"), [
    "blockbuilders_queue_size",
    "label route",
  ]);
  assert.deepEqual(wrongIn('blockbuilders_vendor_errors_total{venue="x"}'), ["label venue"]);
});

Deno.test("metrics: the dashboard shows each of them", async () => {
  const { dashboard } = await queries();
  const text = dashboard.join("\n");
  const unseen = names.filter((name) => !prometheusNames(name).some((one) => text.includes(one)));
  assert.deepEqual(unseen, []);
});

Deno.test("metrics: the page has a row for each, as the list has it", async () => {
  const page = await read("docs/telemetry.md");
  const rows = [...page.matchAll(/^\| `(blockbuilders[\w.]+)` *\|(.*)\|$/gm)].map((
    [, name = "", rest = ""],
  ) => [name, ...rest.split("|").map((cell) => cell.trim())]);
  const expected = names.map((name) => {
    const { kind, unit, attributes, purpose }: MetricDefinition = METRICS[name];
    return [name, kind, `\`${unit}\``, attributes.map((one) => `\`${one}\``).join(", "), purpose];
  });
  assert.deepEqual(rows, expected);
});

Deno.test("metrics: each of them is measured somewhere", async () => {
  const lost = new Set<string>(names);
  const walk = async (folder: string): Promise<void> => {
    for await (
      const { name, isDirectory } of Deno.readDir(new URL(`../../${folder}`, import.meta.url))
    ) {
      const path = `${folder}/${name}`;
      if (isDirectory) await walk(path);
      else if (/(?<!_test)\.tsx?$/.test(name) && path !== "server/telemetry/metrics.ts") {
        const code = await read(path);
        for (const one of [...lost]) if (code.includes(`"${one}"`)) lost.delete(one);
      }
    }
  };
  await walk("server");
  await walk("routes/middleware");
  assert.deepEqual([...lost], []);
});
