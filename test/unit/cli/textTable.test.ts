import assert from "node:assert/strict";
import { textTable } from "../../../src/cli/print/textTable.ts";

interface Row {
  readonly user: string;
  readonly count: string;
}

const columns = [
  { title: "User", text: ({ user }: Row) => user },
  { title: "Count", text: ({ count }: Row) => count, isAmount: true },
  { title: "Host", text: () => "bas" },
];

describe("a table for people", () => {
  it("aligns by how wide a terminal shows each letter", () => {
    const rows = [
      { user: "alice", count: "5" },
      { user: "김철수", count: "12" },
      { user: "e\u0301mile", count: "1" },
      { user: "👩‍💻", count: "1234567" },
    ];
    assert.equal(
      textTable(rows, columns),
      [
        "User      Count  Host",
        "alice         5  bas",
        "김철수       12  bas",
        "e\u0301mile         1  bas",
        "👩‍💻      1234567  bas",
        "",
      ].join("\n"),
    );
  });

  it("stays a line for each row, in which nothing acts", () => {
    const hostile = "a\nb\u001B[31mred\u202Eabc\u009B2J";
    const [, line = "", ...rest] = textTable([{ user: hostile, count: "" }], columns).split("\n");
    assert.deepEqual(rest, [""]);
    assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]/u);
  });

  it("cuts what is longer than a line", () => {
    const [, line = ""] = textTable([{ user: "x".repeat(5_000), count: "" }], columns).split("\n");
    assert.ok(line.length < 90, String(line.length));
    assert.match(line, /x…/u);
  });
});
