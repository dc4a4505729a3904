/** An OpenTelemetry collector on loopback that keeps the spans and the names of metrics that it is sent as JSON. */

export interface ReceivedSpan {
  /** `service.name` of the process that sent it. */
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
}

export interface Collector {
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** Names of metrics by the process that sent them. */
  readonly metrics: ReadonlyMap<string, ReadonlySet<string>>;
  /** Everything that was received, as it came. */
  text(): string;
  close(): Promise<void>;
}

interface Resource {
  readonly resource: {
    readonly attributes: readonly { key: string; value: { stringValue?: string } }[];
  };
}
interface Traces {
  readonly resourceSpans: readonly (Resource & {
    readonly scopeSpans: readonly { readonly spans: readonly Omit<ReceivedSpan, "service">[] }[];
  })[];
}
interface Metrics {
  readonly resourceMetrics: readonly (Resource & {
    readonly scopeMetrics: readonly { readonly metrics: readonly { readonly name: string }[] }[];
  })[];
}

/** Starts one; it is sent to as `http/json`. */
export function startCollector(): Collector {
  const spans: ReceivedSpan[] = [];
  const metrics = new Map<string, Set<string>>();
  let all = "";
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const text = await request.text();
      all += text;
      const { pathname } = new URL(request.url);
      if (pathname === "/v1/traces") {
        for (const one of (JSON.parse(text) as Traces).resourceSpans) {
          const service = serviceOf(one);
          for (const span of one.scopeSpans.flatMap((scope) => scope.spans)) {
            const { name, traceId, spanId, parentSpanId } = span;
            spans.push({ service, name, traceId, spanId, parentSpanId });
          }
        }
      }
      if (pathname === "/v1/metrics") {
        for (const one of (JSON.parse(text) as Metrics).resourceMetrics) {
          const names = metrics.get(serviceOf(one)) ?? new Set();
          metrics.set(serviceOf(one), names);
          for (const metric of one.scopeMetrics.flatMap((scope) => scope.metrics)) {
            names.add(
              metric.name,
            );
          }
        }
      }
      return Response.json({});
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    spans,
    metrics,
    text: () => all,
    close: () => server.shutdown(),
  };
}

function serviceOf({ resource }: Resource): string {
  return resource.attributes.find(({ key }) => key === "service.name")?.value.stringValue ?? "";
}
