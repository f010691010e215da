/** Where watch rules stand in the text of a settings file. */
import { getNodeValue, parseTree, type Node } from "jsonc-parser";
import { parseRules } from "../../core/watch/parseRules.ts";
import { TRIGGER_KINDS } from "../../core/watch/parseTrigger.ts";
import type { ParsedRule, RuleProblem, TriggerKind } from "../../core/watch/watchRule.ts";

/** A part of a text, in UTF-16 units. */
export interface TextSpan {
  readonly offset: number;
  readonly length: number;
}

/** A rule as it stands in the text. */
export interface LocatedRule {
  readonly parsed: ParsedRule;
  readonly span: TextSpan;
  /** Where each problem is, in the order of the problems. */
  readonly problems: readonly (readonly [RuleProblem, TextSpan])[];
  readonly triggers: readonly (readonly [TriggerKind, TextSpan])[];
}

/**
 * The rules of a settings file, which may have comments, and mistakes while the user types. Only what could be read of it is
 * looked at.
 */
export function writtenRules(text: string, setting: string): readonly LocatedRule[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const [, list] = propertyOf(root, setting)?.children ?? [];
  if (!list) {
    return [];
  }
  const nodes = list.type === "array" ? (list.children ?? []) : [list];
  const value: unknown = list.type === "array" ? nodes.map((node): unknown => getNodeValue(node)) : getNodeValue(list);
  return parseRules(value).flatMap((parsed) => {
    const node = nodes[parsed.index];
    return node ? [writtenRule(parsed, node)] : [];
  });
}

function writtenRule(parsed: ParsedRule, node: Node): LocatedRule {
  return {
    parsed,
    span: spanOf(node),
    problems: parsed.problems.map((problem) => [problem, spanOf(nodeOf(problem, node))]),
    triggers: TRIGGER_KINDS.flatMap((kind) => {
      const property = propertyOf(node, kind);
      return property ? [[kind, spanOf(property)] as const] : [];
    }),
  };
}

function spanOf({ offset, length }: Node): TextSpan {
  return { offset, length };
}

/** VS Code takes the last of two properties with one name. */
function propertyOf(node: Node | undefined, name: string): Node | undefined {
  return node?.type === "object"
    ? node.children?.findLast(({ children }) => {
        const key: unknown = children?.[0]?.value;
        return key === name;
      })
    : undefined;
}

/** The part of a rule that a problem is about; the whole rule if it is about none. */
function nodeOf(problem: RuleProblem, rule: Node): Node {
  switch (problem.kind) {
    case "notAList":
    case "notAnObject":
    case "tooMany":
    case "noName":
    case "noTrigger":
      return rule;
    case "nameTaken":
      return propertyOf(rule, "name") ?? rule;
    case "manyTriggers":
      return propertyOf(rule, problem.fields[1] ?? "") ?? rule;
    case "unknownField":
    case "badValue":
      return fieldNode(rule, problem.field) ?? rule;
    case "unknownTerm":
    case "badTerm":
    case "termNeedsSessions":
    case "termNotForTrigger":
      return propertyOf(rule, "match") ?? rule;
  }
}

/** A field, or one inside of it: `failedSignIns.count`. */
function fieldNode(rule: Node, field: string): Node | undefined {
  const [outer = "", inner = ""] = field.split(".");
  const property = propertyOf(rule, field) ?? propertyOf(rule, outer);
  return propertyOf(property?.children?.[1], inner) ?? property;
}
