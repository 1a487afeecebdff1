import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{describeContradiction,renderResolve}from"./chunk-5Z7ICUKB.js";import"./chunk-DYMY7ZOT.js";import"./chunk-JGD7GRHZ.js";import"./chunk-RSWYYZDG.js";import"./chunk-QI7AJ6OG.js";import"./chunk-2UR2HFAP.js";export{describeContradiction,renderResolve};
