/** The pages with a canvas, looked at as all are (`pages_test.ts`); a file of their own, because they take the longest. */
import { testPages } from "./site/pages.ts";
import { hasCanvas, STATES } from "./site/states.ts";

testPages(STATES.filter(hasCanvas));
