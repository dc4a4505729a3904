/** Which files hold tests, and which of them need a browser. */

/** Tests in Chromium; they wait more than they compute, and have a lane of their own. */
export const BROWSER_TESTS = "tests/e2e";

export function isTestFile(path: string): boolean {
  return /(?:^|[_.\/])test\.tsx?$/.test(path);
}

export function isBrowserTest(path: string): boolean {
  return path.startsWith(`${BROWSER_TESTS}/`) && isTestFile(path);
}
