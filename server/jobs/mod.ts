/** Every job there is. */
import type { Job } from "./job.ts";
import { runBacktest } from "./run_backtest.ts";
import { sendMail } from "./send_mail.ts";
import { sendNotice } from "./send_notice.ts";
import { testRobustness } from "./test_robustness.ts";

export const JOBS: readonly Job[] = [
  runBacktest,
  sendMail,
  sendNotice,
  testRobustness,
];
