/** Every command of an operator: a new one is a definition and a line here. */
import type { OperatorCommand } from "./command.ts";
import {
  disableUser,
  listUsers,
  makeOwner,
  resetUserPassword,
  setUserLimits,
} from "./commands/users.ts";

export const OPERATOR_COMMANDS: readonly OperatorCommand[] = [
  listUsers,
  resetUserPassword,
  makeOwner,
  disableUser,
  setUserLimits,
];
