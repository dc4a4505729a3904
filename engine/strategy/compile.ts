/** From a document to a plan, or to everything that keeps it from running, in a trader's words. */
import { type Fault, fault, type StrategyDocument } from "./document.ts";
import { type BlockNames, namesIn } from "./block_names.ts";
import { type GraphBlock, readGraph } from "./graph.ts";
import { checkParams } from "./params.ts";
import type { StrategyPlan } from "./plan.ts";
import { buildPlan } from "./plan_builder.ts";

export type CompileResult =
  | { readonly ok: true; readonly plan: StrategyPlan; readonly warnings: readonly Fault[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Roles that a strategy may give at most once, and how a person calls them. */
const AT_MOST_ONE = [
  "exit",
  "position_size",
  "stop_loss",
  "take_profit",
  "trailing_stop",
  "time_exit",
  "cooldown",
] as const;

/** Checks a document and makes its plan. All faults come at once. */
export function compileStrategy(document: StrategyDocument): CompileResult {
  const graph = readGraph(document);
  const nameOf = namesIn(graph);
  const faults = [
    ...wiringFaults(document, graph, nameOf),
    ...[...graph.values()].flatMap(({ block, definition, wires }) =>
      checkParams(definition, block, new Set(wires.keys()), nameOf)
    ),
    ...cycleFaults(graph, nameOf),
    ...roleFaults(graph),
  ];
  if (faults.length > 0) return { ok: false, faults };
  const plan = buildPlan(document, graph);
  return { ok: true, plan, warnings: findWarnings(graph, nameOf) };
}

function wiringFaults(
  document: StrategyDocument,
  graph: ReadonlyMap<string, GraphBlock>,
  nameOf: BlockNames,
): Fault[] {
  const faults: Fault[] = [];
  const taken = new Set<string>();
  for (const { from, to } of document.connections) {
    const source = graph.get(from.block)!.definition;
    const target = graph.get(to.block)!.definition;
    const output = source.outputs.find((port) => port.name === from.port)!;
    const input = target.inputs.find((port) => port.name === to.port)!;
    const at = { block_id: to.block, port: to.port };
    const key = `${to.block} ${to.port}`;
    if (taken.has(key)) {
      const where = target.inputs.length > 1 ? ` at "${input.label}"` : "";
      faults.push(
        fault(
          "input_taken",
          `${nameOf(to.block)} takes only one connection${where}: delete the others.`,
          at,
        ),
      );
    }
    taken.add(key);
    if (output.kind !== input.kind) {
      const message = input.kind === "signal"
        ? `${nameOf(to.block)} needs a condition, but ${
          nameOf(from.block)
        } gives a number. Put a condition between them.`
        : `${nameOf(to.block)} needs a number, but ${
          nameOf(from.block)
        } gives a signal (yes or no).`;
      faults.push(fault("wrong_kind", message, at));
    }
  }
  for (const { block, definition, wires } of graph.values()) {
    for (const port of definition.inputs) {
      if (!port.required || wires.has(port.name)) continue;
      faults.push(
        fault(
          "unconnected_input",
          port.kind === "series"
            ? `${nameOf(block.id)} needs a value: connect an indicator.`
            : `${nameOf(block.id)} needs a condition: connect one.`,
          { block_id: block.id, port: port.name },
        ),
      );
    }
    const { minInputs = 0 } = definition;
    if (wires.size < minInputs) {
      faults.push(
        fault(
          "too_few_inputs",
          `${nameOf(block.id)} needs at least ${minInputs} conditions; ${wires.size} ${
            wires.size === 1 ? "is" : "are"
          } connected.`,
          {
            block_id: block.id,
          },
        ),
      );
    }
  }
  return faults;
}

/** A fault for each block on a circle of wires. */
function cycleFaults(graph: ReadonlyMap<string, GraphBlock>, nameOf: BlockNames): Fault[] {
  const feeds = new Map<string, string[]>();
  const open = new Map<string, number>();
  for (const { block, wires } of graph.values()) {
    open.set(block.id, wires.size);
    for (const { from } of wires.values()) {
      feeds.set(from.block, [...feeds.get(from.block) ?? [], block.id]);
    }
  }
  const remove = (
    start: readonly string[],
    next: (id: string) => readonly string[],
    counts: Map<string, number>,
  ) => {
    const ready = [...start];
    while (ready.length > 0) {
      const id = ready.pop()!;
      counts.delete(id);
      for (const other of next(id)) {
        const left = counts.get(other);
        if (left === undefined) continue;
        counts.set(other, left - 1);
        if (left === 1) ready.push(other);
      }
    }
  };
  // What is left after taking away all that has nothing before it is on a circle, or behind one; taking away from the other
  // end as well leaves the circles and what lies between them.
  remove(
    [...open].filter(([, count]) => count === 0).map(([id]) => id),
    (id) => feeds.get(id) ?? [],
    open,
  );
  const back = new Map<string, number>();
  for (const id of open.keys()) {
    back.set(
      id,
      (feeds.get(id) ?? []).filter((other) => open.has(other)).length,
    );
  }
  remove(
    [...back].filter(([, count]) => count === 0).map(([id]) => id),
    (id) =>
      [...graph.get(id)!.wires.values()].map(({ from }) => from.block).filter((other) =>
        back.has(other)
      ),
    back,
  );
  return [...back.keys()].map((id) =>
    fault("cycle", `${nameOf(id)} depends on itself: delete one connection of the loop.`, {
      block_id: id,
    })
  );
}

function roleFaults(graph: ReadonlyMap<string, GraphBlock>): Fault[] {
  const faults: Fault[] = [];
  const withRole = (kind: string) =>
    [...graph.values()].filter(({ definition }) => definition.role?.kind === kind);
  const entries = withRole("entry");
  if (entries.length === 0) {
    faults.push(
      fault(
        "no_entry",
        "There is no Entry signal, so the strategy never buys. Add one and connect a condition.",
      ),
    );
  }
  for (const extra of entries.slice(1)) {
    faults.push(
      fault(
        "second_entry",
        "There is a second Entry signal. Join the conditions with Or instead.",
        {
          block_id: extra.block.id,
        },
      ),
    );
  }
  for (const kind of AT_MOST_ONE) {
    for (const { block, definition } of withRole(kind).slice(1)) {
      faults.push(
        fault(
          "second_of_its_kind",
          `There is a second ${definition.name}; a strategy has at most one.`,
          {
            block_id: block.id,
          },
        ),
      );
    }
  }
  if (withRole("stop_loss").length + withRole("trailing_stop").length === 0) {
    for (
      const { block, definition } of [...withRole("position_size"), ...withRole("take_profit")]
    ) {
      const { mode } = block.params;
      if (mode !== "risk_percent" && mode !== "r_multiple") continue;
      faults.push(
        fault(
          "needs_stop",
          `${definition.name} ${
            mode === "r_multiple" ? "in R" : "by risk"
          } needs a stop: add a Stop loss or a Trailing stop.`,
          {
            block_id: block.id,
            param: "mode",
          },
        ),
      );
    }
  }
  return faults;
}

function findWarnings(graph: ReadonlyMap<string, GraphBlock>, nameOf: BlockNames): Fault[] {
  const warnings: Fault[] = [];
  const live = new Set<string>();
  const visit = (id: string) => {
    if (live.has(id)) return;
    live.add(id);
    for (const { from } of graph.get(id)!.wires.values()) visit(from.block);
  };
  let sells = false;
  for (const { block, definition } of graph.values()) {
    if (!definition.role) continue;
    visit(block.id);
    if (!["entry", "position_size", "cooldown"].includes(definition.role.kind)) sells = true;
  }
  if (!sells) {
    warnings.push(
      fault(
        "never_sells",
        "The strategy never sells: it buys once and holds to the end. Add an Exit signal or a stop to get out.",
      ),
    );
  }
  const read = new Set<string>();
  for (const { wires } of graph.values()) {
    for (const { from } of wires.values()) read.add(from.block);
  }
  for (const { block } of graph.values()) {
    if (live.has(block.id)) continue;
    const message = read.has(block.id)
      ? `${nameOf(block.id)} does nothing: no signal uses it.`
      : `${nameOf(block.id)} is not connected, so it does nothing.`;
    warnings.push(fault("feeds_nothing", message, { block_id: block.id }));
  }
  return warnings;
}
