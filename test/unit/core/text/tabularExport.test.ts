import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonFile, toCsv, toTsv, type ExportColumn } from "../../../../src/core/text/tabularExport.ts";

type Row = Readonly<Record<"user" | "vm", string>>;
const columns: readonly ExportColumn<Row>[] = [
  { name: "user", title: "User", value: ({ user }) => user },
  { name: "vm", title: "Target VM", value: ({ vm }) => vm },
  { name: "minutes", title: "Duration", value: () => 61 },
];

describe("JSON", () => {
  it("acts on no terminal that shows it, and says the same", () => {
    const hostile = "a\u009B31mb\u202Ec\u2028d\u007Fe\u001Bf\u{E0041}g👩‍💻 é\n";
    const text = jsonFile({ [hostile]: [hostile] });
    assert.doesNotMatch(text.replaceAll("\n", ""), /(?!\u200D)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    assert.ok(text.includes("👩‍💻 é"));
    assert.deepEqual(JSON.parse(text), { [hostile]: [hostile] });
  });
});

/** The cells as a spreadsheet of that separator has them, which knows quotes only where they begin a cell. */
function opened(file: string, separator: string): readonly (readonly string[])[] {
  const text = file.replace(/^\uFEFF/u, "");
  const rows: string[][] = [[]];
  for (let at = 0; at < text.length;) {
    const quoted = /^"(?:[^"]|"")*(?:"|$)/u.exec(text.slice(at))?.[0] ?? "";
    const rest = text.slice(at + quoted.length);
    const plain = rest.slice(0, rest.search(new RegExp(`[${separator}\\r\\n]|$`, "u")));
    rows.at(-1)?.push(quoted.slice(1).replace(/"$/u, "").replaceAll('""', '"') + plain);
    at += quoted.length + plain.length;
    const end = /^(?:\r\n|[^])?/u.exec(text.slice(at))?.[0] ?? "";
    at += end.length;
    if (end !== separator) {
      rows.push([]);
    }
  }
  return rows.slice(0, -1);
}

const isFormula = (cell: string) => /^[\s"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u.test(cell);

const kinds: readonly (readonly [kind: string, text: string])[] = [
  ["a formula", '=HYPERLINK("https://example.com")'],
  ["a formula after a space", " =1+1"],
  ["a formula in the forms of East Asia", "\uFF1D1+1"],
  ["a sign", "-2+3"],
  ["a function", "@SUM(1)"],
  ["a formula after a semicolon", "alice;=1+1"],
  ["a formula after a semicolon and a space", "alice; =1+1"],
  ["a formula after a semicolon and a quote", 'alice;"=1+1'],
  ["a formula after several semicolons", "alice;;;+1"],
  ["a formula after a comma", "alice,=1+1"],
  ["a formula after a tab", "alice\t=1+1"],
  ["a formula on a line of its own", "alice\n=1+1"],
  ["a formula on a line of its own, of Windows", "alice\r\n=1+1"],
  ["a quote at the end", 'alice"'],
  ["a semicolon at the end", "alice;"],
  ["a semicolon and a quote at the end", 'alice;"'],
  ["a semicolon and a space at the end", "alice; "],
];

describe("An export for spreadsheets", () => {
  for (const [kind, text] of kinds) {
    for (const [where, row] of [
      ["first", { user: text, vm: "vm" }],
      ["second", { user: "alice", vm: text }],
    ] as const) {
      it(`has no formula, and a line for each row, whatever the separator is: ${kind}, in the ${where} column`, () => {
        for (const [file, separator] of [
          [toCsv([row], columns), ","],
          [toCsv([row], columns), ";"],
          [toTsv([row], columns), "\t"],
          [toTsv([row], columns), ";"],
        ] as const) {
          const cells = opened(file, separator);
          assert.equal(cells.length, 2, JSON.stringify(cells));
          assert.deepEqual(cells.flat().filter(isFormula), []);
        }
      });
    }
  }

  it("has every cell whole where the separator is a comma, or a semicolon in the text", () => {
    const [, cells] = opened(toCsv([{ user: 'a;b,c"d', vm: "e;f" }], columns), ",");
    assert.deepEqual(cells, ['a;b,c"d', "e;f", "61"]);
  });

  it("has no formula and no line too many, whatever the names are", () => {
    const name = fc.string({
      unit: fc.constantFrom("=", "+", ";", ",", '"', "'", " ", "\t", "\n", "\r", "a", "\uFF1D"),
    });
    fc.assert(
      fc.property(name, name, (user, vm) => {
        for (const separator of [",", ";"]) {
          const cells = opened(toCsv([{ user, vm }], columns), separator);
          assert.equal(cells.length, 2);
          assert.deepEqual(cells.flat().filter(isFormula), []);
        }
      }),
    );
  });
});
