import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{renderResolveMarkdown}from"./chunk-HZZQ2O3E.js";import"./chunk-5Z7ICUKB.js";import"./chunk-DYMY7ZOT.js";import"./chunk-CVP6DVW3.js";import"./chunk-JGD7GRHZ.js";import"./chunk-RSWYYZDG.js";import"./chunk-QI7AJ6OG.js";import"./chunk-2UR2HFAP.js";export{renderResolveMarkdown};
