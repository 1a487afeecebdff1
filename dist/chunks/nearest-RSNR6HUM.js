import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{nearestOf}from"./chunk-5BI3K5PM.js";import"./chunk-2UR2HFAP.js";export{nearestOf};
