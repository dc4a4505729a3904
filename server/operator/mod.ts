/** Every command of an operator: a new one is a definition and a line here. */
import type { OperatorCommand, OperatorStream } from "./command.ts";
import { backupBytes, recordManualBackup } from "./backups.ts";
import { applySeeds, listSeedRuns, rollBackSeeds, verifySeeds } from "./seeds.ts";
import { decideRestatements, listRestatements } from "./restatements.ts";
import {
  disableUser,
  listUsers,
  makeOwner,
  resetUserPassword,
  resetUserTwoStep,
  setUserLimits,
} from "./users.ts";
import { showActivation } from "./activation.ts";
import { showUsage } from "./usage.ts";

export const OPERATOR_COMMANDS: readonly OperatorCommand[] = [
  listUsers,
  resetUserPassword,
  resetUserTwoStep,
  makeOwner,
  disableUser,
  setUserLimits,
  showActivation,
  showUsage,
  recordManualBackup,
  applySeeds,
  rollBackSeeds,
  verifySeeds,
  listSeedRuns,
  listRestatements,
  decideRestatements,
];

export const OPERATOR_STREAMS: readonly OperatorStream[] = [backupBytes];
