import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{OwnFailure,UserError}from"./chunk-KLXV7ZZE.js";import"./chunk-2UR2HFAP.js";export{OwnFailure,UserError};
