import assert from "node:assert/strict";
import {
  isMicrosoftAudience,
  readClaims,
  tokenProblem,
  type TokenClaims,
} from "../../../src/cli/access/accessToken.ts";
import { cloudFromSettings } from "../../../src/core/model/cloud.ts";

const NOW = new Date("2026-03-02T09:00:00Z");
const TENANT = "11111111-2222-4333-8444-555555555555";
const PUBLIC = cloudFromSettings(undefined, undefined);
const CHINA = cloudFromSettings("ChinaCloud", undefined);
const CUSTOM = cloudFromSettings("custom", {
  resourceManagerEndpointUrl: "https://management.local.example",
  managementEndpointUrl: "https://management.contoso.example/audience",
  portalUrl: "https://portal.local.example",
});

function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part(claims)}.c2lnbmF0dXJl`;
}

function claims(audience: string, more: Partial<TokenClaims> = {}): TokenClaims {
  return { audience, tenantId: TENANT, expiresAt: NOW.getTime() + 60_000, ...more };
}

describe("an access token", () => {
  it("says for whom it is, in which tenant, and until when", () => {
    const token = jwt({
      aud: "https://management.azure.com/",
      tid: TENANT.toUpperCase(),
      exp: 1_772_442_060,
      oid: "o",
    });
    assert.deepEqual(readClaims(token), {
      audience: "https://management.azure.com/",
      tenantId: TENANT,
      expiresAt: 1_772_442_060_000,
      principal: "o",
    });
  });

  for (const text of ["", "a", "a.b", "a.b.c", "..", `${jwt({})}.more`, "e30.W10.x", "e30.bnVsbA.x"]) {
    it(`is not taken for one: ${JSON.stringify(text)}`, () => {
      assert.equal(tokenProblem(readClaims(text), PUBLIC, NOW), "unreadable");
    });
  }

  it("is used only where audience, tenant and time fit", () => {
    const arm = "https://management.azure.com/";
    assert.equal(tokenProblem(claims(arm), PUBLIC, NOW), undefined);
    assert.equal(tokenProblem(claims("https://management.core.windows.net"), PUBLIC, NOW, TENANT), undefined);
    assert.equal(tokenProblem(claims("https://graph.microsoft.com"), PUBLIC, NOW), "otherAudience");
    assert.equal(tokenProblem(claims("797f4846-ba00-4fd7-ba43-dac1f8f63013"), PUBLIC, NOW), "otherAudience");
    assert.equal(tokenProblem(claims(arm), CHINA, NOW), "otherAudience");
    assert.equal(tokenProblem(claims("https://management.chinacloudapi.cn"), CHINA, NOW), undefined);
    assert.equal(tokenProblem(claims(arm), PUBLIC, NOW, "another"), "otherTenant");
    assert.equal(tokenProblem(claims(arm, { expiresAt: NOW.getTime() }), PUBLIC, NOW), "expired");
    for (const missing of ["audience", "tenantId", "expiresAt"] as const) {
      const { [missing]: _left, ...rest } = claims(arm);
      assert.equal(tokenProblem(rest, PUBLIC, NOW), "unreadable", missing);
    }
  });

  it("for one of Microsoft's clouds never goes to a custom endpoint", () => {
    assert.equal(tokenProblem(claims("https://management.contoso.example/audience"), CUSTOM, NOW), undefined);
    for (const audience of ["https://management.azure.com/", "https://management.local.example", "a-guid"]) {
      assert.equal(tokenProblem(claims(audience), CUSTOM, NOW), "otherAudience", audience);
    }
    // Not even where that audience was set for it.
    const hostile = { ...CUSTOM, scope: "https://management.azure.com/.default" };
    assert.equal(tokenProblem(claims("https://management.azure.com"), hostile, NOW), "otherAudience");
  });

  it("tells Microsoft's audiences by their domain, whatever their form", () => {
    for (const audience of [
      "https://management.azure.com",
      "HTTPS://MANAGEMENT.AZURE.COM./",
      "https://management.core.windows.net/",
      "https://vault.azure.net",
      "https://management.core.chinacloudapi.cn",
      "https://api.loganalytics.io",
      "https://api.applicationinsights.io",
      "https://dev.azuresynapse.net",
      "https://containerregistry.azurecr.io",
      "https://webshell.suite.office365.us",
      "797f4846-ba00-4fd7-ba43-dac1f8f63013",
      "api://app",
    ]) {
      const isOpen = audience === "api://app";
      assert.equal(isMicrosoftAudience(audience), !isOpen, audience);
    }
    assert.equal(isMicrosoftAudience("https://notazure.com"), false);
    assert.equal(isMicrosoftAudience("https://azure.com.evil.example"), false);
  });
});
