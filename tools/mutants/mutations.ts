/** Small faults that could have been written into a source: each is one change of one place. */
import ts from "typescript";

export interface Mutation {
  /** Offset of the first character that is replaced. */
  readonly start: number;
  /** Offset behind the last one. */
  readonly end: number;
  readonly before: string;
  readonly after: string;
  /** From 1. */
  readonly line: number;
}

/** Operators with what stands in their place. */
const OPERATORS: ReadonlyMap<ts.SyntaxKind, readonly string[]> = new Map([
  [ts.SyntaxKind.LessThanToken, ["<=", ">="]],
  [ts.SyntaxKind.LessThanEqualsToken, ["<", ">"]],
  [ts.SyntaxKind.GreaterThanToken, [">=", "<="]],
  [ts.SyntaxKind.GreaterThanEqualsToken, [">", "<"]],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ["!=="]],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, ["==="]],
  [ts.SyntaxKind.PlusToken, ["-"]],
  [ts.SyntaxKind.MinusToken, ["+"]],
  [ts.SyntaxKind.AsteriskToken, ["/"]],
  [ts.SyntaxKind.SlashToken, ["*"]],
  [ts.SyntaxKind.PercentToken, ["*"]],
  [ts.SyntaxKind.AmpersandAmpersandToken, ["||"]],
  [ts.SyntaxKind.BarBarToken, ["&&"]],
  [ts.SyntaxKind.AmpersandToken, ["|"]],
  [ts.SyntaxKind.BarToken, ["&"]],
  [ts.SyntaxKind.LessThanLessThanToken, [">>"]],
  [ts.SyntaxKind.GreaterThanGreaterThanToken, ["<<"]],
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken, ["<<"]],
  [ts.SyntaxKind.PlusEqualsToken, ["-="]],
  [ts.SyntaxKind.MinusEqualsToken, ["+="]],
  [ts.SyntaxKind.AsteriskEqualsToken, ["/="]],
  [ts.SyntaxKind.SlashEqualsToken, ["*="]],
]);

/** Names with what stands in their place. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ["Math.min", "Math.max"],
  ["Math.max", "Math.min"],
  ["Math.floor", "Math.ceil"],
  ["Math.ceil", "Math.floor"],
  ["NaN", "0"],
]);

/** Every mutation of a source, by place. Types, imports and texts are left alone: a test cannot notice or should not hold them. */
export function mutationsOf(code: string, path = "source.ts"): Mutation[] {
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
  const found: Mutation[] = [];
  const replace = (node: ts.Node, ...replacements: readonly string[]) => {
    const start = node.getStart(source);
    const before = code.slice(start, node.end);
    const line = source.getLineAndCharacterOfPosition(start).line + 1;
    for (const after of replacements) {
      if (after !== before) found.push({ start, end: node.end, before, after, line });
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) {
      return;
    }
    if (ts.isBinaryExpression(node)) {
      replace(node.operatorToken, ...replacementsOf(node));
    } else if (ts.isNumericLiteral(node)) {
      replace(node, ...numbersBeside(node));
    } else if (node.kind === ts.SyntaxKind.TrueKeyword) {
      replace(node, "false");
    } else if (node.kind === ts.SyntaxKind.FalseKeyword) {
      replace(node, "true");
    } else if (ts.isPropertyAccessExpression(node) || ts.isIdentifier(node)) {
      const name = NAMES.get(node.getText(source));
      if (name !== undefined && isRead(node)) replace(node, name);
    } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      unary(node);
    }
    // A loop without an end is noticed by any test, so only the other direction says something.
    if (ts.isIfStatement(node)) replace(node.expression, "true", "false");
    else if (ts.isConditionalExpression(node)) replace(node.condition, "true", "false");
    else if (ts.isWhileStatement(node)) replace(node.expression, "false");
    ts.forEachChild(node, visit);
  };
  const unary = (node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression) => {
    const operand = node.operand.getText(source);
    const prefix = ts.isPrefixUnaryExpression(node);
    switch (node.operator) {
      case ts.SyntaxKind.PlusPlusToken:
        return replace(node, prefix ? `--${operand}` : `${operand}--`);
      case ts.SyntaxKind.MinusMinusToken:
        return replace(node, prefix ? `++${operand}` : `${operand}++`);
      case ts.SyntaxKind.MinusToken:
      case ts.SyntaxKind.ExclamationToken:
        return replace(node, operand);
    }
  };
  visit(source);
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The source with the mutation in it. */
export function mutate(code: string, { start, end, after }: Mutation): string {
  return code.slice(0, start) + after + code.slice(end);
}

function replacementsOf({ operatorToken, left, right }: ts.BinaryExpression): readonly string[] {
  const kind = operatorToken.kind;
  // Texts are put together with +, and without it there is no number to come out wrong.
  if (kind === ts.SyntaxKind.PlusToken && (isText(left) || isText(right))) return [];
  return OPERATORS.get(kind) ?? [];
}

function isText(node: ts.Node): boolean {
  return ts.isStringLiteral(node) || ts.isTemplateExpression(node) ||
    ts.isNoSubstitutionTemplateLiteral(node);
}

/** A value that is read, not the name of a property. */
function isRead(node: ts.Node): boolean {
  const { parent } = node;
  return !(ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) ||
    parent.name !== node;
}

function numbersBeside(node: ts.NumericLiteral): readonly string[] {
  // `{ 1: "a" }` names a property.
  if (ts.isPropertyAssignment(node.parent) && node.parent.name === node) return [];
  const value = Number(node.text);
  if (!Number.isInteger(value)) return [String(value * 2)];
  return value > 0 ? [String(value + 1), String(value - 1)] : [String(value + 1)];
}
