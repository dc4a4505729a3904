/** Counts what a JUnit report of `deno test` says. */

export interface TestSummary {
  readonly passed: number;
  readonly failed: number;
  /** Names of the tests that were not run. */
  readonly skipped: readonly string[];
}

/** Reads the report's test cases; steps of a test count with their test. An empty report counts nothing. */
export function readSummary(junit: string): TestSummary {
  let passed = 0;
  let failed = 0;
  const skipped: string[] = [];
  for (const match of junit.matchAll(/<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
    const name = unescapeXml(/\bname="([^"]*)"/.exec(match[1] ?? "")?.[1] ?? "");
    const body = match[2] ?? "";
    if (/<skipped\b/.test(body)) skipped.push(name);
    else if (/<(?:failure|error)\b/.test(body)) failed++;
    else passed++;
  }
  return { passed, failed, skipped };
}

function unescapeXml(text: string): string {
  const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? "");
}
