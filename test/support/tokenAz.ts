/**
 * A stand-in for what the command line needs of the Azure CLI: `az account get-access-token` and `az cloud show`. Tokens come
 * from the simulated sign-in. Each run is a line of JSON in the file that TOKEN_AZ_LOG names.
 */
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** How the stand-in behaves. */
export interface TokenAzSpec {
  /** Of the simulated Azure. */
  readonly url: string;
  /** Of the account that is signed in. */
  readonly accountId: string;
  /** `signedOut`: as before `az login`. `otherAudience`: its tokens are for the public cloud, whatever is asked for. */
  readonly mode?: "signedOut" | "otherAudience";
}

/** Writes a program `az` into a folder. */
export function installTokenAz(folder: string, spec: TokenAzSpec): { readonly runs: () => readonly string[] } {
  mkdirSync(folder, { recursive: true });
  const [program, log, settings] = [join(folder, "az"), join(folder, "runs"), join(folder, "spec.json")];
  writeFileSync(settings, JSON.stringify(spec));
  // NODE_OPTIONS is meant for the command line, not for its stand-in.
  const run = `NODE_OPTIONS= TOKEN_AZ_LOG='${log}' TOKEN_AZ_SPEC='${settings}' exec '${process.execPath}'`;
  writeFileSync(program, `#!/bin/sh\n${run} '${import.meta.filename}' "$@"\n`);
  chmodSync(program, 0o755);
  return {
    runs: () =>
      existsSync(log)
        ? readFileSync(log, "utf8")
            .trimEnd()
            .split("\n")
            .map((line) => (JSON.parse(line) as string[]).join(" "))
        : [],
  };
}

function option(args: readonly string[], name: string): string | undefined {
  return args.includes(name) ? args[args.indexOf(name) + 1] : undefined;
}

async function answer(args: readonly string[], { url, accountId, mode }: TokenAzSpec): Promise<unknown> {
  const [group, command] = args;
  if (group === "cloud" && command === "show") {
    return { name: "Custom", endpoints: { activeDirectory: `${url}/_signin/` } };
  }
  if (group !== "account" || command !== "get-access-token" || option(args, "--output") !== "json") {
    throw new Error(`unknown command: ${args.join(" ")}`);
  }
  if (mode === "signedOut") {
    throw new Error("Please run 'az login' to setup account.");
  }
  const audience = option(args, "--resource") ?? "";
  const response = await fetch(`${url}/_signin/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      accountId,
      scopes: [`${audience}/.default`],
      tenantId: option(args, "--tenant"),
      jwt: mode === "otherAudience" ? { audience: "https://management.azure.com/" } : {},
    }),
  });
  if (!response.ok) {
    throw new Error("AADSTS50076: sign in again");
  }
  const { accessToken, expiresOn, tenantId } = (await response.json()) as Record<string, unknown>;
  return { accessToken, expires_on: Math.floor(Number(expiresOn) / 1_000), tenant: tenantId, tokenType: "Bearer" };
}

const { TOKEN_AZ_LOG: log, TOKEN_AZ_SPEC: settings } = process.env;
if (log !== undefined && settings !== undefined) {
  const spec = JSON.parse(readFileSync(settings, "utf8")) as TokenAzSpec;
  const args = process.argv.slice(2);
  appendFileSync(log, `${JSON.stringify(args)}\n`);
  try {
    console.log(JSON.stringify(await answer(args, spec)));
  } catch (error) {
    console.error(`ERROR: ${String(error)}`);
    process.exitCode = 1;
  }
}
