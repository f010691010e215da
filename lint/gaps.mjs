/**
 * What typescript-eslint reports and tsgolint does not, under the names of the same rules. Both see syntax only:
 * - `prefer-optional-chain`: `!a || !a.b` and `!a || a.b !== 1`, which tsgolint reports only if `b` may be undefined
 * - `no-meaningless-void-operator`: `void name`. It also reports a promise in a variable, which typescript-eslint lets pass
 */
const CHAIN = { MemberExpression: "object", CallExpression: "callee", TSNonNullExpression: "expression" };

/** Whether an expression is a member, a call and so on of what another expression names. */
function isPartOf(node, text, sourceCode) {
  const inner = node[CHAIN[node.type]];
  return inner !== undefined && (sourceCode.getText(inner) === text || isPartOf(inner, text, sourceCode));
}

const isDefinedLiteral = (node) =>
  (node.type === "Literal" && node.value !== null) ||
  (node.type === "TemplateLiteral" && node.expressions.length === 0);

const preferOptionalChain = {
  meta: { type: "suggestion", schema: [], messages: { chain: "Use an optional chain: `!{{text}}?.…`." } },
  create(context) {
    const { sourceCode } = context;
    return {
      "LogicalExpression[operator='||']"(node) {
        const { right } = node;
        const left =
          node.left.type === "LogicalExpression" && node.left.operator === "||" ? node.left.right : node.left;
        if (left.type !== "UnaryExpression" || left.operator !== "!") {
          return;
        }
        const isDifferent = right.type === "BinaryExpression" && /^!==?$/u.test(right.operator);
        const compared = isDifferent && isDefinedLiteral(right.right) ? right.left : undefined;
        const chained = right.type === "UnaryExpression" && right.operator === "!" ? right.argument : compared;
        const text = sourceCode.getText(left.argument);
        if (chained && isPartOf(chained, text, sourceCode)) {
          context.report({ node, messageId: "chain", data: { text } });
        }
      },
    };
  },
};

const noMeaninglessVoidOperator = {
  meta: { type: "suggestion", schema: [], messages: { useless: "Only a call's result is discarded with void." } },
  create(context) {
    return {
      "UnaryExpression[operator='void']"(node) {
        const { argument } = node;
        const inner = argument.type === "ChainExpression" ? argument.expression : argument;
        const isZero = inner.type === "Literal" && inner.value === 0;
        if (!isZero && !/^(?:Call|Assignment|Import)Expression$/u.test(inner.type)) {
          context.report({ node, messageId: "useless" });
        }
      },
    };
  },
};

export const gaps = {
  "prefer-optional-chain": preferOptionalChain,
  "no-meaningless-void-operator": noMeaninglessVoidOperator,
};
