/** Kusto's own parser, with the schema of the audit log as Microsoft documents it. */
import { createRequire } from "node:module";

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/microsoftazurebastionauditlogs */
const SCHEMA = `(TimeGenerated: datetime, Time: datetime, OperationName: string, Message: string, TunnelId: string,
  UserName: string, UserEmail: string, ClientIpAddress: string, ClientPort: int, UserAgent: string, Protocol: string,
  ResourceType: string, TargetResourceId: string, TargetVMIPAddress: string, SessionStartTime: datetime,
  SessionEndTime: string, Duration: int, _ResourceId: string, TenantId: string)`;

/** As much of the package as is used; its own types are of .NET's lists, and 1.7 MB. */
interface KustoLanguage {
  readonly Language: {
    readonly Symbols: {
      readonly TableSymbol: { readonly $ctor7: new (name: string, schema: string, description: null) => object };
      readonly DatabaseSymbol: { readonly ctor: new (name: string, members: readonly object[]) => object };
    };
    readonly GlobalState: { readonly Default: { WithDatabase: (database: object) => object } };
    readonly KustoCode: {
      ParseAndAnalyze: (query: string, globals: object) => { GetDiagnostics: () => Diagnostics };
    };
    readonly Parsing: {
      readonly TokenParser: { ParseTokens: (query: string) => readonly { readonly Text: string }[] };
    };
    readonly KustoFacts: { GetStringLiteralValue: (literal: string) => string };
  };
}

interface Diagnostics {
  readonly Count: number;
  getItem: (at: number) => { readonly Severity: string; readonly Message: string };
}

const require = createRequire(import.meta.url);
require("@kusto/language-service-next/bridge.min.js");
require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");

const { Language } = (globalThis as unknown as { readonly Kusto: KustoLanguage }).Kusto;
const table = new Language.Symbols.TableSymbol.$ctor7("MicrosoftAzureBastionAuditLogs", SCHEMA, null);
const globals = Language.GlobalState.Default.WithDatabase(
  new Language.Symbols.DatabaseSymbol.ctor("workspace", [table]),
);

/** What is wrong with a query: names, types and syntax. */
export function problemsOf(query: string): readonly string[] {
  const diagnostics = Language.KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics();
  return Array.from({ length: diagnostics.Count }, (_, at) => diagnostics.getItem(at))
    .filter(({ Severity }) => Severity === "Error")
    .map(({ Message }) => Message);
}

/** A query's tokens, in which texts are `''`, and the texts, as they were meant. */
export function tokensOf(query: string): { readonly tokens: readonly string[]; readonly texts: readonly string[] } {
  const tokens = Language.Parsing.TokenParser.ParseTokens(query).map(({ Text }) => Text);
  const isText = (token: string) => /^@?['"]/u.test(token);
  return {
    tokens: tokens.map((token) => (isText(token) ? "''" : token)),
    texts: tokens.filter(isText).map((token) => Language.KustoFacts.GetStringLiteralValue(token)),
  };
}
