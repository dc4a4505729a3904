/** The sentences of events about the paper account. */
import { amountInWords, momentInWords } from "../../basics/amounts.ts";

const shares = (quantity: number, symbol: string) => `${amountInWords(quantity)} ${symbol}`;

const ROLES = { entry: "entry", exit: "exit", stop: "stop", target: "target" } as const;
type Role = keyof typeof ROLES;

export function tooSmallWords(value: number, close: number, currency: string): string {
  return `Not sent to the paper account: ${
    amountInWords(value)
  } ${currency} buy no whole share at ${amountInWords(close)} ${currency}.`;
}

export function lateEntryWords(closedAtMs: number): string {
  return `Not sent to the paper account: the signal of ${
    momentInWords(closedAtMs)
  } was heard too late. The simulation bought.`;
}

export function unsentEntryWords(symbol: string): string {
  return `The entry in ${symbol} did not reach the paper account in time: it was away when the candle opened.`;
}

export function lostWords(role: Role, symbol: string): string {
  return `The paper account never acknowledged the ${ROLES[role]} in ${symbol}. It was given up.`;
}

export function rejectedWords(role: Role, symbol: string, code: number, text: string): string {
  return `The paper account refused the ${ROLES[role]} in ${symbol}: ${text} (code ${code}).`;
}

export function remarkWords(role: Role, symbol: string, code: number, text: string): string {
  return `The paper account says of the ${ROLES[role]} in ${symbol}: ${text} (code ${code}).`;
}

export function canceledWords(role: Role, symbol: string): string {
  return `The paper account canceled the ${ROLES[role]} in ${symbol} by itself.`;
}

export function missingWords(held: number, symbol: string): string {
  return `The paper account does not hold the ${
    shares(held, symbol)
  } that were to be sold. They are not looked after any more.`;
}

export function notCanceledWords(role: Role, symbol: string): string {
  return `The ${
    ROLES[role]
  } in ${symbol} is still open in the paper account: canceling it did not work. Cancel it there.`;
}

export function goneWords(role: Role, symbol: string): string {
  return `The ${
    ROLES[role]
  } in ${symbol} is not open in the paper account any more, and no execution is known. It counts as canceled.`;
}

export function lateFillWords(role: Role, quantity: number, symbol: string): string {
  return `The paper account filled ${shares(quantity, symbol)} of the ${
    ROLES[role]
  } after it had ended.`;
}

export function aliveWords(role: Role, symbol: string): string {
  return `The ${ROLES[role]} in ${symbol} had been given up and is open in the paper account.`;
}

export function correctedWords(symbol: string, price: number): string {
  return `The paper account corrected an execution in ${symbol}: the price was ${
    amountInWords(price)
  }.`;
}

export function restCanceledWords(filled: number, quantity: number, symbol: string): string {
  return filled === 0
    ? `The entry in ${symbol} was not filled within its candle. It is canceled.`
    : `Of ${shares(quantity, symbol)} the paper account bought ${
      amountInWords(filled)
    } within the candle. The rest is canceled.`;
}

export function unprotectedWords(role: "stop" | "target", symbol: string): string {
  return `The position in ${symbol} has no ${role} in the paper account: it did not take it.`;
}

export function stillHeldWords(held: number, symbol: string): string {
  return `${
    shares(held, symbol)
  } are still in the paper account: selling them did not work. Sell them there.`;
}

export function leftWords(held: number, symbol: string): string {
  return `${shares(held, symbol)} stay in the paper account. Sell them there.`;
}

export function positionWords(symbol: string, expected: number, actual: number): string {
  return `The paper account holds ${
    shares(actual, symbol)
  }, and the fills that are known here come to ${amountInWords(expected)}.`;
}

export function awayWords(reason: string): string {
  return `The paper account is away (${
    reason.replace(/\.$/, "")
  }). Open orders stay there, and new ones wait.`;
}

export const BACK_WORDS =
  "The paper account is back. Orders, executions and positions were compared.";
