import { plainText } from "./plainText.ts";

/**
 * Text from outside as Markdown that shows it and does nothing: no markup, no link, no cell of a table, no list, on one line.
 * As little is escaped as that takes, since people read the source too.
 */
export function markdownText(value: string, maxLength = 500): string {
  return (
    plainText(value, maxLength)
      .replace(/[\\`*_[\]<>|~&$@]/g, "\\$&")
      // Bare addresses become links where a viewer follows GitHub's Markdown.
      .replaceAll("://", "\\://")
      .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}\\.`)
      // What begins a line could begin a heading or a list.
      .replace(/^(\s*)([#+-])/, "$1\\$2")
      .replace(/^(\s*\d+)([.)])(?=\s|$)/, "$1\\$2")
  );
}

/** A value as code, in which Markdown acts on nothing; its fence is longer than any row of backticks in it. */
export function markdownCode(value: string): string {
  const text = plainText(value, 1_000).trim();
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  const gap = longest > 0 ? " " : "";
  return text === "" ? "—" : `${ticks}${gap}${text}${gap}${ticks}`;
}

/** Lines as a block of code, in which Markdown acts on nothing; its fence is longer than any row of backticks in it. */
export function markdownBlock(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, "")}\n${fence}`;
}
