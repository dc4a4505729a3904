/**
 * What differs between two versions of a strategy, in words and block by block. A block is known by its id; where it stands
 * on the canvas is no difference, nor is a default that is written out or a setting that has no effect.
 */
import { type ParamSpec, paramSpecFor, type StrategyDocument } from "../../engine/mod.ts";
import {
  type Block,
  connectedInputs,
  type Connection,
  type PortRef,
  wireId,
} from "../document/document.ts";
import { type Catalog, portChoice } from "../document/connection_rules.ts";
import { distinctName, nameOf, portTitle, subtitleOf } from "../document/names.ts";
import { effectiveParams, sameValue } from "../document/params.ts";
import type { ChangeKind } from "./change_signs.ts";
import { changeText, paramLabelInText, valueText } from "../document/param_text.ts";

/** One setting that differs, as the block's own form writes it. */
export interface ParamChange {
  readonly name: string;
  readonly label: string;
  /** `3 %`; `null` where the setting has no effect on that side. */
  readonly before: string | null;
  readonly after: string | null;
  /** "period 20 → 50 bars" */
  readonly words: string;
}

/** One block that came, went or is set otherwise. */
export interface BlockChange {
  readonly kind: ChangeKind;
  readonly blockId: string;
  /** Of a changed block alone. */
  readonly params: readonly ParamChange[];
  readonly renamed: { readonly before: string; readonly after: string } | null;
  /** The names of the two types, where another kind of block goes by the same id. */
  readonly replaced: { readonly before: string; readonly after: string } | null;
  /** "SMA: period 20 → 50 bars" */
  readonly words: string;
}

/** One wire that came or went. */
export interface WireChange {
  readonly kind: "added" | "removed";
  readonly wire: Connection;
  readonly wireId: string;
  /** "RSI → RSI(14) crosses above 30" */
  readonly words: string;
}

export interface Comparison {
  /** What is set otherwise, then what came, then what went. */
  readonly blocks: readonly BlockChange[];
  readonly wires: readonly WireChange[];
  /** Whether the strategy's own notes differ. */
  readonly notesChanged: boolean;
  /** Nothing that matters differs. */
  readonly same: boolean;
  /** "1 block changed, 2 added; 3 connections added" */
  readonly summary: string;
}

const ORDER: readonly ChangeKind[] = ["changed", "added", "removed"];

/** Everything that differs, read from `before` to `after`. */
export function compareVersions(
  before: StrategyDocument,
  after: StrategyDocument,
  catalog: Catalog,
): Comparison {
  const blocks = blockChanges(before, after, catalog);
  const wires = wireChanges(before, after, catalog);
  const notesChanged = (before.notes ?? "") !== (after.notes ?? "");
  return {
    blocks,
    wires,
    notesChanged,
    same: blocks.length === 0 && wires.length === 0 && !notesChanged,
    summary: summaryOf(blocks, wires, notesChanged),
  };
}

function blockChanges(
  before: StrategyDocument,
  after: StrategyDocument,
  catalog: Catalog,
): BlockChange[] {
  const earlier = new Map(before.blocks.map((block) => [block.id, block]));
  const later = new Map(after.blocks.map((block) => [block.id, block]));
  const found: BlockChange[] = [];
  for (const block of after.blocks) {
    const old = earlier.get(block.id);
    const change = old
      ? changeOf({ document: before, block: old }, { document: after, block }, catalog)
      : arrival("added", { document: after, block }, catalog);
    if (change) found.push(change);
  }
  for (const block of before.blocks) {
    if (!later.has(block.id)) found.push(arrival("removed", { document: before, block }, catalog));
  }
  return found.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

/** A block as part of one of the two documents. */
interface Sited {
  readonly document: StrategyDocument;
  readonly block: Block;
}

function arrival(kind: "added" | "removed", sited: Sited, catalog: Catalog): BlockChange {
  const words = `${fullName(sited, catalog)} ${kind}`;
  return { kind, blockId: sited.block.id, params: [], renamed: null, replaced: null, words };
}

function changeOf(before: Sited, after: Sited, catalog: Catalog): BlockChange | null {
  const blockId = after.block.id;
  const types = [before.block.type, after.block.type].map((type) => catalog(type)?.name ?? type);
  const replaced = before.block.type === after.block.type
    ? null
    : { before: types[0] ?? "", after: types[1] ?? "" };
  const names = [before, after].map((side) => nameOf(side.document, catalog, blockId));
  const renamed = (before.block.label ?? "") === (after.block.label ?? "")
    ? null
    : { before: names[0] ?? "", after: names[1] ?? "" };
  const params = replaced ? [] : paramChanges(before, after, catalog);
  if (!replaced && !renamed && params.length === 0) return null;
  const details = [
    ...(replaced ? [`replaced by ${fullName(after, catalog)}`] : []),
    ...(renamed && !replaced ? [`renamed to “${renamed.after}”`] : []),
    ...params.map((param) => param.words),
  ];
  const name = replaced
    ? fullName(before, catalog)
    : distinctName(before.document, catalog, blockId);
  const words = `${name}: ${details.join(", ")}`;
  return { kind: "changed", blockId, params, renamed, replaced, words };
}

function paramChanges(before: Sited, after: Sited, catalog: Catalog): ParamChange[] {
  const definition = catalog(after.block.type);
  if (!definition) return rawParamChanges(before.block, after.block);
  const sides = [before, after].map(({ document, block }) => {
    const params = effectiveParams(definition, block.params);
    const connected = connectedInputs(document, block.id);
    const matters = (spec: ParamSpec) => !spec.when || spec.when(params, connected);
    return { params, matters };
  });
  const [old, now] = sides;
  if (!old || !now) return [];
  return definition.params.flatMap((spec) => {
    const { name, label } = spec;
    const values = [old.params[name], now.params[name]];
    if (sameValue(values[0], values[1])) return [];
    const [was, is] = [old.matters(spec), now.matters(spec)];
    if (!was && !is) return [];
    // A stop's 3 is 3 % or 3 ATR, by its mode in that version.
    const specs = [paramSpecFor(spec, old.params), paramSpecFor(spec, now.params)] as const;
    const before = was ? valueText(specs[0], values[0]) : null;
    const after = is ? valueText(specs[1], values[1]) : null;
    const details = before === null
      ? `${after} now applies`
      : after === null
      ? `${before} no longer applies`
      : specs[0].unit === specs[1].unit
      ? changeText(specs[1], values[0], values[1])
      : `${before} → ${after}`;
    return [{ name, label, before, after, words: `${paramLabelInText(label)} ${details}` }];
  });
}

/** Of a block whose type this editor does not know: the parameters as they are written. */
function rawParamChanges(before: Block, after: Block): ParamChange[] {
  const names = new Set([...Object.keys(before.params), ...Object.keys(after.params)]);
  const text = (value: unknown) => value === undefined ? "–" : String(value);
  return [...names].sort()
    .filter((name) => !sameValue(before.params[name], after.params[name]))
    .map((name) => {
      const [was, is] = [text(before.params[name]), text(after.params[name])];
      return { name, label: name, before: was, after: is, words: `${name} ${was} → ${is}` };
    });
}

function wireChanges(
  before: StrategyDocument,
  after: StrategyDocument,
  catalog: Catalog,
): WireChange[] {
  const earlier = new Set(before.connections.map(wireId));
  const later = new Set(after.connections.map(wireId));
  const list = (
    kind: WireChange["kind"],
    document: StrategyDocument,
    others: ReadonlySet<string>,
  ) =>
    document.connections.filter((wire) => !others.has(wireId(wire))).map((wire) => ({
      kind,
      wire,
      wireId: wireId(wire),
      words: wireWords(document, catalog, wire),
    }));
  return [...list("added", after, earlier), ...list("removed", before, later)];
}

/** "RSI → RSI(14) crosses above 30" */
export function wireWords(
  document: StrategyDocument,
  catalog: Catalog,
  { from, to }: Connection,
): string {
  const end = (ref: PortRef, side: "inputs" | "outputs") => {
    const choice = portChoice(document, catalog, ref, side);
    return choice
      ? portTitle(document, catalog, choice)
      : distinctName(document, catalog, ref.block);
  };
  return `${end(from, "outputs")} → ${end(to, "inputs")}`;
}

/** "EMA (20 · close)" */
function fullName({ document, block }: Sited, catalog: Catalog): string {
  const subtitle = subtitleOf(document, catalog, block);
  const name = nameOf(document, catalog, block.id);
  return subtitle === "" ? name : `${name} (${subtitle})`;
}

function summaryOf(
  blocks: readonly BlockChange[],
  wires: readonly WireChange[],
  notesChanged: boolean,
): string {
  const parts = [
    tally("block", blocks),
    tally("connection", wires),
    notesChanged ? "notes changed" : "",
  ].filter(Boolean);
  return parts.length > 0 ? parts.join("; ") : "nothing differs";
}

/** "1 block changed, 2 added" */
function tally(thing: string, changes: readonly { readonly kind: ChangeKind }[]): string {
  const counted = ORDER
    .map((kind) => ({ kind, count: changes.filter((change) => change.kind === kind).length }))
    .filter(({ count }) => count > 0);
  return counted.map(({ kind, count }, k) =>
    k === 0 ? `${count} ${thing}${count === 1 ? "" : "s"} ${kind}` : `${count} ${kind}`
  ).join(", ");
}
