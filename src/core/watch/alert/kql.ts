/** Pieces of a query in Kusto's language (KQL), into which texts of a rule go as literals and as nothing else. */

/** The table of Azure's audit log of Bastion. */
export const AUDIT_TABLE = "MicrosoftAzureBastionAuditLogs";

// What nobody sees, or what ends a line, is written by its number.
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A text as a literal, on one line and with everything in it to be seen. */
export function kqlString(text: string): string {
  const escaped = text.replaceAll(/[\\']/gu, String.raw`\$&`).replaceAll(INVISIBLE, (character) =>
    // By the halves that JavaScript makes a character of, as in JSON.
    Array.from({ length: character.length }, (_, at) => unicodeEscape(character.charCodeAt(at))).join(""),
  );
  return `'${escaped}'`;
}

function unicodeEscape(code: number): string {
  return String.raw`\u${code.toString(16).padStart(4, "0")}`;
}

/** A length of time, such as `8h`. */
export function timespan(minutes: number): string {
  const units = [
    ["d", 1440],
    ["h", 60],
    ["m", 1],
  ] as const;
  const [unit, size] = units.find(([, length]) => minutes % length === 0) ?? ["s", 1 / 60];
  return `${Math.round(minutes / size)}${unit}`;
}

/** Whether an address, in a column that has no ports, is in a block. An address of the other version is in none. */
export function inBlock(column: string, block: string): string {
  const text = block.trim().replace(/^::ffff:(?=\d+\.)/iu, "");
  return text.includes(":")
    ? `(${column} contains ':' and coalesce(ipv6_is_in_range(${column}, ${kqlString(text)}), false))`
    : `coalesce(ipv4_is_in_range(${column}, ${kqlString(text)}), false)`;
}
