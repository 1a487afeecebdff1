import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{isFetchCommand,matchEvents,mayFetch,ruleById,ruleIds,rules,unknownOptions,wrapper}from"./chunk-UH2E3HYX.js";import"./chunk-QKMHWTUE.js";import"./chunk-KJJA43D3.js";import"./chunk-2UR2HFAP.js";export{isFetchCommand,matchEvents,mayFetch,ruleById,ruleIds,rules,unknownOptions,wrapper};
