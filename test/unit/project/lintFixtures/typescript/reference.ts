/// <reference path="./other.ts" />
// triple-slash-reference
export const a = 1;
