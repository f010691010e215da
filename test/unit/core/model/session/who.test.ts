import assert from "node:assert/strict";
import type { ArmKey } from "../../../../../src/core/model/armId.ts";
import type { Attribution, Connection } from "../../../../../src/core/model/session/connection.ts";
import { isPerson, whoOf } from "../../../../../src/core/model/session/who.ts";

const base = { hostKey: "/host" as ArmKey, hasEnded: false };
const ann: Connection = {
  ...base,
  key: "1",
  person: "Ann@contoso.com",
  clientAddress: "203.0.113.9",
  userAgent: "Edg/1",
};
const bob: Connection = { ...base, key: "2", person: "bob@contoso.com" };

describe("Who is behind a session", () => {
  it("is the person of the connection that it is, or probably is", () => {
    for (const confidence of ["exact", "matched"] as const) {
      assert.deepEqual(whoOf({ confidence, candidates: [ann] }), {
        person: "Ann@contoso.com",
        clientAddress: "203.0.113.9",
        userAgent: "Edg/1",
      });
    }
  });

  it("is the person of all candidates, and where they came from only if that is the same", () => {
    const elsewhere = { ...ann, key: "3", person: "ann@contoso.com", clientAddress: "198.51.100.1" };
    assert.deepEqual(whoOf({ confidence: "samePerson", candidates: [ann, elsewhere] }), {
      person: "Ann@contoso.com",
      userAgent: "Edg/1",
    });
  });

  it("is unknown where a person is only possible, and where nothing was read", () => {
    const possible: Attribution = { confidence: "possible", candidates: [ann, bob], doubt: "ambiguous" };
    assert.deepEqual(whoOf(possible), { blank: "noRecord" });
    assert.equal(isPerson(possible, "ann@contoso.com"), false);
    assert.deepEqual(whoOf(undefined), {});
    assert.deepEqual(whoOf({ confidence: "none", blank: "notLogged" }), { blank: "notLogged" });
  });

  it("is unknown behind a shareable link", () => {
    const link: Connection = { ...bob, key: "4", resourceType: "BSL", clientAddress: "198.51.100.7" };
    assert.deepEqual(whoOf({ confidence: "exact", candidates: [link] }), {
      clientAddress: "198.51.100.7",
      blank: "shareableLink",
    });
  });

  it("is compared without case, and never with no one", () => {
    assert.equal(isPerson({ confidence: "exact", candidates: [ann] }, "ann@CONTOSO.com"), true);
    assert.equal(isPerson({ confidence: "exact", candidates: [{ ...base, key: "5" }] }, "ann@contoso.com"), false);
    assert.equal(isPerson({ confidence: "exact", candidates: [{ ...base, key: "5" }] }, ""), false);
  });
});
