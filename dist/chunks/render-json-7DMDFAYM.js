import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{toPrintableJson}from"./chunk-QI7AJ6OG.js";import"./chunk-2UR2HFAP.js";function renderJson(summaries){return`${toPrintableJson(JSON.stringify({version:1,lockfiles:summaries},null,2))}
`}function renderApplyJson(summary){return`${toPrintableJson(JSON.stringify({version:1,...summary},null,2))}
`}export{renderApplyJson,renderJson};
