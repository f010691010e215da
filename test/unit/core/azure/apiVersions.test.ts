import { strict as assert } from "node:assert";
import { ApiVersions, providerPath } from "../../../../src/core/azure/apiVersions.ts";
import type { Api } from "../../../../src/core/azure/apiVersions.ts";

describe("API versions", () => {
  it("an API that is not in the table does not compile", () => {
    // Were any text an Api, the type here would be `true`.
    const isKnown: "Microsoft.Unknown" extends Api ? true : false = false;
    assert.equal(isKnown, false);
  });

  it("a type of a provider may have a version of its own", () => {
    const { api, path } = providerPath("/hosts/bas", "Microsoft.Insights/diagnosticSettings");
    assert.equal(path, "/hosts/bas/providers/Microsoft.Insights/diagnosticSettings");
    assert.equal(new ApiVersions().for(api), "2021-05-01-preview");
  });
});
