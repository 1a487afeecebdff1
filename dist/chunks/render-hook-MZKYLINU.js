import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
import{HOOK_COMMAND,renderHook}from"./chunk-3IY2JZOJ.js";import"./chunk-2UR2HFAP.js";export{HOOK_COMMAND,renderHook};
