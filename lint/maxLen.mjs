/** What can't be broken, such as a text that has to stay one literal for `npm run l10n`, doesn't count if it is long. */
const LONG = 40;
const URLS = /\bhttps?:\/\/\S+/gu;

/**
 * No line is longer than `max`, counted without the long literals and addresses in it. A line of prose or of code is
 * counted in full, also if a short string stands in it.
 */
export const maxLen = {
  meta: {
    type: "layout",
    schema: [
      { type: "object", properties: { max: { type: "integer" } }, required: ["max"], additionalProperties: false },
    ],
    messages: {
      tooLong:
        "This line has {{length}} characters; at most {{max}} are allowed, long literals and addresses left out.",
    },
  },
  create(context) {
    const { sourceCode } = context;
    const [{ max }] = context.options;
    const lines = sourceCode.lines.map((line) => line.length);
    if (lines.every((length) => length <= max)) {
      return {};
    }
    const leaveOut = ({ loc: { start, end } }) => {
      // Of a template that spans lines, each line is a part.
      for (let line = start.line; line <= end.line; line++) {
        const from = line === start.line ? start.column : 0;
        const to = line === end.line ? end.column : sourceCode.lines[line - 1].length;
        lines[line - 1] -= to - from >= LONG ? to - from : 0;
      }
    };
    return {
      Literal: leaveOut,
      TemplateLiteral: leaveOut,
      "Program:exit"(program) {
        for (const comment of program.comments ?? sourceCode.getAllComments()) {
          sourceCode
            .getText(comment)
            .split("\n")
            .forEach((text, index) => {
              for (const [url] of text.matchAll(URLS)) {
                lines[comment.loc.start.line - 1 + index] -= url.length;
              }
            });
        }
        lines.forEach((length, index) => {
          if (length > max) {
            const line = index + 1;
            const loc = { start: { line, column: 0 }, end: { line, column: sourceCode.lines[index].length } };
            context.report({ loc, messageId: "tooLong", data: { length, max } });
          }
        });
      },
    };
  },
};
