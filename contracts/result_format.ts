/** The number of the shape in which results are written and answered; apart from the shape itself, which pages need not load. */

/**
 * Raised by every change of a stored result's shape, together with what reads the format before
 * (`server/backtests/complete_result.ts`) and a file in `tests/corpus/`.
 *
 * 1: the first. 2: with `ambiguity`, `drawdowns` and `monthly_returns`. 3: names its `format`, and what it lacks.
 */
export const RESULT_FORMAT = 3;
