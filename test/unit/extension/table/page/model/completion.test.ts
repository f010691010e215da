import assert from "node:assert/strict";
import { FILTER_FIELDS } from "../../../../../../src/core/model/session/sessionFields.ts";
import { complete } from "../../../../../../src/extension/table/page/model/completion.ts";

describe("the completion of the filter", () => {
  const known: Readonly<Record<string, string[]>> = { vm: ["vm 1", "vm-2", 'a"b'], user: ["alice", "bob"] };
  const values = (field: string) => known[field] ?? [];
  const proposals = (text: string) => complete(text, text.length, FILTER_FIELDS, values).proposals;

  it("proposes fields, lengths and the values of a field", () => {
    assert.ok(proposals("").includes("user:"));
    assert.deepEqual(proposals("us"), ["user:"]);
    assert.deepEqual([proposals("gr"), proposals("id")], [["group:"], ["id:"]]);
    assert.deepEqual(proposals("alice >"), [">30m", ">1h", ">4h", ">1d"]);
    assert.deepEqual(proposals("user:"), ["user:alice", "user:bob"]);
    assert.deepEqual(proposals("x user:B"), ["user:bob"]);
    assert.deepEqual(proposals("user:bob"), []);
    const many = Array.from({ length: 500 }, (_, place) => `u${(place * 7) % 500}`.replace("u3", "x-u3"));
    assert.deepEqual(
      complete("user:u49", 8, FILTER_FIELDS, () => many).proposals,
      [
        "user:u49",
        "user:u490",
        "user:u491",
        "user:u492",
        "user:u493",
        "user:u494",
        "user:u495",
        "user:u496",
        "user:u497",
      ].slice(1),
    );
    assert.deepEqual(complete("user:3", 6, FILTER_FIELDS, () => ["b3", "a3", "33", "30"]).proposals, [
      "user:30",
      "user:33",
      "user:a3",
      "user:b3",
    ]);
    assert.deepEqual(proposals("free text"), []);
  });

  it("quotes what has spaces, and leaves out what cannot be written", () => {
    assert.deepEqual(proposals("vm:"), ['vm:"vm 1"', "vm:vm-2"]);
    assert.deepEqual(complete('a vm:"vm', 8, FILTER_FIELDS, values), {
      from: 2,
      to: 8,
      proposals: ['vm:"vm 1"', "vm:vm-2"],
    });
  });
});
