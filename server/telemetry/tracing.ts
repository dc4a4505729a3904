/**
 * Spans of what the app does, exported by Deno where `OTEL_EXPORTER_OTLP_ENDPOINT` is set. Deno's own spans of requests are not
 * exported, because they carry whole addresses; these name patterns, ids and outcomes, and never what somebody typed.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from "@opentelemetry/api";

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** What a span stands for: an answer, work that is handed on, work that was handed on, or a part of either. */
export type SpanRole = "server" | "producer" | "consumer" | "internal";

const KINDS: Readonly<Record<SpanRole, SpanKind>> = {
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
};

export interface SpanOptions {
  readonly role?: SpanRole;
  readonly attributes?: Attributes;
  /**
   * W3C traceparent of what it goes on from; `null` begins a trace. Absent: it is a part of the span under way, and there is
   * none where no span is.
   */
  readonly parent?: string | null;
}

/** What the work may add to its span. */
export interface OpenSpan {
  rename(name: string): void;
  set(attributes: Attributes): void;
  /** Marks it as failed; the code of a failure, never its text. */
  failed(code: string): void;
}

/**
 * The span under way. It is not Deno's active one: what Deno would make below that, for each request to a vendor or the storage,
 * has whole addresses in it.
 */
const underWay = new AsyncLocalStorage<Span>();

/** Does the work in a span of its own; one that throws is marked with the name of its error. */
export async function inSpan<T>(
  name: string,
  { role = "internal", attributes = {}, parent }: SpanOptions,
  work: (span: OpenSpan) => Promise<T>,
): Promise<T> {
  const from = parent === undefined ? below(underWay.getStore()) : rootedAt(parent);
  const options = { kind: KINDS[role], attributes: { ...attributes } };
  const span = trace.getTracer("blockbuilders").startSpan(name, options, from);
  try {
    return await underWay.run(span, () => work(opened(span)));
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttribute("error.type", error instanceof Error ? error.name : typeof error);
    throw error;
  } finally {
    span.end();
  }
}

function below(span: Span | undefined): Context {
  return span ? trace.setSpan(ROOT_CONTEXT, span) : ROOT_CONTEXT;
}

function opened(span: Span): OpenSpan {
  return {
    rename: (name) => void span.updateName(name),
    set: (attributes) => void span.setAttributes({ ...attributes }),
    failed: (code) => {
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute("error.type", code);
    },
  };
}

/** W3C traceparent of the span under way, to go on from elsewhere; `null` where none is exported. */
export function traceparent(): string | null {
  const span = underWay.getStore();
  if (!span?.isRecording()) return null;
  const { traceId, spanId } = span.spanContext();
  return `00-${traceId}-${spanId}-01`;
}

/** Whether this process exports spans. */
export function isTracing(): boolean {
  const span = trace.getTracer("blockbuilders").startSpan("probe", {}, rootedAt(null));
  return span.isRecording();
}

/**
 * Where a trace begins or goes on. The sampler exports what has a sampled parent: a trace that begins gets one that is in no
 * export.
 */
function rootedAt(parent: string | null): Context {
  const [, traceId = hex(16), spanId = hex(8)] =
    /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(parent ?? "") ?? [];
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  });
}

function hex(bytes: number): string {
  return Array.from(
    crypto.getRandomValues(new Uint8Array(bytes)),
    (byte) => byte.toString(16).padStart(2, "0"),
  ).join("");
}
